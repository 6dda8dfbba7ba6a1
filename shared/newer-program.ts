/** Tells what a newer Ticketvault wrote from what is wrong: readers say which of the two it is, and judge only what they know. */
import type * as z from "zod";
import { TicketvaultError } from "./errors.ts";

/** What a newer program made cannot be judged here: it is neither altered nor wrong. */
export class NewerProgramError extends TicketvaultError {
  /** The file. */
  readonly where: string;

  constructor(where: string) {
    super("newer-program", `${where} ${MADE_BY_NEWER}. Use the newer one, or a later one.`);
    this.where = where;
  }
}

/** What is said of a file that is of a newer program, after its name. */
export const MADE_BY_NEWER = "was made by a newer Ticketvault and could not be checked by this one";

/** The shape of a document of ours, whose `schema` names it with a number, such as `urn:ticketvault:schema:hold:1`. */
type OwnSchema = z.ZodObject<{ schema: z.ZodLiteral<string> }>;

/**
 * The value of one of our own JSON documents, as the schema says.
 * @param where names the file in the error
 * @throws NewerProgramError for a higher number in `schema`, and for fields and words that are not known here; zod's
 *   error for what is no such document
 */
export function ownDocument<Schema extends OwnSchema>(
  schema: Schema,
  json: unknown,
  where: string,
): z.output<Schema> {
  const known = schema.shape.schema.value;
  refuseNewer(json, known, where);
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const isOurs = schemaOf(json) === known;
  if (isOurs && parsed.error.issues.every(({ code }) => UNKNOWN_WORDS.has(code))) {
    throw new NewerProgramError(where);
  }
  throw parsed.error;
}

/** @throws NewerProgramError for a document that is of the kind of `known`, with a higher number */
export function refuseNewer(json: unknown, known: string, where: string): void {
  if (isNewerSchema(schemaOf(json), known)) throw new NewerProgramError(where);
}

/** Whether a `schema` is of the kind of `known`, with a higher number. */
function isNewerSchema(schema: unknown, known: string): boolean {
  const [kind, number] = NUMBERED.exec(known)?.slice(1) ?? [];
  const [ofKind, found] = NUMBERED.exec(typeof schema === "string" ? schema : "")?.slice(1) ?? [];
  return found !== undefined && ofKind === kind && Number(found) > Number(number);
}

const NUMBERED = /^(.*):([1-9]\d{0,8})$/;

/** What zod says of a field, or a value of a closed list, that this program does not know. */
const UNKNOWN_WORDS: ReadonlySet<string> = new Set(["unrecognized_keys", "invalid_value", "invalid_union"]);

function schemaOf(json: unknown): unknown {
  return typeof json === "object" && json !== null && "schema" in json ? json.schema : undefined;
}
