/** Reads the attachments that one entry of the answer's list names. */
import type { RepeatedNames } from "../read-json.ts";
import type { Attachment } from "./document.ts";
import { extraOf, isObject, type JsonObject, numberOf, textOf } from "./fields.ts";
import { attachmentIdentity, withoutQuery } from "./identity.ts";
import { variants } from "./repeated.ts";
import { wellFormed } from "./well-formed.ts";

/** An attachment as an answer describes it, before its bytes are known. */
export interface DraftAttachment {
  /** Equal for what is the same file in any call: conversation, path, name and size. `[0-9a-f]{64}`. */
  readonly identity: string;
  readonly described: Pick<
    Attachment,
    | "foundIn"
    | "id"
    | "fileName"
    | "declaredSize"
    | "declaredType"
    | "contentId"
    | "contentLocation"
    | "sourceUrl"
    | "extra"
  >;
}

/** All of the entry's list, and after them what only an earlier value of a name that stands twice lists. */
export function readAttachments(
  conversation: string | null,
  entry: JsonObject,
  repeated: RepeatedNames,
): DraftAttachment[] {
  const read = (object: JsonObject): DraftAttachment =>
    draftAttachment(conversation, wellFormed(object).value);
  const all = variants(entry, repeated).flatMap(attachmentObjects);
  const drafts = attachmentObjects(entry).map(read);
  const known = new Set(drafts.map((draft) => JSON.stringify(draft)));
  for (const draft of all.flatMap((object) => variants(object, repeated)).map(read)) {
    const key = JSON.stringify(draft);
    if (!known.has(key)) drafts.push(draft);
    known.add(key);
  }
  return drafts;
}

/** The objects of the entry's list; whatever else stands in it is a problem of its own. */
export function attachmentObjects(entry: JsonObject): JsonObject[] {
  const list = entry["Attachments"];
  return Array.isArray(list) ? list.filter(isObject) : [];
}

/** A file at an attachment host that only the message's HTML names. @param sourceUrl its URL without the query */
export function fileInHtml(sourceUrl: string): DraftAttachment {
  const described = {
    foundIn: "Html" as const,
    id: null,
    fileName: lastSegment(sourceUrl),
    declaredSize: null,
    declaredType: null,
    contentId: null,
    contentLocation: null,
    sourceUrl,
    extra: {},
  };
  return { identity: attachmentIdentity(null, described), described };
}

function lastSegment(url: string): string | null {
  const segment = URL.parse(url)?.pathname.split("/").at(-1) ?? "";
  try {
    return decodeURIComponent(segment).toWellFormed() || null;
  } catch {
    return segment;
  }
}

function draftAttachment(conversation: string | null, entry: JsonObject): DraftAttachment {
  const url = textOf(entry["ContentPath"]);
  const described = {
    foundIn: "Attachments" as const,
    id: textOf(entry["Id"]),
    fileName: textOf(entry["FileName"]),
    declaredSize: numberOf(entry["FileSize"]),
    declaredType: textOf(entry["ContentType"]),
    contentId: textOf(entry["ContentId"]),
    contentLocation: textOf(entry["ContentLocation"]),
    sourceUrl: url === null ? null : withoutQuery(url),
  };
  const known = {
    Id: described.id,
    FileName: described.fileName,
    FileSize: described.declaredSize,
    ContentType: described.declaredType,
    ContentId: described.contentId,
    ContentLocation: described.contentLocation,
    ContentPath: url,
    // How long this call's URL lives: of the run, not of the ticket. It stands in source.json.
    Ttl: undefined,
  };
  return {
    identity: attachmentIdentity(conversation, described),
    described: { ...described, extra: extraOf(entry, known) },
  };
}
