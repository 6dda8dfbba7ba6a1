/** When a ledger stood still: hours without an entry, though one came every hour before. */
import { LONGEST_SILENCE } from "./chain.ts";
import type { ReadEntry } from "./entry.ts";

interface Silence {
  /** Times of the entries around it, ISO. */
  readonly from: string;
  readonly to: string;
}

export interface Heartbeats {
  /** Time of the first heartbeat; null in a ledger without any, which tells nothing of when it stood still. */
  readonly since: string | null;
  /** In order of time. */
  readonly silences: readonly Silence[];
}

/** @param entries all that could be read, in any order */
export function heartbeatsOf(entries: readonly Pick<ReadEntry, "sequence" | "time" | "kind">[]): Heartbeats {
  let since: string | null = null;
  let last: string | undefined;
  const silences: Silence[] = [];
  for (const { time, kind } of entries.toSorted((a, b) => a.sequence - b.sequence)) {
    const isSilence = last !== undefined && Date.parse(time) - Date.parse(last) > LONGEST_SILENCE;
    if (since !== null && last !== undefined && isSilence) silences.push({ from: last, to: time });
    if (kind === "heartbeat") since ??= time;
    last = time;
  }
  return { since, silences };
}
