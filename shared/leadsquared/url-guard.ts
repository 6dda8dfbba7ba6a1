/** Decides, before anything connects, whether an attachment's URL may be fetched. */
import { isIP } from "node:net";
import { TransferError } from "../errors.ts";
import { type AllowedHost, parseAllowedHost } from "./allowed-hosts.ts";

/** A URL that may be fetched, in the parts that a request takes; nothing of it was decoded or rebuilt. */
export interface AttachmentUrl {
  /** Scheme, host in lower case, and port if there is one. */
  readonly origin: string;
  /** Path and query exactly as received. Holds the signature: never to be logged or kept. */
  readonly pathAndQuery: string;
  /** The path alone, exactly as received; this may be logged and kept. */
  readonly path: string;
}

/** Scheme, authority, path, query, in visible ASCII without backslash and fragment. */
const STRICT_FORM = /^(https?):\/\/([^/?#\\@]+)(\/[^?#\\]*)(\?[^#\\]*)?$/;
const VISIBLE_ASCII = /^[!-~]*$/;

/** Where the allowed hosts are set. */
const WHERE =
  "--attachment-host or TICKETVAULT_ATTACHMENT_HOSTS on the command line, attachmentHosts in the stack's settings";

/**
 * Checks a URL against the allowed hosts (see `parseAllowedHost`). The form is stricter than the URL standard, so that
 * no two readers can understand it differently.
 * @throws TransferError `url-refused:` and one of `REFUSALS`, or the host if it is the list that lacks it; it never quotes
 *   the query
 */
export function checkAttachmentUrl(text: string, allowed: readonly string[]): AttachmentUrl {
  const url = allowedUrl(text, allowed.map(parseAllowedHost));
  if (typeof url === "string") throw refused(url);
  return url;
}

/** Tells whether a URL, with its query or without, is one that `checkAttachmentUrl` takes. */
export function attachmentUrlTest(allowed: readonly string[]): (text: string) => boolean {
  const hosts = allowed.map(parseAllowedHost);
  return (text) => typeof allowedUrl(text, hosts) !== "string";
}

/** Of a match of `STRICT_FORM`. */
type Parts = readonly [whole: string, scheme: string, authority: string, path: string, query?: string];

/** The URL, or why it is refused. */
function allowedUrl(text: string, hosts: readonly AllowedHost[]): AttachmentUrl | string {
  const parts = VISIBLE_ASCII.test(text) ? (STRICT_FORM.exec(text) as Parts | null) : null;
  if (parts === null) return "not-plain";
  const [, scheme, authority, path, query = ""] = parts;
  const host = authority.toLowerCase();
  const origin = `${scheme}://${host}`;
  const url = { origin, pathAndQuery: `${path}${query}`, path };
  if (hosts.some((each) => each.kind === "origin" && each.origin === origin)) return url;
  if (scheme !== "https") return "not-https";
  // The host as the URL standard reads it must be the host as it is written.
  if (!/^[a-z0-9.-]+$/.test(host)) return "unusual-host";
  if (URL.parse(text)?.hostname !== host || isIP(host) !== 0) return "no-host-name";
  return hosts.some((each) => each.kind === "pattern" && each.matches(host)) ? url : host;
}

/** Why a URL is refused, whatever hosts are allowed as patterns. */
const REFUSALS: ReadonlyMap<string, string> = new Map([
  ["not-plain", "it is not of the plain form https://host/path?query."],
  [
    "not-https",
    `it is not https. If its host is yours to vouch for, allow it as an exact origin, such as http://127.0.0.1:8143: ${WHERE}.`,
  ],
  ["unusual-host", "it names a port or has an unusual host."],
  ["no-host-name", "its host is an address, or reads differently from what is written."],
]);

const REFUSED = "url-refused:";

/** Says of a code `url-refused:…` why, and which setting may be wrong; undefined for any other code. */
export function refusalInWords(code: string): string | undefined {
  if (!code.startsWith(REFUSED)) return undefined;
  const why = code.slice(REFUSED.length);
  const unknown = `its host ${why} is not among the allowed attachment hosts. If it is LeadSquared's, add it: ${WHERE}.`;
  return `The attachment's URL is refused: ${REFUSALS.get(why) ?? unknown}`;
}

function refused(why: string): TransferError {
  const code = `${REFUSED}${why}`;
  return new TransferError(code, refusalInWords(code) ?? code);
}
