/** The census of the day: taken of the index and the vault, and kept in the vault, where it is sealed as all records are. */
import type { Context } from "aws-lambda";
import manifest from "../../package.json" with { type: "json" };
import { censusFiles, keepCensus } from "../../shared/census/keep-census.ts";
import { takeCensus } from "../../shared/census/take-census.ts";
import type { Census } from "../../shared/census-record.ts";
import { LOG_EVENTS } from "../../shared/names.ts";
import { workingTime } from "../common/working-time.ts";
import type { SyncDependencies } from "./dependencies.ts";

const RESERVE_MS = 5_000;

export type CensusReceipt = Readonly<Record<keyof Census["numbers"], number>> & {
  /** Of the record. */
  readonly key: string;
  readonly highest: number;
  /** Numbers on which index and vault differ. */
  readonly contradicted: number;
};

/** @throws what taking and keeping it throws; a time that is over is one failure of these */
export async function censusOfDay(
  { orgId, index, openStore, now, log }: SyncDependencies,
  context: Pick<Context, "getRemainingTimeInMillis">,
): Promise<CensusReceipt> {
  using time = workingTime(context, RESERVE_MS);
  return time.within(async () => {
    const store = await openStore();
    const tool = `ticketvault ${manifest.version}`;
    const { signal } = time;
    const census = await takeCensus({ orgId, store, index, now, tool, requestedBy: "schedule", signal });
    const files = censusFiles(census);
    await keepCensus(store, files);
    const { archived, incomplete, accepted, empty, neverAsked, notInVault, notInIndex } = census.numbers;
    const receipt = {
      key: files.key,
      highest: census.highest,
      archived: archived.count,
      incomplete: incomplete.count,
      accepted: accepted.count,
      empty: empty.count,
      neverAsked: neverAsked.count,
      notInVault: notInVault.count,
      notInIndex: notInIndex.count,
      contradicted: notInVault.count + notInIndex.count,
    };
    log.info(LOG_EVENTS.census, { orgId, ...receipt });
    return receipt;
  });
}
