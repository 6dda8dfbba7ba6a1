/** Finds in an answer what the normalizer does not read and what may matter all the same: lists, paging, misspelled fields. */
import { canonicalText, countOf, isObject, type JsonObject } from "./fields.ts";
import { pagingSign } from "./paging.ts";

/** What is odd, as the archive's list of problems says it of the answer or of one conversation. */
export interface Oddity {
  readonly code: string;
  readonly severity: "missing" | "notice";
  readonly detail: string;
}

const OF_CONVERSATIONS =
  /^(html|text|body|message|createdon|relatedactivitytype|attachments|conversations?(list)?)$/;
const OF_ATTACHMENTS = /^(filename|filesize|contentpath|contenttype|contentid|contentlocation|url)$/;
const NUMBER_OF_ATTACHMENTS = /^(total|numberof)?(attachment|file)(s|s?count|s?total)$/;
const HAS_ATTACHMENTS = /^has(attachments?|files?)$/;
/** Objects within each other that are looked into. */
const DEPTH = 2;

/** Around the list: unread lists of conversations, and signs that there are more pages than the one that came. */
export function envelopeOddities(envelope: JsonObject, list: readonly unknown[]): Oddity[] {
  const signs = [...fieldsBelow(envelope)].flatMap(({ path, within, value }): Oddity[] => {
    const sign = pagingSign(bare(path.at(-1) ?? ""), value, bare(within), list.length);
    return sign ? [{ code: "paging", severity: sign.severity, detail: `${named(path)} ${sign.says}` }] : [];
  });
  const lists = unreadLists(envelope, list).map(({ path, value }) =>
    missing("list-unread", `${named(path)} holds ${sized(value)} that ConversationList does not have`),
  );
  return [...signs, ...lists];
}

interface Field {
  /** Names from the outermost object on. */
  readonly path: readonly string[];
  /** The name of the object that it stands in; "" for the outermost. */
  readonly within: string;
  readonly value: unknown;
}

function* fieldsBelow(object: JsonObject, above: readonly string[] = []): Generator<Field> {
  for (const [name, value] of Object.entries(object)) {
    const path = [...above, name];
    yield { path, within: above.at(-1) ?? "", value };
    if (isObject(value) && above.length < DEPTH) yield* fieldsBelow(value, path);
  }
}

/** What holds messages that are not in the list: more than how the answer was made, which has to stay in the document. */
export function unreadLists(envelope: JsonObject, list: readonly unknown[]): Field[] {
  const candidates = [...fieldsBelow(envelope)].filter(mayBeConversations);
  if (candidates.length === 0) return [];
  const known = new Set(list.map(canonicalText));
  const unread = candidates.filter(({ value }) =>
    (Array.isArray(value) ? value : [value]).some((entry) => !known.has(canonicalText(entry))),
  );
  // What stands in one that is named already is named with it.
  return unread.filter(({ path }) => !unread.some((other) => isAbove(other.path, path)));
}

function mayBeConversations({ path, value }: Field): boolean {
  if (isNothing(value)) return false;
  const isNamed = /^conversations?(list)?$/.test(bare(path.at(-1) ?? ""));
  if (isNamed) return typeof value !== "number" && typeof value !== "boolean";
  return Array.isArray(value) && hasAny(value, OF_CONVERSATIONS);
}

function isAbove(above: readonly string[], path: readonly string[]): boolean {
  return above.length < path.length && above.every((name, index) => name === path[index]);
}

/** In one conversation: unread lists of attachments, and fields whose names differ from documented ones in spelling alone. */
export function conversationOddities(entry: JsonObject, documented: readonly string[]): Oddity[] {
  const spellings = new Map(documented.map((name) => [bare(name), name]));
  const given = Array.isArray(entry["Attachments"]) ? entry["Attachments"] : [];
  return [...fieldsBelow(entry)].flatMap(({ path, value }) => {
    const name = path.at(-1) ?? "";
    const meant = path.length === 1 ? spellings.get(bare(name)) : undefined;
    if (meant === name || isNothing(value)) return [];
    if ((Array.isArray(value) && hasAny(value, OF_ATTACHMENTS)) || meant === "Attachments") {
      const detail = `${named(path)} holds ${sized(value)} that Attachments does not have; see extra`;
      return missing("attachments-unread", detail);
    }
    if (saysMore(bare(name), value, given.length)) {
      const detail = `${named(path)} says that there are more attachments than the ${given.length} that came`;
      return missing("attachments-unread", detail);
    }
    if (meant === undefined) return [];
    return { code: "field-unread", severity: "notice", detail: `${named(path)} is not ${meant}; see extra` };
  });
}

function saysMore(name: string, value: unknown, received: number): boolean {
  if (HAS_ATTACHMENTS.test(name)) return value === true && received === 0;
  return NUMBER_OF_ATTACHMENTS.test(name) && (countOf(value) ?? 0) > received;
}

function missing(code: string, detail: string): Oddity {
  return { code, severity: "missing", detail };
}

function isNothing(value: unknown): boolean {
  return (
    value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0)
  );
}

function hasAny(list: readonly unknown[], fields: RegExp): boolean {
  return list.some((each) => isObject(each) && Object.keys(each).some((name) => fields.test(bare(name))));
}

/** As names are compared: letters and digits, in lower case. */
function bare(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, "");
}

/** Names of fields come from outside: they stand in sentences only where they look like ones. */
function named(path: readonly string[]): string {
  return path.every((name) => /^[A-Za-z][A-Za-z0-9_-]{0,39}$/.test(name)) ? path.join(".") : "a field";
}

function sized(value: unknown): string {
  if (!Array.isArray(value)) return "something";
  return value.length === 1 ? "1 entry" : `${value.length} entries`;
}
