/** Reads the body of a webhook, whatever it is written in: JSON, form fields, lines, a bare id, or one of these in another. */
import { TicketvaultError } from "../../shared/errors.ts";
import { parseJson } from "../../shared/json.ts";
import { isObject } from "../../shared/ticket/fields.ts";

/** A webhook that is authentic, but of no use. `message` goes to LeadSquared and the log, so it quotes nothing. */
export class UnusableError extends TicketvaultError {}

/** A line such as `TicketId: 143`. */
const COLON_LINE = /^\s*[\p{L}\p{N}_.[\]#-]{1,100}[ \t]*:/u;

/**
 * The values that the text spells, the outermost first, then what is encoded within it once more: JSON in a string, such
 * as the field of `payload={…}`. Its content type is not asked for, since it may lie: no two of the forms look alike.
 * @throws UnusableError `empty`, `unreadable`
 */
export async function readPayload(text: string): Promise<readonly unknown[]> {
  const outer = await readText(text);
  if (typeof outer !== "string") return [outer, ...within(outer)];
  const inner = await readText(outer).catch(() => undefined);
  return inner === undefined ? [outer] : [inner, outer];
}

async function readText(text: string): Promise<unknown> {
  const trimmed = text.trim();
  if (trimmed === "") throw new UnusableError("empty", "The body is empty.");
  if (/^#?\d+$/.test(trimmed)) return trimmed;
  if (/^["[{]/.test(trimmed)) return readJson(trimmed);
  if (trimmed.startsWith("--")) return readMultipart(trimmed);
  if (COLON_LINE.test(trimmed)) return readLines(trimmed);
  if (trimmed.includes("=")) return readFields(trimmed);
  throw unreadable("The body is neither JSON, nor form fields, nor a ticket id.");
}

function readJson(text: string): unknown {
  try {
    return parseJson(text);
  } catch (cause) {
    throw unreadable("The body begins as JSON, but is not valid JSON.", cause);
  }
}

/** The reader is Node's own; the first line is the boundary, whatever a header says. */
async function readMultipart(text: string): Promise<unknown> {
  const boundary = text.slice(2, 100).split(/[\r\n]/, 1)[0] ?? "";
  try {
    const type = `multipart/form-data; boundary=${JSON.stringify(boundary)}`;
    const form = await new Response(`${text}\r\n`, { headers: { "content-type": type } }).formData();
    const texts = [...form].flatMap(([name, value]) =>
      typeof value === "string" ? [[name, value] as const] : [],
    );
    return collected(texts);
  } catch (cause) {
    throw unreadable("The body begins as multipart form data, but is none.", cause);
  }
}

function readLines(text: string): unknown {
  const lines = text.split(/[\r\n]+/).filter((line) => COLON_LINE.test(line));
  return collected(
    lines.map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1)]),
  );
}

/** In form fields a line's end is always encoded, so one that is not ends a field of plain text. */
function readFields(text: string): unknown {
  return collected(new URLSearchParams(text.replaceAll(/[\r\n]+/g, "&")));
}

/** Fields by name, with dots for brackets: `Ticket[Id]` and `Tickets[0][Id]` are what `Ticket.Id` and `Tickets.Id` are. */
function collected(
  entries: Iterable<readonly [string, string]>,
): Readonly<Record<string, readonly string[]>> {
  const fields = new Map<string, string[]>();
  for (const [name, value] of entries) {
    const key = name
      .trim()
      .replaceAll(/\[(\d*)\]/g, "")
      .replaceAll(/\[([^[\]]+)\]/g, ".$1");
    const values = fields.get(key);
    if (values === undefined) fields.set(key, [value.trim()]);
    else values.push(value.trim());
  }
  return Object.fromEntries(fields);
}

/** What the strings of an object, or of the lists in it, spell in JSON. */
function within(value: unknown): unknown[] {
  if (!isObject(value)) return [];
  return Object.values(value)
    .flat()
    .flatMap((each) => (typeof each === "string" && /^\s*[[{]/.test(each) ? parsed(each) : []));
}

/** In a list, so that a list stays one value. */
function parsed(text: string): [unknown] | [] {
  try {
    return [parseJson(text.trim())];
  } catch {
    return [];
  }
}

function unreadable(message: string, cause?: unknown): UnusableError {
  return new UnusableError("unreadable", message, { cause });
}
