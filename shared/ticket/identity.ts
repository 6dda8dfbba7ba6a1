/** What makes an attachment the same file in any call. */
import { sha256Hex } from "../digest.ts";
import type { Attachment } from "./document.ts";

/**
 * Equal for what is the same file in any call, `[0-9a-f]{64}`: conversation, path, name and size. The attachment's own
 * id is null in every documented answer, and the query of its URL is minted for each call. Of what only a message's HTML
 * names the path alone, in whatever conversation it is quoted.
 */
export function attachmentIdentity(
  conversation: string | null,
  described: Pick<Attachment, "foundIn" | "sourceUrl" | "fileName" | "declaredSize">,
): string {
  const { foundIn, sourceUrl, fileName, declaredSize } = described;
  if (foundIn === "Html") return sha256Hex(JSON.stringify([foundIn, sourceUrl]));
  return sha256Hex(JSON.stringify([conversation, sourceUrl, fileName, declaredSize]));
}

/** A URL up to its query or fragment: what may be archived and logged. `versionId` stays, as it is part of what it names. */
export function withoutQuery(url: string): string {
  const [, path = url, version = ""] = /^([^?#]*)(?:\?(?:[^#]*&)?(versionId=[^&#]*))?/su.exec(url) ?? [];
  return version === "" ? path : `${path}?${version}`;
}
