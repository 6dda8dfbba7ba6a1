/** A message as an e-mail file (RFC 5322) with its attachments inside, for mail programs and review tools. */
import MailComposer from "nodemailer/lib/mail-composer";
import { sha256Hex } from "../digest.ts";
import type { Attachment, Conversation, KeptAttachment } from "../ticket/document.ts";
import { safeFileName } from "../ticket/file-name.ts";
import { wordingKey } from "../ticket/wording.ts";
import { base64Lines } from "./base64-lines.ts";
import { wordingName } from "./control-number.ts";
import { messageHeaders, parties, syntheticMessageId } from "./eml-headers.ts";
import type { ShownMessage } from "./shown.ts";
import type { ExportTicket, OpenAttachment } from "./ticket.ts";
import { readableTime } from "./times.ts";

/**
 * The bytes of the file at `emlPath`: a function of the wording and of its attachments' digests, so that the same wording
 * gives the same bytes in every export. Text and HTML are as received, in base64, which keeps every byte of them; the
 * HTML is hostile. Attachments are read as they are written, one after the other.
 *
 * @param index the message's place among those shown
 * @returns pieces that hold until the next is asked for
 */
export async function* emlFile(
  ticket: ExportTicket,
  index: number,
  open: OpenAttachment,
): AsyncGenerator<Uint8Array> {
  const message = ticket.shown[index];
  if (message === undefined) throw new Error(`ticket ${ticket.version.ticketId} has no message ${index + 1}`);
  const { orgId, ticketId } = ticket.version;
  const name = wordingName(message);
  // What ties the messages of a ticket, and the wordings of a message.
  const ofTicket = syntheticMessageId(orgId, `${ticketId}`);
  const ofConversation = syntheticMessageId(orgId, `${ticketId}.${message.key}`);
  const digest = sha256Hex(wordingKey(message)).slice(0, 16);
  const sent = readableTime(message);
  const kept = keptFiles(message, digest);
  const composer = new MailComposer({
    ...parties(ticket.version, message.direction),
    messageId: syntheticMessageId(orgId, `${ticketId}.${name}.${digest}`),
    inReplyTo: ofConversation,
    references: [ofTicket, ofConversation],
    subject: `Ticket #${ticketId}`,
    ...(sent !== null && { date: new Date(sent) }),
    headers: messageHeaders(ticket, message),
    alternatives: textParts(message),
    attachments: attachmentParts(kept, ticket.messages[index]?.inline ?? new Map()),
    disableFileAccess: true,
    disableUrlAccess: true,
    // Boundaries are random otherwise.
    ...{ baseBoundary: `${ticketId}.${name}` },
  });
  const composed = composer.compile();
  // The composer would put the time of this run; it leaves out headers without a value.
  if (sent === null) composed.setHeader("Date", " ");
  yield* filledIn(await composed.build(), kept, open);
}

/** An attachment that is stored, and the line that keeps its place while the message is composed. */
interface KeptFile {
  readonly attachment: KeptAttachment;
  readonly number: number;
  /** Nothing that the message says: a digest of it. */
  readonly place: Buffer;
}

/** Bytes of a place, and of the one line that they are in base64. */
const PLACE = 48;
const PLACE_LINE = 64;

function keptFiles({ family }: ShownMessage, wording: string): KeptFile[] {
  return family.flatMap(({ attachment, number }) => {
    if (attachment.status === "failed") return [];
    return [{ attachment, number, place: Buffer.from(sha256Hex(`${wording} ${number}`).slice(0, PLACE)) }];
  });
}

/** The composer would encode attachments in many small strings, which takes longer than all else. */
async function* filledIn(
  message: Buffer,
  kept: readonly KeptFile[],
  open: OpenAttachment,
): AsyncGenerator<Uint8Array> {
  const places = kept
    .map(({ attachment: { path }, place }) => ({ path, at: message.indexOf(place.toString("base64")) }))
    .toSorted((a, b) => a.at - b.at);
  let start = 0;
  for (const { path, at } of places) {
    yield message.subarray(start, at);
    yield* base64Lines(open(path));
    start = at + PLACE_LINE;
  }
  yield message.subarray(start);
}

/** Both forms of the text, in base64: line ends stay as they are. */
function textParts({ text, html }: Conversation) {
  const part = (type: string, content: string) => ({
    contentType: `${type}; charset=utf-8`,
    content: Buffer.from(content),
    contentTransferEncoding: "base64" as const,
  });
  const parts = [
    ...(text === null || text === "" ? [] : [part("text/plain", text)]),
    ...(html === null || html === "" ? [] : [part("text/html", html)]),
  ];
  return parts.length > 0 ? parts : [part("text/plain", "")];
}

/** Those that the HTML shows get the id that it uses, where a header can carry it. */
function attachmentParts(kept: readonly KeptFile[], shown: ReadonlyMap<string, Attachment>) {
  const inline = new Map<Attachment, string>([...shown].map(([id, attachment]) => [attachment, id]));
  return kept.map(({ attachment, number, place }) => {
    const id = inline.get(attachment) ?? "";
    const cid = /^[!-;=?-~]{1,200}$/.test(id) ? id : undefined;
    return {
      filename: false as const,
      contentType: typeOf(attachment),
      content: place,
      contentTransferEncoding: "base64" as const,
      ...disposition(cid === undefined ? "attachment" : "inline", emlFileName(attachment, number)),
      ...(cid !== undefined && { cid }),
    };
  });
}

/**
 * The name in RFC 2231's form where it is not of ASCII, and in this header alone: the composer would also write it as an
 * encoded word within quotes, which RFC 2047 forbids. Its types know no parameters here.
 */
function disposition(type: "attachment" | "inline", fileName: string): { contentDisposition: typeof type } {
  return { contentDisposition: `${type}; filename="${fileName}"` as typeof type };
}

/** The original name, unless it could mislead a person or a program: then its cleaned form. */
function emlFileName({ fileName }: Attachment, number: number): string {
  const name = fileName ?? "";
  const harmless =
    /^[^\p{C}\p{Z}/\\:*?"<>|.](?:[^\p{C}\p{Zl}\p{Zp}/\\:*?"<>|]{0,120}[^\p{C}\p{Z}/\\:*?"<>|.])?$/u;
  return harmless.test(name) ? name : `${number}-${safeFileName(name)}`;
}

/** The declared type where it is one. Whole messages and multiparts may not be in base64, so they go as plain bytes. */
function typeOf({ declaredType }: Attachment): string {
  const type = (declaredType ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  const known = /^(?!message\/|multipart\/)[a-z]{1,20}\/[a-z0-9][a-z0-9.+_-]{0,80}$/.test(type);
  return known ? type : "application/octet-stream";
}
