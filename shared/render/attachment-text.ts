/** The text of an attachment that is text, for load files: decoded, or not given at all. */
import type { KeptAttachment } from "../ticket/document.ts";

/** Bytes; what is longer has no text file, so that memory stays bounded. */
const LONGEST = 10 * 1024 * 1024;

const TYPES = /^(?:text\/(?!html)|application\/(?:json|xml|x-ndjson|yaml|x-yaml|sql)\b|message\/rfc822\b)/i;
const ENDINGS = /\.(?:txt|csv|tsv|log|json|ndjson|xml|md|ya?ml|ics|vcf|ini|sql|eml)$/i;

/** Whether it calls itself text, and is short enough to be read at once. */
export function mayBeText({ declaredType, path, size }: KeptAttachment): boolean {
  return size > 0 && size <= LONGEST && (TYPES.test(declaredType ?? "") || ENDINGS.test(path));
}

/**
 * By the byte order mark, else as UTF-8, else as Windows-1252, which takes any bytes. Undefined for what is no text after
 * all: it has the byte 0 in it.
 */
export function decodedText(bytes: Uint8Array): string | undefined {
  const utf16 = UTF_16.find(([first, second]) => bytes[0] === first && bytes[1] === second)?.[2];
  if (utf16 !== undefined) return new TextDecoder(utf16).decode(bytes);
  if (bytes.includes(0)) return undefined;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

const UTF_16 = [
  [0xff, 0xfe, "utf-16le"],
  [0xfe, 0xff, "utf-16be"],
] as const;
