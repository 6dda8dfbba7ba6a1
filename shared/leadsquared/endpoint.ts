/** Where the calls of an account go: its conversations, and a ticket's details. */
import { UsageError } from "../errors.ts";
import type { Account, Credentials } from "./account.ts";

export interface Endpoint {
  readonly origin: string;
  readonly path: string;
}

/** The API of India's region, the one documented; the account manager knows the others. */
export const DEFAULT_BASE_URL = "https://apigw.service-in.leadsquared.com";

/** The documented call's page leaves the ticket's number out of the path, which is inferred from the call that updates. */
const DETAILS_PATH = "/api/tenants/{tenantId}/tickets/{ticketId}";

const LOOPBACK = new Set(["127.0.0.1", "[::1]", "localhost"]);

/**
 * Origin and path of Get Ticket Conversations.
 * @throws UsageError when the base URL is malformed, or would send the keys unencrypted
 */
export function conversationEndpoint({ baseUrl, tenantId }: Account): Endpoint {
  const { origin, prefix } = baseOf(baseUrl);
  return { origin, path: `${prefix}/api/tenants/${tenantId}/conversation/filter` };
}

/**
 * Origin and path of a ticket's details, by its number; undefined where they are not asked for.
 * @throws UsageError as `conversationEndpoint`, and as `checkedDetailsPath`
 */
export function detailsEndpoint({
  baseUrl,
  tenantId,
  detailsPath = DETAILS_PATH,
}: Account): ((ticketId: number) => Endpoint) | undefined {
  const template = checkedDetailsPath(detailsPath);
  if (template === "off") return undefined;
  const { origin, prefix } = baseOf(baseUrl);
  const path = `${prefix}${template.replaceAll("{tenantId}", String(tenantId))}`;
  return (ticketId) => ({ origin, path: path.replaceAll("{ticketId}", String(ticketId)) });
}

/**
 * A path with `{ticketId}` and, where it has one, `{tenantId}`; or `off`.
 * @throws UsageError for anything else
 */
export function checkedDetailsPath(template: string): string {
  const filled = template.replaceAll("{tenantId}", "1").replaceAll("{ticketId}", "1");
  const isPath = /^\/(?!\/)[A-Za-z0-9/._~?=&%-]{0,500}$/.test(filled) && template.includes("{ticketId}");
  if (isPath || template === "off") return template;
  throw new UsageError(
    `The path of a ticket's details must begin with one / and have {ticketId} in it, as ${DETAILS_PATH} has; or it is "off", so that none are asked for.`,
  );
}

/**
 * Origin and path of Users.Get, whose keys stand in the query, as documented: the path is a secret.
 * @param crmUrl of the account's CRM API, which is another host than the Service CRM's
 * @throws UsageError as `conversationEndpoint`
 */
export function usersEndpoint(crmUrl: string, { accessKey, secretKey }: Credentials): Endpoint {
  const { origin, prefix } = baseOf(crmUrl);
  const keys = new URLSearchParams({ accessKey, secretKey });
  return { origin, path: `${prefix}/v2/UserManagement.svc/Users.Get?${keys}` };
}

function baseOf(baseUrl: string): { readonly origin: string; readonly prefix: string } {
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
  return { origin: url.origin, prefix: url.pathname.replace(/\/+$/, "") };
}
