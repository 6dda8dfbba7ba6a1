/** Which attachments a message's HTML shows inline: what a `cid:` URL names, and the attachment that bears the name. */
import type { Attachment, Conversation } from "../ticket/document.ts";

/** The attachments that the HTML shows, by the id that it uses for each. */
export function shownInline({ html, attachments }: Conversation): Map<string, Attachment> {
  const shown = new Map<string, Attachment>();
  for (const [, cid = ""] of (html ?? "").matchAll(/\bcid:([^"'\s<>)]{1,500})/gi)) {
    const id = contentIdOf(cid);
    const attachment = attachmentOf(id, attachments);
    if (attachment !== undefined) shown.set(id, attachment);
  }
  return shown;
}

/** What stands behind `cid:`, as a Content-ID spells it without its brackets. */
export function contentIdOf(cid: string): string {
  try {
    return decodeURIComponent(cid.trim());
  } catch {
    return cid.trim();
  }
}

/**
 * The attachment with this Content-ID. LeadSquared often gives none: then the one whose file name is the part before
 * the `@`, as mail programs make these ids, if there is but one.
 */
function attachmentOf(id: string, attachments: readonly Attachment[]): Attachment | undefined {
  const named = attachments.find(({ contentId }) => contentId?.trim().replace(/^<|>$/g, "") === id);
  if (named !== undefined) return named;
  const fileName = id.split("@")[0];
  const alike = attachments.filter((attachment) => attachment.fileName === fileName);
  return alike.length === 1 && alike[0]?.contentId === null ? alike[0] : undefined;
}
