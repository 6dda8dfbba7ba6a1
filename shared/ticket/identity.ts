/** What makes an attachment the same file in any call, and the signed URLs of one call by that identity. */
import { sha256Hex } from "../digest.ts";
import { isObject, numberOf, textOf } from "./fields.ts";

/**
 * Equal for what is the same file in any call, `[0-9a-f]{64}`: conversation, path, name and size. The attachment's own
 * id is null in every documented answer, and the query of its URL is minted for each call.
 */
export function attachmentIdentity(
  conversation: string | null,
  {
    sourceUrl,
    fileName,
    declaredSize,
  }: { sourceUrl: string | null; fileName: string | null; declaredSize: number | null },
): string {
  return sha256Hex(JSON.stringify([conversation, sourceUrl, fileName, declaredSize]));
}

/** A URL up to its query or fragment: what may be archived and logged. */
export function withoutQuery(url: string): string {
  return url.replace(/[?#].*$/su, "");
}

/** The signed URLs of an answer as received, by the identity of their attachments. Secrets: keep in memory only. */
export function signedUrls(answer: unknown): Map<string, string> {
  const urls = new Map<string, string>();
  for (const conversation of objectsOf(isObject(answer) ? answer["ConversationList"] : undefined)) {
    for (const attachment of objectsOf(conversation["Attachments"])) {
      const url = textOf(attachment["ContentPath"]);
      if (url === null) continue;
      const identity = attachmentIdentity(textOf(conversation["Id"]), {
        sourceUrl: withoutQuery(url),
        fileName: textOf(attachment["FileName"]),
        declaredSize: numberOf(attachment["FileSize"]),
      });
      urls.set(identity, url);
    }
  }
  return urls;
}

function objectsOf(list: unknown) {
  return Array.isArray(list) ? list.filter(isObject) : [];
}
