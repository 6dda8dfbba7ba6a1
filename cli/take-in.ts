/** Takes new matches of standing questions into their matters: what a matter asked once is asked again. */
import { TicketvaultError } from "../shared/errors.ts";
import { applyHolds } from "../shared/holds/apply-holds.ts";
import { holdRegister } from "../shared/holds/hold-register.ts";
import type { PlacingQuestion } from "../shared/holds/placing.ts";
import { begunAt, type HoldEntry, type Matter, standingEntries } from "../shared/holds/record.ts";
import { rangesOf } from "../shared/ranges.ts";
import { userName } from "./account-settings.ts";
import { openAskedVault, type VaultAnswer } from "./ask-vault.ts";
import type { Context } from "./context.ts";
import type { HoldVault } from "./holds.ts";
import type { StoreSettings } from "./store-settings.ts";
import { counted, safeLine } from "./text.ts";
import type { OpenStore } from "./wiring.ts";

/** What became of a standing question. */
export interface TakenIn {
  readonly matter: string;
  /** The entry that began to ask it. */
  readonly standing: number;
  readonly question: string;
  /** Tickets that it finds now. */
  readonly found: number;
  /** Those of them that were not under the matter before. */
  readonly tickets: readonly number[];
}

/** What the record of a placement says of the question that found its tickets. */
export function placedBy({ question, askedOf, found }: VaultAnswer, standing: boolean): PlacingQuestion {
  return { ...question, standing, found: rangesOf([...found.keys()]), askedOf };
}

/**
 * The files of the newest taking-in are looked at in each run, so that one that was killed before it set them is made up for.
 * @param only of this matter alone
 * @throws as `openAskedVault`, the register and `applyHolds`
 */
export async function takeIn(context: Context, vault: HoldVault, only?: string): Promise<TakenIn[]> {
  const { register } = vault;
  const matters = (await register.list()).filter(({ matter }) => only === undefined || matter === only);
  const standing = matters.flatMap((matter) => standingEntries(matter).map((entry) => ({ matter, entry })));
  if (standing.length === 0) return [];
  using asked = await openAskedVault(context, { ...vault, opened: vault });
  const taken: TakenIn[] = [];
  for (const { matter, entry } of standing) {
    const { text = "", zone = "UTC" } = entry.question ?? {};
    const answer = await asked.ask({ text, zone });
    const mandate = { by: userName(context.settings.env), reason: entry.reason };
    const found = [...answer.found.keys()];
    const placed = await register.place(matter.matter, found, mandate, placedBy(answer, true));
    const last = lastTakenIn(placed.matter, entry);
    const { signal, log } = context;
    await applyHolds({ ...vault, log }, last?.tickets ?? [], { signal });
    const tickets = placed.changed ? (last?.tickets ?? []) : [];
    taken.push({
      ...{ matter: matter.matter, standing: entry.sequence, question: text, found: found.length, tickets },
    });
  }
  return taken;
}

/** The newest entry that a standing question made after its first. */
function lastTakenIn({ entries }: Matter, { sequence: standing }: HoldEntry): HoldEntry | undefined {
  return entries
    .slice(begunAt(entries))
    .findLast(({ sequence, question }) => question?.standing === standing && sequence !== standing);
}

const SHOWN = 20;

/** A line for each standing question. */
export function takenInWords(taken: readonly TakenIn[]): string {
  if (taken.length === 0) return "No matter has a standing question.";
  return taken
    .map(({ matter, question, found, tickets }) => {
      const shown = tickets.slice(0, SHOWN).map((ticket) => `#${ticket}`);
      const which = [...shown, ...(tickets.length > SHOWN ? ["…"] : [])].join(", ");
      const news =
        tickets.length === 0 ? "nothing new" : `${counted(tickets.length, "ticket")} taken in: ${which}`;
      return `${matter}: ${news} (${safeLine(question)} finds ${counted(found, "ticket")})`;
    })
    .join("\n");
}

const DAY_MS = 24 * 60 * 60_000;

/**
 * For a run that goes on: takes in when it is called first, and then once a day. What fails is noted, and tried at the next call.
 * A folder has no legal holds.
 * @returns whether it did not fail
 */
export function takeInDaily(
  context: Context,
  { orgId, place, opened }: { orgId: number; place: StoreSettings; opened: OpenStore },
): () => Promise<boolean> {
  const { store, legalHold } = opened;
  if (legalHold === undefined) return async () => true;
  const { changedFiles } = legalHold;
  const register = holdRegister({ store, orgId, now: () => new Date(), changedFiles });
  let last = Number.NEGATIVE_INFINITY;
  return async () => {
    if (Date.now() - last < DAY_MS) return true;
    try {
      const taken = await takeIn(context, { orgId, place, store, legalHold, register });
      last = Date.now();
      if (taken.length > 0) context.terminal.note(takenInWords(taken));
      return true;
    } catch (error) {
      if (!(error instanceof TicketvaultError)) throw error;
      context.terminal.note(`Standing holds were not taken in: ${error.message}`);
      return false;
    }
  };
}
