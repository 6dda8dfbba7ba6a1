/** Applies an entry of a matter to the files of its tickets, however many: what is done is marked, and the next run goes on there. */
import { StoreError } from "../errors.ts";
import { applyHolds, type HoldDependencies } from "./apply-holds.ts";
import type { HoldTask } from "./hold-message.ts";
import { doneOf, type HoldProgress } from "./hold-progress.ts";

export interface FollowDependencies extends HoldDependencies {
  readonly progress: HoldProgress;
}

/** Tickets between two marks: each reads the records of all matters afresh. */
const TICKETS_A_MARK = 500;

export interface FollowOptions {
  readonly signal?: AbortSignal;
  readonly onMark?: () => void;
}

/** @throws what `applyHolds` throws; the signal's reason, when what was marked is done and the rest is not */
export async function followChange(
  dependencies: FollowDependencies,
  { matter, sequence, look }: HoldTask,
  { signal, onMark }: FollowOptions = {},
): Promise<void> {
  const { register, progress } = dependencies;
  const [{ entries }, marks] = await Promise.all([register.read(matter), progress.read(matter)]);
  const entry = entries[sequence - 1];
  if (entry === undefined)
    throw new StoreError(
      "no-such-matter",
      `The matter ${matter} has no entry ${sequence}: nothing was applied.`,
    );
  let done = doneOf(marks, { sequence, look }) ?? 0;
  while (done < entry.tickets.length) {
    const next = entry.tickets.slice(done, done + TICKETS_A_MARK);
    await applyHolds(dependencies, next, { ...(signal && { signal }) });
    done += next.length;
    await progress.mark(matter, { sequence, look, done });
    onMark?.();
  }
}
