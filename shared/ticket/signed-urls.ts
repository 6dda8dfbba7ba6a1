/** The signed URLs that an answer gives, by which attachments and pictures can be fetched for a while. */
import { breath } from "../breath.ts";
import { textOf } from "./fields.ts";
import { htmlLinks } from "./html-links.ts";
import { withoutQuery } from "./identity.ts";
import { htmlIn, objectsIn } from "./reading.ts";
import { type IsOwn, ownUrls } from "./shown-content.ts";

/**
 * By the same without their queries: every `ContentPath`, and of what messages show or link the URLs that are good at
 * `now`. Secrets: keep in memory only.
 * @param values the answer as received, and what its repeated names hide
 */
export async function signedUrls(
  values: readonly unknown[],
  isOwn: IsOwn,
  now: Date,
): Promise<Map<string, string>> {
  const pause = breath();
  const urls = new Map<string, string>();
  for (const html of htmlIn(values)) {
    if (!html.includes("Signature")) continue;
    const links = await htmlLinks(html.toWellFormed(), pause);
    for (const url of ownUrls(links, isOwn)) if (isGood(url, now)) urls.set(withoutQuery(url), url);
  }
  for (const attachment of values.flatMap((value) => [...objectsIn(value)])) {
    const url = textOf(attachment["ContentPath"]);
    if (url !== null) urls.set(withoutQuery(url).toWellFormed(), url);
  }
  return urls;
}

/** Whether a URL is signed and has not expired, by either of S3's ways to sign a query (API Reference, version 4 and 2). */
function isGood(url: string, now: Date): boolean {
  const query = URL.parse(url)?.searchParams;
  if (query === undefined) return false;
  if (query.has("X-Amz-Signature")) {
    const signed = Date.parse(isoTime(query.get("X-Amz-Date") ?? ""));
    return signed + Number(query.get("X-Amz-Expires") ?? Number.NaN) * 1000 > now.getTime();
  }
  return query.has("Signature") && Number(query.get("Expires")) * 1000 > now.getTime();
}

/** `2026-05-20T10:37:32Z` for `20260520T103732Z`. */
function isoTime(amzDate: string): string {
  return amzDate.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z");
}
