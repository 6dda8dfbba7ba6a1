/** Where the index of tickets is: a file beside the vault, one that was named, or a stack's table. */
import { mkdirSync } from "node:fs";
import { access } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { sha256Hex } from "../shared/digest.ts";
import { UsageError } from "../shared/errors.ts";
import type { Proxies } from "../shared/proxies.ts";
import { unless } from "../shared/store/disk.ts";
import { sqliteIndex } from "../shared/sync/sqlite-index.ts";
import type { TicketIndex } from "../shared/sync/ticket-index.ts";
import { proxies } from "./proxies.ts";
import { type Given, given } from "./settings.ts";
import { isInStore, type StoreSettings } from "./store-settings.ts";
import { tableSetting } from "./table-setting.ts";
import { awsConfig, checkRegion } from "./wiring.ts";

/** Where an account's index is, and beside it the index of words, which is a file always. */
export type IndexPlace = { readonly words: string } & (
  | { readonly kind: "file"; readonly file: string }
  | {
      /** A stack's, whose functions keep it too. */
      readonly kind: "table";
      readonly table: string;
      readonly orgId: number;
      /** Of AWS; found in the usual places when undefined. */
      readonly region: string | undefined;
      readonly proxies: Proxies | undefined;
    }
);

/**
 * Unless it was named, a file: beside the folder of the vault, or, of a vault on S3, in the working folder, as a backfill's
 * state is.
 * @throws UsageError for a file in the vault, where nothing but the archive may stand, and for a table's name that is none
 */
export async function indexSetting(from: Given, place: StoreSettings, orgId: number): Promise<IndexPlace> {
  const setting = given(from, "index");
  const usual = defaultFile(place, orgId);
  if (setting === undefined) return { kind: "file", file: usual, words: wordsFile(usual) };
  const table = tableSetting(setting, "IndexTableName");
  if (table !== undefined) {
    const region = given(from, "region")?.text;
    return { kind: "table", table, orgId, region, proxies: proxies(from.env), words: wordsFile(usual) };
  }
  if (!isInStore(setting.text, place)) {
    return { kind: "file", file: setting.text, words: wordsFile(setting.text) };
  }
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

/** `vault.22824.words.sqlite` beside `vault.22824.index.sqlite`. */
function wordsFile(file: string): string {
  return `${file.replace(/(?:\.index)?\.sqlite$/, "")}.words.sqlite`;
}

/** Opens the index, and makes a file where there is none. @throws UsageError */
export async function openIndex(place: IndexPlace): Promise<TicketIndex> {
  if (place.kind === "table") return await openTable(place);
  mkdirSync(dirname(resolve(place.file)), { recursive: true });
  return sqliteIndex(place.file);
}

/** Opens an index that is there; undefined where there is no such file. @throws UsageError */
export async function findIndex(place: IndexPlace): Promise<TicketIndex | undefined> {
  if (place.kind === "table") return await openTable(place);
  const found = await unless(
    ["ENOENT", "ENOTDIR"],
    access(place.file).then(() => true),
  );
  return found === true ? sqliteIndex(place.file) : undefined;
}

/** Opens an index that is there. @throws UsageError where there is none */
export async function openExistingIndex(place: IndexPlace): Promise<TicketIndex> {
  const found = await findIndex(place);
  if (found !== undefined) return found;
  const where = place.kind === "file" ? place.file : place.table;
  const message = `There is no index of tickets at ${where}: \`ticketvault index rebuild\` makes it from the vault. \`archive\`, \`backfill\` and \`sync\` keep it up to date.`;
  throw new UsageError(message);
}

/** The AWS SDK takes a while to load: only who uses it waits for it. */
async function openTable({
  table,
  orgId,
  region,
  proxies,
}: IndexPlace & { kind: "table" }): Promise<TicketIndex> {
  const { DynamoDBClient } = await import("@aws-sdk/client-dynamodb");
  const { dynamoIndex } = await import("../shared/sync/dynamo-index.ts");
  const client = new DynamoDBClient(awsConfig({ region, proxies }));
  await checkRegion(client.config);
  return dynamoIndex({ client, table, orgId });
}
