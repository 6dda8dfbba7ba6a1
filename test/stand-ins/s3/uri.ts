/** Takes request targets apart, and percent-encodes as Signature Version 4 does. */
import { s3Error } from "./errors.ts";

/** Percent-encodes as RFC 3986 asks and Signature Version 4 wants. */
export function uriEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** Decodes a percent-encoded piece of a URL. @throws S3Error InvalidURI */
export function uriDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw s3Error("InvalidURI");
  }
}

/** Splits a request target into its encoded path and its decoded query. */
export function splitTarget(target: string): { path: string; query: Map<string, string> } {
  const mark = target.indexOf("?");
  const query = new Map<string, string>();
  if (mark === -1) return { path: target, query };
  for (const pair of target.slice(mark + 1).split("&")) {
    const [name = "", ...value] = pair.split("=");
    if (name !== "") query.set(uriDecode(name), uriDecode(value.join("=")));
  }
  return { path: target.slice(0, mark), query };
}
