/** The headers of an e-mail file: those that LeadSquared does not give are made up, in a domain that cannot be, and say so. */
import type { Conversation } from "../ticket/document.ts";
import { controlNumber } from "./control-number.ts";
import type { ShownMessage } from "./shown.ts";
import type { ExportTicket, TicketVersion } from "./ticket.ts";
import { readableTime } from "./times.ts";

/** RFC 2606 keeps `.invalid` for names that shall never be anybody's. */
const DOMAIN = "leadsquared.invalid";

export function syntheticMessageId(orgId: number, name: string): string {
  return `<${orgId}.${name}@${DOMAIN}>`;
}

interface Address {
  readonly name: string;
  readonly address: string;
}

/** The two sides of a message, as far as its direction tells them: LeadSquared gives no addresses. */
export function parties(
  { orgId, ticketId }: Pick<TicketVersion, "orgId" | "ticketId">,
  direction: Conversation["direction"],
): { readonly from: Address; readonly to: Address } {
  const customer = { name: "Customer", address: `${orgId}.${ticketId}.customer@${DOMAIN}` };
  const company = { name: "Company", address: `${orgId}.company@${DOMAIN}` };
  switch (direction) {
    case "inbound":
      return { from: customer, to: company };
    case "outbound":
      return { from: company, to: customer };
    case null:
      return {
        from: { name: "Unknown sender", address: `${orgId}.${ticketId}.unknown@${DOMAIN}` },
        to: { name: `Ticket ${ticketId}`, address: `${orgId}.${ticketId}@${DOMAIN}` },
      };
  }
}

/**
 * What LeadSquared gave, field by field, and what of the other headers it did not give. Nothing of the version is in
 * it, and no name that was looked up: the same wording has the same headers in every export.
 */
export function messageHeaders(
  { version, document }: ExportTicket,
  message: ShownMessage,
): { key: string; value: string }[] {
  const { id, type, direction, channel, createdAt, createdAtRaw, createdBy, ordinal, family } = message;
  const missing = family.flatMap(({ attachment: { status, fileName }, number }) =>
    status === "failed" ? [`${number}; ${fileName ?? "(no name)"}`] : [],
  );
  const fields: readonly (readonly [name: string, value: string | number | null])[] = [
    ["Synthetic", "From, To, Subject, Message-ID, In-Reply-To, References"],
    ["Parties", direction === null ? "not known" : "derived from the direction"],
    ["Date", readableTime(message) === null ? "none that can be read: its ticket tells its place" : null],
    ["Source", `${document.source.system}, ${document.source.call}`],
    ["Org", version.orgId],
    ["Ticket", version.ticketId],
    ["Conversation", id],
    ["Wording", ordinal],
    ["Control-Number", controlNumber(version, message)],
    ["Type", type],
    ["Direction", direction],
    ["Channel", channel],
    ["Created-By", createdBy],
    ["Created", createdAt],
    ["Created-Raw", createdAtRaw],
    ...missing.map((text): [string, string] => ["Missing-Attachment", text]),
  ];
  return fields.flatMap(([name, value]) =>
    value === null || value === "" ? [] : [{ key: `X-Ticketvault-${name}`, value: oneLine(String(value)) }],
  );
}

/** A header is one line without control characters. */
function oneLine(text: string): string {
  return text
    .replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, " ")
    .trim()
    .slice(0, 500);
}
