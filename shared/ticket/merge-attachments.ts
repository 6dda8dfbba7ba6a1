/** Puts the attachments that an answer lists together with those that were seen before. */
import type { Attachment } from "./document.ts";
import { storedFileName } from "./file-name.ts";
import { attachmentIdentity } from "./identity.ts";
import { pairs } from "./pairs.ts";
import type { DraftAttachment } from "./read-attachments.ts";
import { previousVersion } from "./wording.ts";

export interface MergedAttachment
  extends DraftAttachment,
    Pick<Attachment, "path" | "firstSeen" | "lastSeen" | "listed"> {}

export interface AttachmentsSeen {
  /** Names the conversation's folder. */
  readonly key: string;
  readonly before: readonly MergedAttachment[];
  readonly now: readonly DraftAttachment[];
  /** Whether what is not listed is gone; it may only be unread. */
  readonly isWhole: boolean;
  readonly version: string;
}

/** In the order of first sight; the place in it is a number in the path, and never given again. */
export function mergeAttachments({
  key,
  before,
  now,
  isWhole,
  version,
}: AttachmentsSeen): MergedAttachment[] {
  const listedFirst = before.toSorted((a, b) => Number(b.listed) - Number(a.listed));
  const paired = pairs(listedFirst, now, [{ before: descriptionKey, now: descriptionKey }]);
  const listed = new Set(paired.values());
  const known = before.map((each) => {
    if (listed.has(each)) return { ...each, lastSeen: null, listed: true };
    return isWhole ? unlisted(each, version) : each;
  });
  const added = now.filter((each) => !paired.has(each));
  return [
    ...known,
    ...added.map((each, index) => ({
      ...each,
      path: `attachments/${key}/${before.length + index + 1}-${nameOf(each)}`,
      firstSeen: version,
      lastSeen: null,
      listed: true,
    })),
  ];
}

function nameOf({ described: { fileName, declaredType } }: DraftAttachment): string {
  return storedFileName(fileName, declaredType);
}

/** As it is once `version` finds it listed no more. */
export function unlisted<T extends Pick<Attachment, "listed" | "lastSeen">>(each: T, version: string): T {
  return each.listed ? { ...each, lastSeen: previousVersion(version), listed: false } : each;
}

/** An attachment of the head version's document. */
export function seenBefore(conversation: string | null, attachment: Attachment): MergedAttachment {
  const { foundIn, id, fileName, declaredSize, declaredType, contentId, contentLocation } = attachment;
  const { sourceUrl, extra, path, firstSeen, lastSeen, listed } = attachment;
  return {
    identity: attachmentIdentity(conversation, attachment),
    described: {
      foundIn,
      id,
      fileName,
      declaredSize,
      declaredType,
      contentId,
      contentLocation,
      sourceUrl,
      extra,
    },
    path,
    firstSeen,
    lastSeen,
    listed,
  };
}

/** Equal for what is described alike in every field, the signed query aside. */
function descriptionKey({ identity, described }: DraftAttachment): string {
  return JSON.stringify([identity, described]);
}
