/** Tells how a text from outside is encoded, by its first bytes. */

type Encoding = "utf-8" | "utf-16le" | "utf-16be";

/** UTF-16 by its byte order mark or, without one, by the zero beside its first character; else UTF-8. */
export function encodingOf(start: Uint8Array): Encoding {
  const [one, two] = start;
  if (one === undefined || two === undefined) return "utf-8";
  if ((one === 0xff && two === 0xfe) || (one !== 0 && two === 0)) return "utf-16le";
  if ((one === 0xfe && two === 0xff) || (one === 0 && two !== 0)) return "utf-16be";
  return "utf-8";
}
