/** The headers of an e-mail file: those that LeadSquared does not give are made up, in a domain that cannot be, and say so. */
import type { Conversation } from "../ticket/document.ts";
import { safeIdFolder } from "../ticket/file-name.ts";
import type { ShownMessage } from "./shown.ts";
import type { ExportTicket } from "./ticket.ts";
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

/** LeadSquared tells the id of who wrote a message, and no address: the other side is the ticket itself. */
export function syntheticAddresses(
  { version }: ExportTicket,
  { createdBy }: Conversation,
): { readonly from: Address; readonly to: Address } {
  const { orgId, ticketId } = version;
  const plain = createdBy !== null && /^[A-Za-z0-9-]{1,60}$/.test(createdBy);
  const user = plain ? createdBy : safeIdFolder(createdBy);
  return {
    from: { name: `LeadSquared user ${user}`, address: `user-${user}@${DOMAIN}` },
    to: { name: `LeadSquared ticket ${ticketId}`, address: `${orgId}.${ticketId}@${DOMAIN}` },
  };
}

/** What LeadSquared gave, field by field, and what of the other headers it did not give. */
export function messageHeaders(
  { version, document }: ExportTicket,
  conversation: ShownMessage,
): { key: string; value: string }[] {
  const { id, type, direction, channel, createdAt, createdAtRaw, createdBy, attachments } = conversation;
  const made = "From, To, Subject, Message-ID, In-Reply-To, References";
  const missing = attachments.flatMap((attachment, index) =>
    attachment.status === "failed"
      ? [`${index + 1}; ${attachment.reason}; ${attachment.fileName ?? "(no name)"}`]
      : [],
  );
  const fields: readonly (readonly [name: string, value: string | number | null])[] = [
    ["Synthetic", made],
    [
      "Date",
      readableTime(conversation) === null ? "none that can be read: its ticket tells its place" : null,
    ],
    ["Source", `${document.source.system}, ${document.source.call}, ${document.capture.host}`],
    ["Org", version.orgId],
    ["Ticket", version.ticketId],
    ["Version", version.version],
    ["Inventory-SHA256", version.inventorySha256],
    ["Conversation", id],
    ["Standing", conversation.standing],
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
