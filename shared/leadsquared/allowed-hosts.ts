/** The list of hosts that attachments may come from: host patterns and exact origins, as an operator writes them. */
import { UsageError } from "../errors.ts";

/** Where LeadSquared has been seen to keep attachments. Other regions' hosts are configuration. */
export const DEFAULT_ATTACHMENT_HOSTS: readonly string[] = ["service-cloud-tenant-data-*.s3.*.amazonaws.com"];

/** Either names hosts (https, port 443, public addresses only), or one origin that is taken as it is. */
export type AllowedHost =
  | { readonly kind: "pattern"; readonly matches: (host: string) => boolean }
  | { readonly kind: "origin"; readonly origin: string };

const PATTERN_LABEL = /^[a-z0-9*](?:[a-z0-9*-]*[a-z0-9*])?$/;
/** Two labels without a `*`, of which the last does not begin with a digit as in an address. */
const DOMAIN_AT_END = /(?:^|\.)[a-z0-9-]+\.[a-z][a-z0-9-]*$/;
/** What a `*` stands for: one label or a part of one, never a dot. */
const STAR = "[a-z0-9-]+";

/**
 * Reads one entry: a host pattern (`bucket-*.s3.*.amazonaws.com`) or an exact origin (`http://127.0.0.1:8080`).
 * @throws UsageError saying what is wrong with the entry
 */
export function parseAllowedHost(text: string): AllowedHost {
  return text.includes("://") ? parseOrigin(text) : parsePattern(text.toLowerCase());
}

function parseOrigin(text: string): AllowedHost {
  const url = URL.parse(text);
  if (!url || (url.protocol !== "https:" && url.protocol !== "http:")) {
    throw refused(text, "an exact origin is http:// or https:// with a host and, where needed, a port");
  }
  if (url.origin !== text.toLowerCase()) {
    throw refused(text, `an exact origin has nothing but scheme, host and port: write ${url.origin}`);
  }
  return { kind: "origin", origin: url.origin };
}

function parsePattern(text: string): AllowedHost {
  const labels = text.split(".");
  if (!labels.every((label) => PATTERN_LABEL.test(label))) {
    throw refused(text, "a host pattern has only letters, digits, hyphens, dots and *");
  }
  if (!DOMAIN_AT_END.test(text)) {
    throw refused(
      text,
      "a host pattern ends in a domain without *, such as example.com; an address is given as an exact origin",
    );
  }
  const expression = new RegExp(`^${labels.map((label) => label.replaceAll(/\*+/g, STAR)).join("\\.")}$`);
  return { kind: "pattern", matches: (host) => expression.test(host) };
}

function refused(text: string, why: string): UsageError {
  // Before an @ may stand a password.
  const shown = JSON.stringify(text.replace(/^([a-z0-9+.-]*:\/\/)?.*@/is, "$1…@"));
  return new UsageError(`The attachment host ${shown} cannot be used: ${why}.`);
}
