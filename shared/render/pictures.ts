/** Which attachment a picture in a message's HTML is: the one that it names, where exactly one fits. */
import type { Attachment } from "../ticket/document.ts";

/** What stands behind `cid:`, without escapes; undefined for any other address. */
export function contentIdOf(src: string): string | undefined {
  const cid = /^cid:(.*)$/is.exec(src.trim())?.[1];
  return cid === undefined ? undefined : decoded(cid).trim();
}

/**
 * By its Content-ID. LeadSquared often gives none, or another spelling: then by what mail programs make these ids of,
 * the file's name, which some HTML has in place of the id.
 */
export function attachmentOf(src: string, attachments: readonly Attachment[]): Attachment | undefined {
  const id = contentIdOf(src);
  if (id === undefined && /^[a-z][a-z0-9+.-]*:|^\/\//i.test(src)) return undefined;
  const wanted = id ?? decoded(src);
  const ways: readonly ((attachment: Attachment) => boolean)[] = [
    ({ contentId }) => bare(contentId) === wanted,
    ({ contentId }) => plain(bare(contentId)) === plain(wanted),
    ({ contentLocation }) => plain(decoded(contentLocation ?? "")) === plain(wanted),
    ({ fileName, contentId }) =>
      (id === undefined || bare(contentId) === "") && plain(fileName ?? "") === plain(nameIn(wanted)),
  ];
  if (plain(wanted) === "") return undefined;
  for (const fits of ways) {
    const found = attachments.filter(fits);
    if (found.length > 0) return areOne(found) ? found[0] : undefined;
  }
  return undefined;
}

/** `image001.png@01DA` and `files/image001.png` have the file's name in them. */
function nameIn(address: string): string {
  return address.split("@")[0]?.split("/").at(-1) ?? "";
}

/** One attachment, or the same bytes more than once. */
function areOne(attachments: readonly Attachment[]): boolean {
  const digests = attachments.map((each) => (each.status === "stored" ? each.sha256 : each));
  return new Set(digests).size === 1;
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
