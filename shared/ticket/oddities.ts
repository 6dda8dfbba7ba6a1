/** Finds in an answer what the normalizer does not read and what may matter all the same: lists, paging, misspelled fields. */
import { canonicalText, isObject, type JsonObject } from "./fields.ts";

/** What is odd, as the archive's list of problems says it of the answer or of one conversation. */
export interface Oddity {
  readonly code: string;
  readonly severity: "missing" | "notice";
  readonly detail: string;
}

const OF_CONVERSATIONS = /^(html|text|body|message|createdon|relatedactivitytype|attachments)$/;
const OF_ATTACHMENTS = /^(filename|filesize|contentpath|contenttype|contentid|contentlocation|url)$/;
const PAGING =
  /^(hasmore|hasnext(page)?|more(available)?|next|next(page|token|link|url|cursor|offset|marker)(token|number|url)?|continuation(token)?|cursor|istruncated|truncated)$/;
const PAGES = /^(totalpages|pagecount|pages)$/;

/** Around the list: unread lists of conversations, and signs that there are more pages than the one that came. */
export function envelopeOddities(envelope: JsonObject, list: readonly unknown[]): Oddity[] {
  return Object.entries(envelope).flatMap(([name, value]) => {
    if (isPaging(name, value))
      return missing("paging", `${named(name)} says that there is more than what came`);
    if (!isUnreadList(name, value, list)) return [];
    return missing("list-unread", `${named(name)} holds ${sized(value)} that are not in ConversationList`);
  });
}

/** Whether a field around the list holds something that has to stay in the document: more than how the answer was made. */
export function isUnreadList(name: string, value: unknown, list: readonly unknown[]): boolean {
  if (isNothing(value)) return false;
  const entries = Array.isArray(value) ? value : [value];
  const mayBe =
    /^conversations?(list)?$/.test(bare(name)) || (Array.isArray(value) && hasAny(value, OF_CONVERSATIONS));
  if (!mayBe) return false;
  const known = new Set(list.map(canonicalText));
  return entries.some((entry) => !known.has(canonicalText(entry)));
}

/** In one conversation: unread lists of attachments, and fields whose names differ from documented ones in spelling alone. */
export function conversationOddities(entry: JsonObject, documented: readonly string[]): Oddity[] {
  const spellings = new Map(documented.map((name) => [bare(name), name]));
  return Object.entries(entry).flatMap(([name, value]) => {
    const meant = spellings.get(bare(name));
    if (meant === name || isNothing(value)) return [];
    if ((Array.isArray(value) && hasAny(value, OF_ATTACHMENTS)) || meant === "Attachments") {
      return missing(
        "attachments-unread",
        `${named(name)} holds ${sized(value)} that are not in Attachments; see extra`,
      );
    }
    if (meant === undefined) return [];
    return { code: "field-unread", severity: "notice", detail: `${named(name)} is not ${meant}; see extra` };
  });
}

function missing(code: string, detail: string): Oddity {
  return { code, severity: "missing", detail };
}

function isPaging(name: string, value: unknown): boolean {
  if (isNothing(value) || value === false || value === 0) return false;
  return PAGING.test(bare(name)) || (PAGES.test(bare(name)) && Number(value) > 1);
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

/** A field's name comes from outside: it stands in sentences only where it looks like one. */
function named(name: string): string {
  return /^[A-Za-z][A-Za-z0-9_.-]{0,39}$/.test(name) ? name : "a field";
}

function sized(value: unknown): string {
  return Array.isArray(value) ? `${value.length} entries` : "something";
}
