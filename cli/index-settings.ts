/** Where the index of tickets is: a file beside the vault, one that was named, or a stack's table. */
import { mkdirSync } from "node:fs";
import { access } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { sha256Hex } from "../shared/digest.ts";
import { UsageError } from "../shared/errors.ts";
import { unless } from "../shared/store/disk.ts";
import { sqliteIndex } from "../shared/sync/sqlite-index.ts";
import type { TicketIndex } from "../shared/sync/ticket-index.ts";
import { type Given, given } from "./settings.ts";
import { isInStore, type StoreSettings } from "./store-settings.ts";

/**
 * The file of an account: beside the folder of its vault, or, of a vault on S3, in the working folder, as a backfill's
 * state is.
 * @throws UsageError for a file in the vault, where nothing but the archive may stand
 */
export function indexFile(from: Given, place: StoreSettings, orgId: number): string {
  const setting = given(from, "index");
  if (setting === undefined) return defaultFile(place, orgId);
  if (!isInStore(setting.text, place)) return setting.text;
  throw new UsageError(
    `${setting.from} ${setting.text} is in the vault: give a file elsewhere, or leave it out.`,
  );
}

function defaultFile(place: StoreSettings, orgId: number): string {
  if (place.kind === "folder") return `${place.folder.replace(/[/\\]+$/, "")}.${orgId}.index.sqlite`;
  const { archive, endpoint = "" } = place;
  const digest = sha256Hex(JSON.stringify([endpoint, archive.bucket, archive.prefix]));
  return `.ticketvault-${orgId}-${digest.slice(0, 12)}.index.sqlite`;
}

/** Opens the index, and makes it where there is none. @throws UsageError */
export function openIndex(file: string): TicketIndex {
  mkdirSync(dirname(resolve(file)), { recursive: true });
  return sqliteIndex(file);
}

/** Opens an index that is there. @throws UsageError where there is none */
export async function openExistingIndex(file: string): Promise<TicketIndex> {
  const found = await unless(
    ["ENOENT", "ENOTDIR"],
    access(file).then(() => true),
  );
  if (found) return sqliteIndex(file);
  const message = `There is no index of tickets at ${file}: \`ticketvault index rebuild\` makes it from the vault. \`archive\`, \`backfill\` and \`sync\` keep it up to date.`;
  throw new UsageError(message);
}
