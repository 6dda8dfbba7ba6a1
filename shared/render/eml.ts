/** A message as an e-mail file (RFC 5322) with its attachments inside, for mail programs and review tools. */
import MailComposer from "nodemailer/lib/mail-composer";
import type MimeNode from "nodemailer/lib/mime-node";
import { sha256Hex } from "../digest.ts";
import type { Attachment, Conversation, KeptAttachment } from "../ticket/document.ts";
import { safeFileName } from "../ticket/file-name.ts";
import { wordingKey } from "../ticket/wording.ts";
import { base64Lines } from "./base64-lines.ts";
import { wordingName } from "./control-number.ts";
import { messageHeaders, parties, syntheticMessageId } from "./eml-headers.ts";
import { writtenParts } from "./mime-tree.ts";
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
  const kept = keptFiles(message);
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
  yield* written(composed, kept, open);
}

/** An attachment that is stored. */
interface KeptFile {
  readonly attachment: KeptAttachment;
  readonly number: number;
  /** What the composer takes for its bytes. */
  readonly place: Buffer;
}

function keptFiles({ family }: ShownMessage): KeptFile[] {
  return family.flatMap(({ attachment, number }) =>
    attachment.status === "failed" ? [] : [{ attachment, number, place: Buffer.alloc(1) }],
  );
}

const NOTHING = Buffer.alloc(0);

async function* written(
  message: MimeNode,
  kept: readonly KeptFile[],
  open: OpenAttachment,
): AsyncGenerator<Uint8Array> {
  const attachments = new Map(kept.map(({ place, attachment }) => [place, attachment]));
  let text = "";
  for (const part of writtenParts(message)) {
    if (typeof part === "string") {
      text += part;
      continue;
    }
    yield Buffer.from(text);
    const content = Buffer.isBuffer(part.content) ? part.content : NOTHING;
    const attachment = attachments.get(content);
    yield* base64Lines(attachment === undefined ? [content] : open(attachment.path));
    // Delimiters stand between parts; a message without them ends its last line itself.
    text = part === message && content.length > 0 ? "\r\n" : "";
  }
  yield Buffer.from(text);
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
