/** Reads the body of a webhook, whatever it is written in: JSON, form fields, `key=value` lines or a bare id. */
import { TicketvaultError } from "../../shared/errors.ts";
import { parseJson } from "../../shared/json.ts";

/** A webhook that is authentic, but of no use. `message` goes to LeadSquared and the log, so it quotes nothing. */
export class UnusableError extends TicketvaultError {}

/**
 * The value that the text spells. Its content type is not asked for, since it may lie: no two of the forms look alike.
 * @throws UnusableError `empty`, `unreadable`
 */
export function readPayload(text: string): unknown {
  const trimmed = text.trim();
  if (trimmed === "") throw new UnusableError("empty", "The body is empty.");
  if (/^#?\d+$/.test(trimmed)) return trimmed;
  if (/^["[{]/.test(trimmed)) return readJson(trimmed);
  if (trimmed.includes("=")) return readFields(trimmed);
  throw new UnusableError("unreadable", "The body is neither JSON, nor form fields, nor a ticket id.");
}

function readJson(text: string): unknown {
  try {
    return parseJson(text);
  } catch (cause) {
    throw new UnusableError("unreadable", "The body begins as JSON, but is not valid JSON.", { cause });
  }
}

/** In form fields a line's end is always encoded, so one that is not ends a field of plain text. */
function readFields(text: string): Readonly<Record<string, readonly string[]>> {
  const fields = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(text.replaceAll(/[\r\n]+/g, "&"))) {
    const key = name.trim();
    const values = fields.get(key);
    if (values === undefined) fields.set(key, [value.trim()]);
    else values.push(value.trim());
  }
  return Object.fromEntries(fields);
}
