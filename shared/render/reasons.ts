/** Why an attachment could not be stored, or is doubted, in words. The codes are those of the archive, whose list is open. */
import { type Html, html, name } from "./html.ts";

const WORDS: ReadonlyMap<string, string> = new Map([
  ["gone", "LeadSquared’s storage no longer had the file"],
  ["truncated", "the transfer broke off before its end each time"],
  ["too-long", "more bytes came than LeadSquared had announced"],
  ["too-slow", "the transfer was too slow to end in time"],
  ["not-in-time", "there was no time left to copy the file when the ticket was archived"],
  ["too-large", "the file is larger than the limit that was set"],
  ["forbidden", "something refused to give the file, and did not say why"],
  ["expired", "LeadSquared’s link to the file was refused as expired"],
  ["redirected", "LeadSquared’s link led elsewhere, which is not followed"],
  ["refused", "LeadSquared’s storage refused to give the file"],
  ["upstream-error", "LeadSquared’s storage failed"],
  ["unreachable", "LeadSquared’s storage could not be reached"],
  ["doubtful", "each copy of the file contradicted otherwise what was announced of it"],
  ["url-refused", "LeadSquared’s link leads to a place that is not allowed"],
  ["address-refused", "LeadSquared’s link leads to an address that is not allowed"],
]);

const DOUBTS: ReadonlyMap<string, string> = new Map([
  ["size", "its size is not the one announced"],
  ["empty", "it is empty"],
  ["checksum", "a checksum does not fit"],
  ["page", "it is a web page, XML or JSON where another kind of file was announced"],
  ["type", "its first bytes are not of the kind announced"],
  ["end", "nothing says where it ends: it may be a part of the file"],
]);

/** Why the bytes of an attachment are doubted, each in `words (code)`. */
export function doubtsInWords(codes: readonly string[]): Html[] {
  return codes.map((code, index) => {
    const words = DOUBTS.get(code);
    const comma = index === 0 ? "" : "; ";
    return words === undefined
      ? html`${comma}${name(code)}`
      : html`${comma}${words} <span class="code">${code}</span>`;
  });
}

/** `words (code)`, also of a code with S3's own word behind a colon; the code alone where it is not known here. */
export function reasonInWords(code: string): Html {
  const words = WORDS.get(code.split(":")[0] ?? code);
  return words === undefined ? name(code) : html`${words} <span class="code">${code}</span>`;
}
