/** What makes an attachment the same file in any call, and the signed URLs of one call by that identity. */
import { sha256Hex } from "../digest.ts";
import { isObject, type JsonObject, textOf } from "./fields.ts";

/**
 * Equal for what is the same file in any call, `[0-9a-f]{64}`: conversation, path, name and size. The attachment's own
 * id is null in every documented answer, and the query of its URL is minted for each call.
 */
export function attachmentIdentity(
  conversation: string | null,
  described: { sourceUrl: string | null; fileName: string | null; declaredSize: number | null },
): string {
  const { sourceUrl, fileName, declaredSize } = described;
  return sha256Hex(JSON.stringify([conversation, sourceUrl, fileName, declaredSize]));
}

/** A URL up to its query or fragment: what may be archived and logged. `versionId` stays, as it is part of what it names. */
export function withoutQuery(url: string): string {
  const [, path = url, version = ""] = /^([^?#]*)(?:\?(?:[^#]*&)?(versionId=[^&#]*))?/su.exec(url) ?? [];
  return version === "" ? path : `${path}?${version}`;
}

/**
 * The signed URLs of an answer, by the same without their queries. Secrets: keep in memory only.
 * @param values the answer as received, and what its repeated names hide
 */
export function signedUrls(values: readonly unknown[]): Map<string, string> {
  const urls = new Map<string, string>();
  for (const attachment of values.flatMap((value) => [...objectsIn(value)])) {
    const url = textOf(attachment["ContentPath"]);
    if (url !== null) urls.set(withoutQuery(url).toWellFormed(), url);
  }
  return urls;
}

function* objectsIn(value: unknown): Generator<JsonObject> {
  if (isObject(value)) yield value;
  if (typeof value === "object" && value !== null)
    for (const each of Object.values(value)) yield* objectsIn(each);
}
