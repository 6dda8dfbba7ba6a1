/** Productions of a vault, unpacked as their readers do. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { runExport } from "../../shared/export/run-export.ts";
import { silentLogger } from "../../shared/log.ts";
import { folderOutput } from "../../shared/store/folder-output.ts";
import { requestFor } from "../export/exported.ts";
import { ORG } from "../export/generated-vault.ts";
import { linesOf } from "./run.ts";
import type { VaultOfAll } from "./vault-of-all.ts";

export interface Production {
  /** The zips. */
  readonly zips: readonly string[];
  /** The bag of each, unpacked by unzip. */
  readonly bags: readonly string[];
}

/** @param more of the request, as `requestFor` has it */
export async function produce(
  { folder, store, tickets }: Pick<VaultOfAll, "folder" | "store" | "tickets">,
  name: string,
  more: Parameters<typeof requestFor>[1] = {},
): Promise<Production> {
  const path = join(folder.path, name);
  const output = folderOutput(path);
  const parts = { archive: store, output, log: silentLogger, now: () => new Date(), tool: "tests" };
  const receipt = await runExport(parts, ORG, requestFor(tickets, more));
  const zips = receipt.parts.map(({ file }) => join(path, receipt.id, file));
  const bags: string[] = [];
  for (const zip of zips) {
    const into = `${zip}.unpacked`;
    await linesOf("unzip", ["-q", zip, "-d", into], folder.path);
    bags.push(...(await readdir(into)).map((bag) => join(into, bag)));
  }
  return { zips, bags };
}
