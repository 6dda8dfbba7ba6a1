/** JSON texts that are right and hard to take: huge, deep, names twice, everything escaped, another charset. */
import { type Answer, answer } from "../reply.ts";

/** What stands before a name that is written without it, behind the same name: a name twice in one object. */
const AGAIN = "sandbox-again:";

/** `object` with `fields` behind its own, whose names may stand in it already: `jsonText` writes them once more. */
export function again(object: object, fields: Readonly<Record<string, unknown>>): object {
  return {
    ...object,
    ...Object.fromEntries(Object.entries(fields).map(([name, value]) => [`${AGAIN}${name}`, value])),
  };
}

/** JSON in which what `again` added stands under its own name. */
export function jsonText(value: object): string {
  return JSON.stringify(value, null, 3).replaceAll(`"${AGAIN}`, '"');
}

/** `right` with arrays in arrays in a field `Extra`. */
export function deepJson(right: object, depth: number): Answer {
  const text = JSON.stringify({ ...right, Extra: null });
  return answer(
    200,
    "application/json",
    text.replace(/null\}$/, `${"[".repeat(depth)}${"]".repeat(depth)}}`),
  );
}

/** `right` with every character of its texts but letters and digits as an escape. */
export function escapedJson(right: object): Answer {
  const escaped = (literal: string): string =>
    JSON.stringify(
      JSON.parse(literal).replace(/[^0-9A-Za-z]/g, (unit: string) => `\u{f8ff}${hex(unit)}`),
    ).replaceAll("\u{f8ff}", "\\u");
  return answer(200, "application/json", JSON.stringify(right).replace(/"(?:[^"\\]|\\.)*"/g, escaped));
}

/** `right` in windows-1252, as its type says; what that charset lacks is escaped. */
export function windows1252(right: object): Answer {
  const text = JSON.stringify(right).replace(/[^\0-\x7f\xa0-\xff]/g, (unit) => `\\u${hex(unit)}`);
  return answer(200, "application/json; charset=windows-1252", Buffer.from(text, "latin1"));
}

/** Well-formed JSON of about `bytes` bytes, made while it is read: one long text, or many nulls. */
export function* hugeJson(bytes: number, of: "text" | "nulls"): Generator<Uint8Array, void> {
  const [open, unit, close] = of === "text" ? ['"', "a", '"'] : ["[null", ",null", "]"];
  const head = `{"Total":1,"Conversations":null,"ConversationList":[{"RelatedActivityType":"InboundEmail","Text":"","Attachments":[],"CreatedBy":null,"CreatedOn":"2024-08-28T12:38:36.198","Id":1,"Html":${open}`;
  const tail = `${close}}]}`;
  const block = Buffer.from(unit.repeat(Math.ceil(65_536 / unit.length)));
  yield Buffer.from(head);
  let left = bytes - head.length - tail.length;
  left -= left % unit.length;
  while (left > 0) {
    yield block.subarray(0, left);
    left -= block.length;
  }
  yield Buffer.from(tail);
}

function hex(unit: string): string {
  return unit.charCodeAt(0).toString(16).padStart(4, "0");
}
