/** What makes an attachment the same file in any call, and the signed URLs of one call by that identity. */
import { sha256Hex } from "../digest.ts";
import { isObject, numberOf, textOf } from "./fields.ts";

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

/** A URL up to its query or fragment: what may be archived and logged. */
export function withoutQuery(url: string): string {
  return url.replace(/[?#].*$/su, "");
}

/**
 * The signed URLs of an answer by the identity of their attachments. Secrets: keep in memory only.
 * @param received the answer as received, which has the URLs
 * @param cut the same without its signed queries, which the identities are made of; cutting moves no entry
 */
export function signedUrls(received: unknown, cut: unknown): Map<string, string> {
  const urls = new Map<string, string>();
  const withUrls = attachmentsOf(received);
  for (const [index, { conversation, attachment }] of attachmentsOf(cut).entries()) {
    const url = textOf(withUrls[index]?.attachment["ContentPath"]);
    if (url === null) continue;
    const identity = attachmentIdentity(textOf(conversation["Id"]), {
      sourceUrl: withoutQuery(textOf(attachment["ContentPath"]) ?? ""),
      fileName: textOf(attachment["FileName"]),
      declaredSize: numberOf(attachment["FileSize"]),
    });
    urls.set(identity, url);
  }
  return urls;
}

function attachmentsOf(answer: unknown) {
  return objectsOf(isObject(answer) ? answer["ConversationList"] : undefined).flatMap((conversation) =>
    objectsOf(conversation["Attachments"]).map((attachment) => ({ conversation, attachment })),
  );
}

function objectsOf(list: unknown) {
  return Array.isArray(list) ? list.filter(isObject) : [];
}
