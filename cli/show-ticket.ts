/** Prints an archived ticket for people: what it holds, what is wrong, its versions, messages and attachments. */
import { type Acceptance, isMissing, judge } from "../shared/archive/acceptance.ts";
import type { PublishedTicket } from "../shared/archive/read-published.ts";
import { LISTED, shownConversations, standingOf } from "../shared/render/shown.ts";
import type { Attachment, Problem, TicketDocument } from "../shared/ticket/document.ts";
import { table } from "./table.ts";
import type { Terminal } from "./terminal.ts";
import { count, counted, exactSize, safeLine, utc } from "./text.ts";

const LATEST_VERSIONS = 5;
/** Characters; the whole stands in `ticket.json`. */
const DESCRIPTION_SHOWN = 400;

export function showTicket(
  terminal: Terminal,
  location: string,
  published: PublishedTicket,
  { accepted, history }: { readonly accepted: Acceptance | undefined; readonly history: boolean },
): void {
  const { version, head, document } = published;
  const { completeness, source, ticket } = document;
  const { conversations, attachments, problems, status } = completeness;
  const created = published.versions.find((each) => each.version === version)?.created ?? "";
  const expected = conversations.expected ?? "an unknown number";
  const facts: readonly (readonly [name: string, value: string])[] = [
    ["ticket", `${safeLine(ticket.key)} of account ${source.orgId} at ${safeLine(document.capture.host)}`],
    ...(ticket.title === null ? [] : [["title", safeLine(ticket.title)] as const]),
    ...(ticket.detailsSince === null ? [] : [["state", stateOf(ticket)] as const]),
    [
      "version",
      `${version}${version === head ? ", the latest" : `; the latest is ${head}`}, ${utc(created)} UTC`,
    ],
    ["status", terminal.paint(status === "complete" ? "green" : "yellow", status)],
    ...(accepted === undefined ? [] : [["accepted", acceptedInWords(problems, accepted)] as const]),
    [
      "holds",
      `${counted(document.conversations.length, "conversation")}, ${attachments.stored} of ${attachments.expected} attachments`,
    ],
    [
      "source",
      `LeadSquared lists ${conversations.received} of ${expected}; ${conversations.noLongerListed} kept that it lists no more`,
    ],
    ["object", location],
  ];
  for (const [name, value] of facts) terminal.print(`${name.padEnd(9)}${value}`);

  if (ticket.description !== null)
    section(terminal, "Description", `  ${safeLine(ticket.description).slice(0, DESCRIPTION_SHOWN)}`);
  if (problems.length > 0) {
    const head = ["severity", "code", "conversation", "detail"];
    section(terminal, "Problems", table(terminal, head, problemRows(problems, accepted)));
  }
  showVersions(terminal, published, history);
  showConversations(terminal, document);
  showAttachments(terminal, location, published);
}

/** Problems that are the same in all but their place stand in one row. */
function problemRows(problems: readonly Problem[], acceptance: Acceptance | undefined): string[][] {
  const accepted = new Set(judge(problems, acceptance).accepted);
  const standing = (each: Problem): string => (accepted.has(each) ? "accepted" : each.severity);
  const alike = Map.groupBy(problems, (each) => JSON.stringify([standing(each), each.code, each.detail]));
  return [...alike.values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const detail = safeLine(first.detail);
    return [
      [
        standing(first),
        first.code,
        placesOf(same),
        same.length > 1 ? `${detail} (${same.length} times)` : detail,
      ],
    ];
  });
}

function placesOf(problems: readonly Problem[]): string {
  const conversations = new Set(problems.flatMap(({ conversation }) => conversation ?? []));
  if (conversations.size > 1) return `${count(conversations.size)} of them`;
  return safeLine([...conversations].join(""));
}

/** What the support desk says of the ticket, as far as it is known. */
function stateOf({ status, priority, channel, customerId, detailsSince }: TicketDocument["ticket"]): string {
  const named = [
    status,
    priority && `priority ${priority}`,
    channel && `channel ${channel}`,
    customerId && `customer ${customerId}`,
  ].filter((each) => each);
  return safeLine(`${named.join(", ")} (by LeadSquared's details since ${detailsSince})`);
}

function acceptedInWords(problems: readonly Problem[], acceptance: Acceptance): string {
  const { accepted, open } = judge(problems, acceptance);
  const { at, requestedBy, reason, version } = acceptance;
  const which = open.some(isMissing) ? `${accepted.length} of ${problems.filter(isMissing).length}` : "all";
  return `${which} missing, at ${version}, ${utc(at)} UTC by ${safeLine(requestedBy)}: ${safeLine(reason)}`;
}

function section(terminal: Terminal, title: string, text: string): void {
  terminal.print(`\n${terminal.paint("bold", title)}\n${text}`);
}

function showVersions(terminal: Terminal, { versions }: PublishedTicket, history: boolean): void {
  const shown = history ? versions : versions.slice(-LATEST_VERSIONS);
  const rows = shown.map(({ version, created, user, message }) => [
    version,
    utc(created),
    safeLine(user.name),
    safeLine(message),
  ]);
  const left = versions.length - shown.length;
  const title =
    left > 0
      ? `Versions (the latest ${shown.length} of ${versions.length}; --history shows all)`
      : "Versions";
  section(terminal, title, table(terminal, ["version", "UTC", "by", "message"], rows));
}

function showConversations(terminal: Terminal, document: TicketDocument): void {
  const rows = shownConversations(document).map(
    ({ id, createdAt, createdAtRaw, direction, channel, type, attachments, text, standing }) => [
      safeLine(id ?? "-"),
      createdAt === null ? safeLine(createdAtRaw ?? "-").slice(0, 19) : utc(createdAt),
      direction ?? "-",
      channel ?? safeLine(type ?? "-").slice(0, 20),
      String(attachments.length),
      safeLine(`${markOf(standing)}${text ?? ""}`),
    ],
  );
  const head = ["id", "UTC", "direction", "channel", "files", "text"];
  section(terminal, counted(document.conversations.length, "conversation"), table(terminal, head, rows));
}

function markOf(standing: string): string {
  return standing === LISTED ? "" : `[${standing}] `;
}

function showAttachments(terminal: Terminal, location: string, { document, files }: PublishedTicket): void {
  const all = document.conversations.flatMap(({ id, attachments }) =>
    attachments.map((attachment) => ({ conversation: id, attachment })),
  );
  if (all.length === 0) return;
  const texts = all.map(({ conversation, attachment }) => {
    const name = safeLine(attachment.fileName ?? "(no name)");
    const type = safeLine(attachment.declaredType ?? "no type declared");
    const where = `conversation ${safeLine(conversation ?? "-")}`;
    return [
      `${markOf(standingOf(attachment))}${name}  ${type}, ${where}`,
      ...factsOf(attachment, location, files),
    ].join("\n    ");
  });
  section(terminal, counted(all.length, "attachment"), texts.map((text) => `  ${text}`).join("\n"));
}

function factsOf(attachment: Attachment, location: string, files: PublishedTicket["files"]): string[] {
  if (attachment.status === "failed") return [`not stored: ${safeLine(attachment.reason)}`];
  const { size, sha256, path, flags } = attachment;
  return [
    `size    ${exactSize(size)}`,
    `sha256  ${sha256}`,
    `file    ${location}/${files[path]?.path ?? "?"}`,
    ...(attachment.status === "doubtful" ? [`doubtful ${safeLine(attachment.reasons.join(", "))}`] : []),
    ...(flags.length > 0 ? [`noticed ${safeLine(flags.join(", "))}`] : []),
  ];
}
