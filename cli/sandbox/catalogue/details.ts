/** The details of a ticket as the support desk sees them, made up from its messages where the ticket says none. */
import type { SandboxTicket, TicketDetails } from "./ticket-schema.ts";

const DAY = 86_400_000;

/** By `SchemaName`; undefined for a number that never was: one with neither messages nor details. */
export function detailsOf(id: number, ticket: SandboxTicket | undefined): TicketDetails | undefined {
  const [first] = ticket?.ConversationList ?? [];
  if (first === undefined && ticket?.Details === undefined) return undefined;
  const description = first?.Text ?? "";
  return {
    Type: "Query",
    TicketKey: `#${id}`,
    Title: subjectOf(ticket) ?? description.slice(0, 80),
    Description: description,
    Status: "Open",
    Priority: "Medium",
    Channel: first?.RelatedActivityType.startsWith("Portal") ? "Portal" : "Email",
    CcEmails: null,
    Tags: "sandbox",
    DueDate: dueDate(first?.CreatedOn),
    SubType: null,
    "CustomData.SRC_CS_2": "Standard",
    ...ticket?.Details,
  };
}

/** The subject of an e-mail that a message quotes, without its `RE: [#143]`. */
function subjectOf(ticket: SandboxTicket | undefined): string | undefined {
  const htmls = ticket?.ConversationList.map(({ Html }) => Html ?? "") ?? [];
  return htmls
    .map((html) => /<b>Subject:<\/b> RE: \[#\d+\] ([^<]+)</.exec(html)?.[1])
    .find((each) => each !== undefined);
}

/** Three days after the first message, in the vendor's notation: UTC without an offset. */
function dueDate(createdOn: string | null | undefined): string | null {
  const time = Date.parse(`${createdOn}Z`);
  return Number.isFinite(time) ? new Date(time + 3 * DAY).toISOString().replace(/\.\d+Z$/, "") : null;
}
