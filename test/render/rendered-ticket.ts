/** Makes tickets as the renderers take them out of an answer of LeadSquared and files in memory. */
import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { type ExportTicket, exportTicket, type OpenAttachment } from "../../shared/render/ticket.ts";
import { type Outcome, ticketDocument } from "../../shared/ticket/assemble.ts";
import type { TicketDocument } from "../../shared/ticket/document.ts";
import { attachmentsToAsk, type Merged, merge } from "../../shared/ticket/merge.ts";
import { normalize } from "../../shared/ticket/normalize.ts";

export interface RenderedTicket {
  readonly ticket: ExportTicket;
  readonly open: OpenAttachment;
}

/** An entry of `ConversationList`; what is left out is an inbound e-mail without attachments. */
export type Entry = Readonly<Record<string, unknown>>;

/** @param files bytes by file name; an attachment that has none is one that could not be stored */
export function renderedTicket(
  entries: readonly Entry[],
  files: ReadonlyMap<string, Uint8Array> = new Map(),
  ticketId = 143,
): Promise<RenderedTicket> {
  return renderedHistory([entries], files, ticketId);
}

/** A ticket of which LeadSquared listed one after the other what `answers` are, each in a version of its own. */
export async function renderedHistory(
  answers: readonly (readonly Entry[])[],
  files: ReadonlyMap<string, Uint8Array> = new Map(),
  ticketId = 143,
): Promise<RenderedTicket> {
  const contents = new Map<string, Uint8Array>();
  const outcomes = new Map<string, Outcome>();
  let document: TicketDocument | undefined;
  for (const [index, entries] of answers.entries()) {
    const merged = merge(document, normalize(answerOf(entries), sourceOf(ticketId)), `v${index + 1}`);
    takeFiles(merged, files, outcomes, contents);
    document = ticketDocument(merged, outcomes);
  }
  if (document === undefined) throw new Error("a ticket has an answer");
  const version = {
    ...{ orgId: 22824, ticketId, version: `v${answers.length}`, created: "2026-07-01T08:00:00.000Z" },
    inventorySha256: "ab".repeat(32),
  };
  const ticket = await exportTicket(version, document, (path) => `v1/content/${path}`);
  return { ticket, open: (path) => chunksOf(contents.get(path)) };
}

function sourceOf(ticketId: number) {
  return {
    host: "apigw.service-in.leadsquared.com",
    tenantId: 22824,
    orgId: 22824,
    ticketId,
    attachmentHosts: [],
  };
}

function answerOf(entries: readonly Entry[]): object {
  const list = entries.map((entry, index) => ({
    RelatedActivityType: "InboundEmail",
    Html: null,
    Text: null,
    Attachments: [],
    CreatedBy: "a443f7b7-d1fd-11ec-993a-06f221480cd8",
    CreatedOn: `2024-08-28T12:${String(index % 60).padStart(2, "0")}:36.198`,
    Id: 131 + index,
    ...entry,
  }));
  return { Total: list.length, ConversationList: list };
}

function takeFiles(
  merged: Merged,
  files: ReadonlyMap<string, Uint8Array>,
  outcomes: Map<string, Outcome>,
  contents: Map<string, Uint8Array>,
): void {
  for (const { identity, path, described } of attachmentsToAsk(merged)) {
    const bytes = files.get(described.fileName ?? "");
    if (bytes === undefined) {
      outcomes.set(identity, { status: "failed", reason: "gone" });
    } else {
      contents.set(path, bytes);
      const sha256 = createHash("sha256").update(bytes).digest("hex");
      outcomes.set(identity, { status: "stored", size: bytes.length, sha256, flags: [] });
    }
  }
}

/** An attachment entry of an answer. */
export function attachmentEntry(FileName: string | null, more: Entry = {}): Entry {
  return {
    ...{ Id: null, FileName, FileSize: null, ContentType: "application/octet-stream" },
    ...{ ContentPath: `https://files.invalid/${FileName}`, ContentLocation: null, ContentId: null, Ttl: 60 },
    ...more,
  };
}

export async function textOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  return text(Readable.from(chunks));
}

async function* chunksOf(bytes: Uint8Array | undefined): AsyncGenerator<Uint8Array> {
  if (bytes === undefined) throw new Error("opened an attachment that is not stored");
  for (let start = 0; start < bytes.length; start += 10_000) yield bytes.subarray(start, start + 10_000);
}
