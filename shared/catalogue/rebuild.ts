/** Makes all files of the catalogue again: a plan, each shard by itself and in any order, and the end. */
import { parseNumberedName, storageRootKey } from "../keys.ts";
import { lastName } from "../ocfl/tree.ts";
import { lastSequence, readEntryAt } from "./follow-ledger.ts";
import { readProgress, writeProgress } from "./progress.ts";
import { parseShardName, shardFolder, shardOf } from "./shards.ts";
import { TABLES } from "./tables.ts";
import type { CatalogueOptions } from "./update-shard.ts";

/** The ledger's last entry when the plan was made: what is read afterwards is not older. */
export interface RebuildBase {
  readonly sequence: number;
  readonly time: string | null;
}

export interface RebuildPlan extends RebuildBase {
  /** Those of the vault's tickets, and those that have files already. */
  readonly shards: readonly number[];
}

/** @throws StoreError; as `readEntryAt` */
export async function planRebuild({ orgId, vault, catalogue }: CatalogueOptions): Promise<RebuildPlan> {
  const { sequence: known } = await readProgress(catalogue, orgId);
  const sequence = await lastSequence(vault, orgId, known);
  const time = sequence === 0 ? null : (await readEntryAt(vault, orgId, sequence)).time;
  const { folders } = await vault.children(storageRootKey(orgId));
  const files = await Promise.all(TABLES.map((table) => catalogue.children(shardFolder(table, orgId))));
  const shards = new Set([
    ...folders.flatMap((folder) => parseNumberedName(lastName(folder)) ?? []).map(shardOf),
    ...files.flatMap((each) => each.files).flatMap((key) => parseShardName(lastName(key)) ?? []),
  ]);
  return { sequence, time, shards: [...shards].toSorted((a, b) => a - b) };
}

/** To be called when every shard was made: increments go on behind the plan's entry, unless they are further already. */
export async function finishRebuild(
  { orgId, catalogue }: Pick<CatalogueOptions, "orgId" | "catalogue">,
  { sequence, time }: RebuildBase,
): Promise<void> {
  const known = await readProgress(catalogue, orgId);
  if (known.sequence >= sequence) return;
  // Who moved it in the meantime follows the ledger too.
  await writeProgress(catalogue, orgId, known, { sequence, time, begun: null });
}
