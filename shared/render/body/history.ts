/** Finds the earlier messages that end a message, so that a page can fold them up. */
import { saysSomething } from "./content.ts";
import type { Block } from "./model.ts";

/** Where, among the outermost blocks, a mail program began to quote. */
export interface HistoryMarks {
  /** Outlook's header of the earlier message: all behind it is that message, without a quotation. */
  readonly header: number | undefined;
  /** Words such as “On 28 August Asha wrote:”, in front of a quotation. */
  readonly lead: number | undefined;
}

/** More paragraphs between such words and the quotation are an answer. */
const LONGEST_LEAD = 3;

/** Quotations between which answers may stand, and those that are all of the message, stay as they are. */
export function foldHistory(blocks: readonly Block[], { header, lead }: HistoryMarks): readonly Block[] {
  const start = header ?? startOfLastQuote(blocks, lead);
  if (start === undefined) return blocks;
  const from = blocks[start - 1]?.kind === "rule" ? start - 1 : start;
  const [before, rest] = [blocks.slice(0, from), blocks.slice(from)];
  return saysSomething(before) && saysSomething(rest)
    ? [...before, { kind: "history", blocks: rest }]
    : blocks;
}

function startOfLastQuote(blocks: readonly Block[], lead: number | undefined): number | undefined {
  const last = blocks.findLastIndex((block) => saysSomething([block]));
  if (blocks[last]?.kind !== "quote") return undefined;
  return lead !== undefined && lead < last && last - lead <= LONGEST_LEAD ? lead : last;
}
