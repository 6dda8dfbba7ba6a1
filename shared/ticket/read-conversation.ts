/** Reads one entry of the answer's list: a conversation with the attachments that it lists. */
import type { RepeatedNames } from "../read-json.ts";
import type { Wording } from "./document.ts";
import { extraOf, isObject, type JsonObject, textOf } from "./fields.ts";
import { conversationOddities, type Oddity } from "./oddities.ts";
import { attachmentObjects, type DraftAttachment, fileInHtml, readAttachments } from "./read-attachments.ts";
import type { Reading } from "./reading.ts";
import { repeatedNames, variants } from "./repeated.ts";
import type { ShownContent } from "./shown-content.ts";
import { utcTime } from "./time.ts";
import { wellFormed } from "./well-formed.ts";

/** A conversation as an answer lists it. */
export interface DraftConversation {
  readonly id: string | null;
  readonly wording: Wording;
  /** What the same answer said of it before, where a name stands twice in one object; oldest first. */
  readonly earlier: readonly Wording[];
  readonly attachments: readonly DraftAttachment[];
  readonly shown: DraftContent;
  readonly problems: readonly Oddity[];
}

/** What the message shows beside the attachments that it lists. */
export interface DraftContent extends Pick<ShownContent, "remote" | "cids"> {
  /** Files at the attachment hosts that no attachment lists; some of them cannot be had any more. */
  readonly files: readonly DraftAttachment[];
  /** How many more there are beyond the ceiling. */
  readonly filesLeftOut: number;
}

/** Files that one message may show or link without listing them. */
const MOST_FILES = 100;

const KINDS: ReadonlyMap<string | null, Pick<Wording, "direction" | "channel">> = new Map([
  ["InboundEmail", { direction: "inbound", channel: "email" }],
  ["OutboundEmail", { direction: "outbound", channel: "email" }],
  ["PortalInbound", { direction: "inbound", channel: "portal" }],
  ["PortalOutbound", { direction: "outbound", channel: "portal" }],
]);

const TEXTS = ["RelatedActivityType", "Html", "Text", "CreatedBy", "CreatedOn", "Id"];
const DOCUMENTED = [...TEXTS, "Attachments"];

export const NOT_UNICODE: Oddity = {
  code: "not-unicode",
  severity: "notice",
  detail: "half a character stands as U+FFFD; see source.json",
};

export function readConversation(entry: JsonObject, { repeated, shown }: Reading): DraftConversation {
  const { value: clean, replaced } = wellFormed(entry);
  const id = textOf(clean["Id"]);
  const wording = readWording(clean);
  const said = variants(entry, repeated).slice(0, -1);
  const earlier = said.map((variant) => readWording(wellFormed(variant).value));
  const attachments = readAttachments(id, entry, repeated);
  return {
    id,
    wording,
    earlier,
    attachments,
    shown: contentOf([wording, ...earlier], attachments, shown),
    problems: [
      ...wordingProblems(clean, wording),
      ...attachmentProblems(entry),
      ...conversationOddities(clean, DOCUMENTED),
      ...repeatedProblems(entry, repeated),
      ...(replaced ? [NOT_UNICODE] : []),
    ],
  };
}

function readWording(entry: JsonObject): Wording {
  const type = textOf(entry["RelatedActivityType"]);
  const createdAtRaw = textOf(entry["CreatedOn"]);
  const createdBy = textOf(entry["CreatedBy"]);
  const text = textOf(entry["Text"]);
  const html = textOf(entry["Html"]);
  const known = {
    RelatedActivityType: type,
    Html: html,
    Text: text,
    Attachments: Array.isArray(entry["Attachments"]) ? entry["Attachments"] : null,
    CreatedBy: createdBy,
    CreatedOn: createdAtRaw,
    Id: textOf(entry["Id"]),
  };
  return {
    type,
    ...(KINDS.get(type) ?? { direction: null, channel: null }),
    createdAt: createdAtRaw === null ? null : (utcTime(createdAtRaw) ?? null),
    createdAtRaw,
    createdBy,
    text,
    html,
    extra: extraOf(entry, known),
  };
}

/** @param wordings all that this answer has of the message, the current one first */
function contentOf(
  wordings: readonly Wording[],
  attachments: readonly DraftAttachment[],
  shown: Reading["shown"],
): DraftContent {
  const contents = wordings.flatMap(({ html }) => shown.get(html ?? "") ?? []);
  const listed = new Set(attachments.map(({ described }) => described.sourceUrl));
  const files = [...new Set(contents.flatMap((content) => content.files))].filter((url) => !listed.has(url));
  const { remote = 0, cids = [] } = contents[0] ?? {};
  return {
    files: files.slice(0, MOST_FILES).map(fileInHtml),
    filesLeftOut: Math.max(0, files.length - MOST_FILES),
    remote,
    cids,
  };
}

function wordingProblems(entry: JsonObject, { channel, createdAt, createdAtRaw }: Wording): Oddity[] {
  const unread = TEXTS.filter((name) => {
    const value = entry[name];
    return value !== null && value !== undefined && textOf(value) === null;
  });
  return [
    ...(channel === null ? [notice("activity-type-unknown", "kept as received")] : []),
    ...(createdAt === null ? [notice("created-on-invalid", noTime(createdAtRaw))] : []),
    ...unread.map((name) => notice("field-unreadable", `${name} is no text; kept as received under extra`)),
  ];
}

function noTime(raw: string | null): string {
  if (raw === null) return "CreatedOn is no time: nothing was received";
  // It comes from outside, and problems travel in events: quoted where it is made of a time's signs alone.
  const received = /^[0-9TZ:.+\- ]{1,40}$/.test(raw) ? raw : "something else; see createdAtRaw";
  return `CreatedOn is no time: received ${received}`;
}

function attachmentProblems(entry: JsonObject): Oddity[] {
  const given = entry["Attachments"];
  if (given === null || given === undefined) return [];
  if (!Array.isArray(given)) return [missing("attachments-unreadable", "Attachments is no list; see extra")];
  const odd = given.flatMap((each, index) => (isObject(each) ? [] : [index + 1]));
  return odd.map((place) => {
    return missing("attachment-unreadable", `entry ${place} of Attachments is no object; see source.json`);
  });
}

function repeatedProblems(entry: JsonObject, repeated: RepeatedNames): Oddity[] {
  const objects = [entry, ...variants(entry, repeated).flatMap(attachmentObjects)];
  const names = new Set(objects.map((each) => repeatedNames(each, repeated)).filter((each) => each !== ""));
  if (names.size === 0) return [];
  return [
    missing(
      "name-repeated",
      `${[...names].join(", ")}: stands more than once in one object; all of it is kept`,
    ),
  ];
}

function missing(code: string, detail: string): Oddity {
  return { code, severity: "missing", detail };
}

function notice(code: string, detail: string): Oddity {
  return { code, severity: "notice", detail };
}
