/** What a legal hold's own record is made of: entries that are only ever added, one after the other. */
import * as z from "zod";
import { askedOfSchema, askedQuestionSchema } from "../asked-question.ts";
import { sha256Hex } from "../digest.ts";
import { IntegrityError, UsageError } from "../errors.ts";
import { jsonBytes, plainJson } from "../json.ts";
import { NewerProgramError, refuseNewer } from "../newer-program.ts";

const HOLD_SCHEMA = "urn:ticketvault:schema:hold:1";

const ticketIds = z.array(z.int().min(1));

const holdQuestionSchema = z.strictObject({
  ...askedQuestionSchema.shape,
  standing: z
    .int()
    .min(1)
    .nullable()
    .describe(
      "The entry that began to ask it again and again, this one perhaps; null where it was asked once.",
    ),
  found: z.string().describe("All tickets that it found, those under the matter already too: `1-142, 144`."),
  askedOf: askedOfSchema,
});

const holdEntrySchema = z.strictObject({
  schema: z.literal(HOLD_SCHEMA),
  orgId: z.int(),
  matter: z.string(),
  sequence: z.int().min(1).describe("From 1, without gaps."),
  previous: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable()
    .describe("SHA-256 of the bytes of the entry before; null in the first."),
  action: z.enum(["place", "release"]).describe("`place` adds tickets; `release` ends the matter."),
  tickets: ticketIds.describe("The tickets added; those released."),
  question: holdQuestionSchema.optional().describe("The question that found them, where one did."),
  by: z.string(),
  reason: z.string(),
  at: z.iso.datetime({ precision: 3 }),
});

export type HoldEntry = z.infer<typeof holdEntrySchema>;
export type HoldQuestion = z.infer<typeof holdQuestionSchema>;

/** A matter as its entries tell it. */
export interface Matter {
  readonly orgId: number;
  readonly matter: string;
  /** Ascending; none when the matter has ended, or only asks a question that has found nothing yet. */
  readonly tickets: readonly number[];
  /** Oldest first. */
  readonly entries: readonly HoldEntry[];
  /** SHA-256 of the bytes of the last entry. */
  readonly lastSha256: string | null;
}

/** What a matter may be called. */
export const MATTER = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

/** A matter's name stands in keys and addresses. @throws UsageError */
export function parseMatter(text: string): string {
  if (MATTER.test(text)) return text;
  const shown = JSON.stringify(text.slice(0, 40));
  const rule = "1 to 100 letters, digits, dots, hyphens and underscores, beginning with a letter or digit";
  throw new UsageError(`matter ${shown}: give a name of ${rule}.`);
}

/** The entry that follows in a matter. */
export function nextEntry(
  { orgId, matter, entries, lastSha256 }: Matter,
  what: Pick<HoldEntry, "action" | "tickets" | "question" | "by" | "reason" | "at">,
): HoldEntry {
  const sequence = entries.length + 1;
  return { schema: HOLD_SCHEMA, orgId, matter, sequence, previous: lastSha256, ...what };
}

/** Two-space JSON in the order of the schema, one final newline. */
export function entryBytes(entry: HoldEntry): Buffer {
  return jsonBytes(holdEntrySchema.parse(entry));
}

/** The index of the first entry after the last release. */
export function begunAt(entries: Matter["entries"]): number {
  return entries.findLastIndex(({ action }) => action === "release") + 1;
}

/** Whether a matter was begun and has not ended. */
export function isOpen({ entries }: Pick<Matter, "entries">): boolean {
  return entries.length > begunAt(entries);
}

/** The entries that began the questions which an open matter asks again and again. */
export function standingEntries({ entries }: Pick<Matter, "entries">): HoldEntry[] {
  return entries.slice(begunAt(entries)).filter(({ sequence, question }) => question?.standing === sequence);
}

/** A matter without entries. */
export function noMatter(orgId: number, matter: string): Matter {
  return { orgId, matter, tickets: [], entries: [], lastSha256: null };
}

/**
 * The matter with one more entry.
 * @throws IntegrityError `hold-altered` when it does not follow on what is there; NewerProgramError; `where` names it
 */
export function withEntry(matter: Matter, bytes: Uint8Array, where: string): Matter {
  const entry = readEntry(bytes, where);
  const isOurs = entry.orgId === matter.orgId && entry.matter === matter.matter;
  const follows = entry.sequence === matter.entries.length + 1 && entry.previous === matter.lastSha256;
  if (!isOurs || !follows) throw notNext(where);
  const tickets = entry.action === "release" ? [] : [...new Set([...matter.tickets, ...entry.tickets])];
  return {
    ...matter,
    tickets: tickets.toSorted((a, b) => a - b),
    entries: [...matter.entries, entry],
    lastSha256: sha256Hex(bytes),
  };
}

/** Only the very bytes that are written of an entry are one. */
function readEntry(bytes: Uint8Array, where: string): HoldEntry {
  let entry: HoldEntry;
  try {
    const json = plainJson(bytes);
    refuseNewer(json, HOLD_SCHEMA, where);
    entry = holdEntrySchema.parse(json);
  } catch (cause) {
    if (cause instanceof NewerProgramError) throw cause;
    throw notNext(where, cause);
  }
  if (!entryBytes(entry).equals(bytes)) throw notNext(where);
  return entry;
}

function notNext(where: string, cause?: unknown): IntegrityError {
  return holdAltered(where, "is not the next entry of this legal hold's record", cause);
}

/** @param what is wrong with the file at `where`, as the rest of a sentence */
export function holdAltered(where: string, what: string, cause?: unknown): IntegrityError {
  const message = `${where} ${what}. No hold was changed; compare it with the versions of this key that S3 keeps.`;
  return new IntegrityError("hold-altered", message, { cause });
}
