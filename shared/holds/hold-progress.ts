/** How far the changes of a matter have been applied to the files: marks in the staging area, which may be lost without harm. */
import type { ObjectStore } from "../store/object-store.ts";
import type { HoldTask } from "./hold-message.ts";
import { begunAt, isOpen, type Matter } from "./record.ts";

/** So many of an entry's tickets, in their order, are as the records say. */
export interface HoldMark extends Pick<HoldTask, "sequence" | "look"> {
  readonly done: number;
}

export interface HoldProgress {
  /** Every mark of a matter; they stay for as long as what is staged. */
  read(matter: string): Promise<HoldMark[]>;
  mark(matter: string, mark: HoldMark): Promise<void>;
}

/** What is told of a matter while its last changes are applied, and afterwards. */
export interface HoldState {
  readonly state: "placing" | "held" | "releasing" | "released";
  /** Tickets that are done, and all; null when nothing is known of it: a change of long ago, or by the command line. */
  readonly progress: { readonly done: number; readonly of: number } | null;
}

const MARK = /^(\d+)\.([12])\.(\d+)$/;

export function holdProgress(store: Pick<ObjectStore, "stage" | "listStaged">, orgId: number): HoldProgress {
  const area = (matter: string): string => `${orgId}/holds/${matter}`;
  return {
    async read(matter) {
      const staged = await store.listStaged(area(matter));
      return staged.flatMap(({ identity }) => {
        const [, sequence, look, done] = MARK.exec(identity) ?? [];
        if (sequence === undefined) return [];
        return [{ sequence: Number(sequence), look: look === "1" ? 1 : 2, done: Number(done) } as const];
      });
    },
    async mark(matter, { sequence, look, done }) {
      await store.stage(area(matter), `${sequence}.${look}.${done}`, Buffer.from(String(done)));
    },
  };
}

/** The tickets of an entry that are done; undefined when there is no mark of it. */
export function doneOf(
  marks: readonly HoldMark[],
  { sequence, look }: Pick<HoldTask, "sequence" | "look">,
): number | undefined {
  const found = marks.filter((mark) => mark.sequence === sequence && mark.look === look);
  return found.length === 0 ? undefined : Math.max(...found.map(({ done }) => done));
}

/** Of the entries since the matter was last begun, or of its release, by their first look. */
export function holdState({ entries }: Matter, marks: readonly HoldMark[]): HoldState {
  const isHeld = isOpen({ entries });
  const changes = isHeld ? entries.slice(begunAt(entries)) : entries.slice(-1);
  let [done, of] = [0, 0];
  for (const { sequence, tickets: changed } of changes) {
    const here = doneOf(marks, { sequence, look: 1 });
    if (here === undefined) continue;
    done += Math.min(here, changed.length);
    of += changed.length;
  }
  const progress = of === 0 ? null : { done, of };
  if (done < of) return { state: isHeld ? "placing" : "releasing", progress };
  return { state: isHeld ? "held" : "released", progress };
}
