/** Which attachment a picture in a message's HTML is: the one that it names, where exactly one fits. */
import type { Attachment } from "./document.ts";
import { withoutQuery } from "./identity.ts";

/** What stands behind `cid:`, without escapes; undefined for any other address. */
export function contentIdOf(src: string): string | undefined {
  const cid = /^cid:(.*)$/is.exec(src.trim())?.[1];
  return cid === undefined ? undefined : decoded(cid).trim();
}

/**
 * By its URL or its Content-ID. LeadSquared often gives no Content-ID, or another spelling: then by what mail programs
 * make these ids of, the file's name, which some HTML has in place of the id.
 */
export function attachmentOf(src: string, attachments: readonly Attachment[]): Attachment | undefined {
  return attachmentFinder(attachments)(src);
}

/** `attachmentOf` for many pictures of one message. */
export function attachmentFinder(
  attachments: readonly Attachment[],
): (src: string) => Attachment | undefined {
  const by = (name: (attachment: Attachment) => string): ReadonlyMap<string, readonly Attachment[]> =>
    Map.groupBy(attachments, name);
  const byUrl = by(({ sourceUrl }) => sourceUrl ?? "");
  const byId = by(({ contentId }) => bare(contentId));
  const byPlainId = by(({ contentId }) => plain(bare(contentId)));
  const byLocation = by(({ contentLocation }) => plain(decoded(contentLocation ?? "")));
  const byName = by(({ fileName }) => plain(fileName ?? ""));
  return (src) => {
    const id = contentIdOf(src);
    if (id === undefined && /^[a-z][a-z0-9+.-]*:|^\/\//i.test(src)) {
      return one(byUrl.get(withoutQuery(src.trim().replace(/^\/\//, "https://"))));
    }
    const wanted = id ?? decoded(src);
    if (plain(wanted) === "") return undefined;
    const named = byName.get(plain(nameIn(wanted)));
    return one(
      byId.get(wanted) ??
        byPlainId.get(plain(wanted)) ??
        byLocation.get(plain(wanted)) ??
        named?.filter(({ contentId }) => id === undefined || bare(contentId) === ""),
    );
  };
}

/** `image001.png@01DA` and `files/image001.png` have the file's name in them. */
function nameIn(address: string): string {
  return address.split("@")[0]?.split("/").at(-1) ?? "";
}

/** One attachment, or the same bytes more than once. */
function one(attachments: readonly Attachment[] = []): Attachment | undefined {
  const digests = attachments.map((each) => (each.status === "stored" ? each.sha256 : each));
  return new Set(digests).size === 1 ? attachments[0] : undefined;
}

function bare(contentId: string | null): string {
  return (contentId ?? "").trim().replace(/^<|>$/g, "").trim();
}

function plain(text: string): string {
  return text.trim().toLowerCase();
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
