/** Where Get Ticket Conversations of an account is called. */
import { UsageError } from "../errors.ts";
import type { Account } from "./account.ts";

export interface Endpoint {
  readonly origin: string;
  readonly path: string;
}

const LOOPBACK = new Set(["127.0.0.1", "[::1]", "localhost"]);

/**
 * Origin and path of the call.
 * @throws UsageError when the base URL is malformed, or would send the keys unencrypted
 */
export function conversationEndpoint({ baseUrl, tenantId }: Account): Endpoint {
  const url = URL.parse(baseUrl);
  if (!url || url.username + url.password + url.search + url.hash !== "") {
    throw new UsageError(
      "The base URL of the LeadSquared API is not of the form https://host or https://host/prefix. Give the API host of your account's region.",
    );
  }
  if (url.protocol !== "https:" && !(url.protocol === "http:" && LOOPBACK.has(url.hostname))) {
    throw new UsageError(
      `The base URL of the LeadSquared API at ${url.host} must begin with https://, or the account's keys would be sent unencrypted; http:// is for a stand-in on this machine.`,
    );
  }
  const prefix = url.pathname.replace(/\/+$/, "");
  return { origin: url.origin, path: `${prefix}/api/tenants/${tenantId}/conversation/filter` };
}
