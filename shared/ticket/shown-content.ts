/** What a message's HTML shows beside its attachments: files at LeadSquared's own hosts, content of other hosts, Content-IDs. */
import type { Breath } from "../breath.ts";
import { type HtmlLinks, htmlLinks } from "./html-links.ts";
import { withoutQuery } from "./identity.ts";
import { contentIdOf } from "./pictures.ts";

export interface ShownContent {
  /** URLs without queries of the files at the attachment hosts that are shown or linked, each once. */
  readonly files: readonly string[];
  /** How many addresses at other hosts a mail program would load. */
  readonly remote: number;
  /** Addresses of pictures among the attachments, `cid:…`, as they stand. */
  readonly cids: readonly string[];
}

/** Whether a URL, with or without its query, is at one of the account's attachment hosts. */
export type IsOwn = (url: string) => boolean;

/** @param pause gives way to other work */
export async function shownContent(html: string, isOwn: IsOwn, pause: Breath): Promise<ShownContent> {
  const links = await htmlLinks(html, pause);
  const own = new Set(ownUrls(links, isOwn).map(withoutQuery));
  const shown = [...links.shown].map(absolute);
  return {
    files: [...own],
    remote: shown.filter((url) => /^(?:https?|ftp):/i.test(url) && !own.has(withoutQuery(url))).length,
    cids: shown.filter((url) => contentIdOf(url) !== undefined),
  };
}

/** The addresses at the attachment hosts, with the queries that they stand with. */
export function ownUrls({ shown, linked }: HtmlLinks, isOwn: IsOwn): string[] {
  return [...shown, ...linked].map(absolute).filter(isOwn);
}

/** A mail program takes `//host/path` for https. */
function absolute(address: string): string {
  return address.startsWith("//") ? `https:${address}` : address;
}
