/** Asks questions of a whole vault, for what is done with the tickets that they find: the index is brought level first. */
import type { AskedOf, AskedQuestion, FoundInTicket } from "../shared/asked-question.ts";
import { countTerms, type Term, type TermCounts } from "../shared/catalogue/count-terms.ts";
import { parseQuestion } from "../shared/catalogue/question/parse.ts";
import { resolveQuestion } from "../shared/catalogue/question/resolve.ts";
import type { ResolvedQuestion } from "../shared/catalogue/question/tree.ts";
import type { SearchIndex } from "../shared/catalogue/search-index.ts";
import { holdRegister } from "../shared/holds/hold-register.ts";
import { ledgerHead } from "../shared/ledger/ledger-head.ts";
import { rangesOf } from "../shared/ranges.ts";
import { wordingName } from "../shared/render/control-number.ts";
import type { Context } from "./context.ts";
import { indexSetting } from "./index-settings.ts";
import { peopleSetting } from "./people-file.ts";
import { openSearch, zoneSetting } from "./search-settings.ts";
import type { Given } from "./settings.ts";
import type { StoreSettings } from "./store-settings.ts";
import { updateInWords, updateWords } from "./update-words.ts";
import type { OpenStore } from "./wiring.ts";

interface Vault {
  readonly orgId: number;
  readonly place: StoreSettings;
  readonly opened: Pick<OpenStore, "store" | "legalHold">;
}

export interface VaultAnswer {
  readonly question: AskedQuestion;
  readonly askedOf: AskedOf;
  /** By ticket, ascending. */
  readonly found: ReadonlyMap<number, FoundInTicket>;
  /** Wordings of messages, of descriptions and of titles. */
  readonly messages: number;
}

/** A vault whose index of words is level with it. */
export interface AskedVault extends Disposable {
  /** @throws QuestionError; what the index and the records of holds throw */
  ask(question: AskedQuestion): Promise<VaultAnswer>;
  /** What each of them finds, and all together. @throws as `ask` */
  count(questions: readonly AskedQuestion[]): Promise<TermCounts & { readonly askedOf: AskedOf }>;
}

/** A question in the zone that is set. @throws UsageError; QuestionError with the place of a mistake */
export async function questionSetting(text: string, settings: Given): Promise<AskedQuestion> {
  const zone = await zoneSetting(settings);
  parseQuestion(text, zone);
  return { text, zone };
}

/** Reads what the vault has beyond the index first. @throws as `updateWords`; the signal's reason */
export async function openAskedVault(context: Context, vault: Vault): Promise<AskedVault> {
  const { settings, terminal, signal } = context;
  const { orgId, place, opened } = vault;
  const people = await peopleSetting(settings);
  const index = openSearch((await indexSetting(settings, place, orgId)).words);
  try {
    // The ledger before the vault: what it seals by now is in the index afterwards.
    const head = await ledgerHead(opened.store, orgId);
    const updated = await updateWords(context, { store: opened.store, orgId, index });
    if (updated.next !== undefined) signal.throwIfAborted();
    if (updated.updated + updated.removed > 0) terminal.note(`${updateInWords(updated, index)}.`);
    const askedOf = (): AskedOf => ({
      ledgerHead: head === undefined ? null : { sequence: head.sequence, sha256: head.sha256 },
      ...stateOf(index),
      namesLookedUp: people?.lookedUp ?? null,
      notSearched: { ...notSearchedOf(index), unreadable: rangesOf(updated.unreadable) },
    });
    const resolve = ({ text, zone }: AskedQuestion): Promise<ResolvedQuestion> =>
      resolveQuestion(parseQuestion(text, zone), { people, holds: () => heldIn(opened, orgId) });
    return {
      async ask(question) {
        const resolved = await resolve(question);
        return index.still(() => {
          const found = foundIn(index, index.find(resolved, Number.POSITIVE_INFINITY));
          const messages = [...found.values()].reduce((sum, { wordings }) => sum + wordings.length, 0);
          return { question, askedOf: askedOf(), found, messages };
        });
      },
      async count(questions) {
        const terms: Term[] = [];
        for (const each of questions) terms.push({ question: each.text, resolved: await resolve(each) });
        return index.still(() => ({ ...countTerms(index, terms), askedOf: askedOf() }));
      },
      [Symbol.dispose]: () => index[Symbol.dispose](),
    };
  } catch (error) {
    index[Symbol.dispose]();
    throw error;
  }
}

/** The names of the matters that each held ticket is under. */
export function heldIn(
  { store, legalHold }: Vault["opened"],
  orgId: number,
): Promise<ReadonlyMap<number, readonly string[]>> {
  const changedFiles = legalHold?.changedFiles;
  return holdRegister({ store, orgId, now: () => new Date(), changedFiles }).heldTickets();
}

function stateOf(index: SearchIndex): Pick<AskedOf, "newestArchived" | "tickets" | "messages"> {
  const { newest, tickets, messages } = index.state();
  return { newestArchived: newest === null ? null : new Date(newest).toISOString(), tickets, messages };
}

function notSearchedOf(index: SearchIndex): Omit<AskedOf["notSearched"], "unreadable"> {
  const { incomplete, attachments, withAttachments } = index.state();
  return { incompleteTickets: incomplete, attachments, ticketsWithAttachments: withAttachments };
}

function foundIn(
  index: SearchIndex,
  hits: ReturnType<SearchIndex["find"]>,
): ReadonlyMap<number, FoundInTicket> {
  const wordings = new Map<number, string[]>();
  for (const { ticket, message, wording } of hits) {
    const name = wordingName({ key: message, ordinal: wording });
    const names = wordings.get(ticket);
    if (names === undefined) wordings.set(ticket, [name]);
    else names.push(name);
  }
  return new Map(
    [...wordings]
      .toSorted(([one], [other]) => one - other)
      .map(([ticket, names]) => [
        ticket,
        { version: `v${index.headOf(ticket) ?? 0}`, wordings: names.toSorted() },
      ]),
  );
}
