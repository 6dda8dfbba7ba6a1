/** The census of an account: a dated statement of what is known of every ticket number from 1 to the highest. */
import * as z from "zod";
import { IntegrityError } from "./errors.ts";
import { jsonBytes, plainJson } from "./json.ts";
import { NewerProgramError, ownDocument } from "./newer-program.ts";
import { RANGE, readRange } from "./ranges.ts";

export const CENSUS_SCHEMA = "urn:ticketvault:schema:census:1";

/** The classes of numbers: each number from 1 to the highest is of exactly one. */
const CENSUS_CLASSES = [
  "archived",
  "incomplete",
  "accepted",
  "empty",
  "neverAsked",
  "notInVault",
  "notInIndex",
] as const;

const time = z.iso.datetime({ precision: 3 });
const amount = z.int().nonnegative();
const numbersShape = {
  count: amount,
  ranges: z
    .array(z.string().regex(RANGE))
    .describe("Ascending: `144` for one number, `146-9000` for several, both ends included."),
};
const numbers = z.object(numbersShape);

const censusSchema = z.object({
  schema: z.literal(CENSUS_SCHEMA),
  orgId: z.int().positive(),
  at: time.describe("When the census was begun. The vault was listed and the index read after that."),
  endedAt: time,
  tool: z.string().describe("Name and version of the program."),
  requestedBy: z.string().describe("Who asked for it, by the name that was given; `schedule` on AWS."),
  index: z
    .object({ location: z.string(), entries: amount.describe("Numbers that it knows, up to the highest.") })
    .describe("The index of tickets. What it says of a number is not evidence."),
  vault: z
    .object({
      location: z.string(),
      tickets: amount.describe("Folders of tickets in the account's archive."),
      lookedAgain: amount.describe(
        "Numbers on which the folders and the index differed, and that were looked at again one by one.",
      ),
    })
    .describe("The archive, of which the names of its folders were listed, and no file was read."),
  ledger: z
    .object({ sequence: z.int().positive(), sha256: z.string().regex(/^[0-9a-f]{64}$/), time })
    .nullable()
    .describe("The last entry of the ledger when the census was begun; null without a ledger."),
  highest: amount.describe(
    "The highest number that has an archive, by the index or by the vault; 0 for none.",
  ),
  numbers: z.object({
    archived: numbers.describe("The last answer listed nothing that is missing in the archive."),
    incomplete: numbers.describe("Archived, but something is missing."),
    accepted: numbers.describe("Archived; what is missing was accepted."),
    empty: numbers.describe("LeadSquared answered that it has nothing under the number."),
    neverAsked: numbers.describe("No answer of LeadSquared is known."),
    notInVault: numbers.describe("The index says that it is archived, and the vault has no folder of it."),
    notInIndex: numbers.describe("The vault has a folder of it, and the index knows no archive."),
  }),
  due: z
    .object({ count: amount, since: time.nullable() })
    .describe("Numbers whose time to be asked for again had come, and since when the first of them."),
  failing: z
    .object({ ...numbersShape, since: time.nullable() })
    .describe("Numbers whose last try failed, and since when the first of them did."),
  answers: z
    .object({ oldest: time.nullable(), unknown: amount })
    .describe(
      "When LeadSquared last answered for the number that was answered for the longest ago. `unknown` counts the numbers with an archive of which the index does not know that, as it was made anew.",
    ),
});

export type Census = z.infer<typeof censusSchema>;

/** The JSON Schema that docs/census.schema.json publishes. */
export function censusJsonSchema(): object {
  return { $id: CENSUS_SCHEMA, title: "Ticketvault census of an account", ...z.toJSONSchema(censusSchema) };
}

/** Two-space JSON in the order of the schema, one final newline. */
export function censusBytes(census: Census): Buffer {
  return jsonBytes(censusSchema.parse(census));
}

/** @throws IntegrityError `census-altered` for what is no census; NewerProgramError; `where` names the file */
export function readCensus(bytes: Uint8Array, where: string): Census {
  try {
    return ownDocument(censusSchema, plainJson(bytes), where);
  } catch (cause) {
    if (cause instanceof NewerProgramError) throw cause;
    throw new IntegrityError("census-altered", `${where} is no census that Ticketvault wrote.`, { cause });
  }
}

/** What does not add up in a census, in words; undefined when each number from 1 to the highest is of one class. */
export function wrongSum({ highest, numbers: of, failing }: Census): string | undefined {
  const all = [...CENSUS_CLASSES.map((name) => ({ name, ...of[name] })), { name: "failing", ...failing }];
  for (const { name, count, ranges } of all) {
    const counted = ranges.reduce((sum, range) => sum + sizeOf(range), 0);
    if (counted !== count) return `${name} states ${count} numbers and lists ${counted}`;
  }
  const listed = CENSUS_CLASSES.map((name) => of[name].ranges);
  const next = listed.map(() => 0);
  let covered = 0;
  while (covered < highest) {
    const position = listed.findIndex((ranges, each) => begins(ranges[next[each] ?? 0], covered + 1));
    if (position < 0) return `number ${covered + 1} is of no class, or of several`;
    covered = readRange(listed[position]?.[next[position] ?? 0] ?? "").to;
    next[position] = (next[position] ?? 0) + 1;
  }
  const isOver = covered > highest || listed.some((ranges, each) => next[each] !== ranges.length);
  return isOver ? `numbers beyond ${highest}, or twice, are of a class` : undefined;
}

function sizeOf(range: string): number {
  const { from, to } = readRange(range);
  return to - from + 1;
}

function begins(range: string | undefined, at: number): boolean {
  const { from, to } = readRange(range ?? "");
  return from === at && to >= at;
}
