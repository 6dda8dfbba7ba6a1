/** The settings of a LeadSquared account, which the command line and the stack share. */
import { parseAuthority } from "../authorities.ts";
import { parseAllowedHost } from "../leadsquared/allowed-hosts.ts";
import { DEFAULT_CALLS } from "../leadsquared/call-limits.ts";
import { checkedDetailsPath, conversationEndpoint, DEFAULT_BASE_URL } from "../leadsquared/endpoint.ts";
import { checked, id, list, object, part, takenBy, whole } from "./fields.ts";

const attachmentHost = checked(
  // The functions read lists with commas between the entries.
  (host) => !host.includes(",") && takenBy(parseAllowedHost)(host),
  'a host pattern that ends in a domain without *, such as "bucket-*.s3.*.amazonaws.com", or an exact https://host',
);

const isApiAddress = takenBy((baseUrl) =>
  conversationEndpoint({ orgId: 1, tenantId: 1, baseUrl, attachmentHosts: [] }),
);

export const accountFields = {
  orgId: id("the LeadSquared account number, such as 22824").describe("the LeadSquared account number"),
  tenantId: id("the tenant id in the API's path")
    .optional()
    .describe("the tenant id in the API's path, where it is not the account number"),
  baseUrl: checked(isApiAddress, "of the form https://host or https://host/prefix")
    .default(DEFAULT_BASE_URL)
    .describe("the API of your region; the default is India's"),
  attachmentHosts: list(attachmentHost, "a list of at least one host pattern").optional().meta({
    allowed:
      "host patterns with `*` for a label or a part of one, but none in the last two labels; `https://host` exactly, which may have a port",
    description:
      "where attachments may be fetched from; `service-cloud-tenant-data-*.s3.*.amazonaws.com` when left out. Narrow it to your own: [security.md](security.md#narrow-the-attachment-hosts)",
  }),
  calls: object({
    perWindow: whole(1, 25)
      .default(DEFAULT_CALLS.perWindow)
      .describe("calls in 5 seconds that your LeadSquared plan allows ([limits](#leadsquareds-limits))"),
    perDay: whole(1, 1_000_000_000)
      .optional()
      .describe("calls in a day that it allows; not counted when left out"),
    share: part()
      .default(DEFAULT_CALLS.share)
      .describe("the part of both that is used here; the rest is left to your other programs"),
  }).prefault({}),
  tsa: list(
    checked(
      (url) => !url.includes(",") && takenBy(parseAuthority)(url),
      "the address of a time-stamping authority, such as http://timestamp.example.com/tsr",
    ),
    "a list of at least one address",
  )
    .optional()
    .describe(
      "time-stamping authorities (RFC 3161), each of which puts the time to an entry of the ledger each day: [evidence.md](evidence.md#time-stamps)",
    ),
  detailsPath: checked(
    takenBy(checkedDetailsPath),
    'a path with {ticketId} in it, such as "/api/tenants/{tenantId}/tickets/{ticketId}", or "off"',
  )
    .optional()
    .meta({
      allowed: "a path with `{ticketId}`, and `{tenantId}` where it has one; `off`",
      description:
        "where a ticket's title, status, customer and description are asked for, below `baseUrl`; `/api/tenants/{tenantId}/tickets/{ticketId}` when left out. `off`: they are not asked for",
    }),
};
