/** Adds to a bag what is made of the archived files for people to read: pages, e-mails, texts, tables, load files. */
import { createHash } from "node:crypto";
import type { ObjectPlace } from "../archive/place.ts";
import { emlFile } from "../render/eml.ts";
import { type IndexEntry, indexEntry, indexPage } from "../render/index-page.ts";
import { datFile, optFile } from "../render/loadfile.ts";
import { emlPath, INDEX_PATH, transcriptPath } from "../render/paths.ts";
import type { Table } from "../render/table.ts";
import { attachmentsCsv, messagesCsv } from "../render/tables.ts";
import { textFiles } from "../render/texts.ts";
import type { ExportTicket, OpenAttachment } from "../render/ticket.ts";
import { exportTranscript } from "../render/transcript.ts";
import type { Bag } from "./bag.ts";
import { alteredContent, type OpenTicket } from "./open-pinned.ts";
import type { ExportPlan, PlannedPart } from "./plan.ts";
import { archivedBytes } from "./read-archived.ts";
import type { ExportFormat, ExportRequest } from "./request.ts";

/** The tables that a form asks for. */
const TABLES: Readonly<Partial<Record<ExportFormat, readonly Table[]>>> = {
  csv: [messagesCsv, attachmentsCsv],
  loadfile: [datFile, optFile],
};

/**
 * The documents of one part: those of each ticket are packed at once, those of all tickets grow by a few lines and are
 * packed last. The plan bounds the texts in a part, and with them what is kept here.
 */
export class PartDocuments {
  readonly #bag: Bag;
  readonly #request: ExportRequest;
  readonly #signal: AbortSignal | undefined;
  readonly #tables: readonly { readonly table: Table; readonly lines: Buffer[] }[];
  readonly #index: IndexEntry[] = [];

  constructor(bag: Bag, request: ExportRequest, signal?: AbortSignal) {
    this.#bag = bag;
    this.#request = request;
    this.#signal = signal;
    this.#tables = request.formats
      .flatMap((format) => TABLES[format] ?? [])
      .map((table) => ({ table, lines: [Buffer.from(table.header)] }));
  }

  /** @throws IntegrityError when an attachment is not what was archived */
  async addTicket({ place, ticket }: OpenTicket): Promise<void> {
    const open = attachmentOpener(place, ticket, this.#signal);
    if (this.#wants("html")) await this.#addTranscript(ticket, open);
    if (this.#wants("eml")) await this.#addEmails(ticket, open);
    if (this.#tables.length > 0) await this.#addTexts(ticket);
    for (const { table, lines } of this.#tables) {
      lines.push(Buffer.from(table.lines(ticket, (path) => this.#bag.payloadFile(path))));
    }
  }

  async finish({ id, orgId, request, parts, leftOut }: ExportPlan, { number }: PlannedPart): Promise<void> {
    for (const { table, lines } of this.#tables) {
      await this.#bag.addPayload(table.path, streamOf(lines), { compress: true });
    }
    if (!this.#wants("html")) return;
    const { matter, requestedBy, reason } = request;
    const facts = { id, orgId, matter, requestedBy, reason, part: number, parts: parts.length, leftOut };
    await this.#bag.addPayload(INDEX_PATH, indexPage(facts, this.#index), { compress: true });
  }

  #wants(format: ExportFormat): boolean {
    return this.#request.formats.includes(format);
  }

  async #addTranscript(ticket: ExportTicket, open: OpenAttachment): Promise<void> {
    const page = exportTranscript(ticket, { zone: this.#request.zone, open });
    await this.#bag.addPayload(transcriptPath(ticket.version.ticketId), page, { compress: true });
    this.#index.push(indexEntry(ticket));
  }

  async #addEmails(ticket: ExportTicket, open: OpenAttachment): Promise<void> {
    for (const [index, conversation] of ticket.shown.entries()) {
      const path = emlPath(ticket.version.ticketId, index, conversation);
      // Attachments hardly shrink, and in base64 they would take longer than all else.
      const compress = conversation.attachments.every(({ status }) => status === "failed");
      await this.#bag.addPayload(path, emlFile(ticket, index, open), { compress });
    }
  }

  async #addTexts(ticket: ExportTicket): Promise<void> {
    for (const { path, bytes } of textFiles(ticket))
      await this.#bag.addPayload(path, bytes, { compress: true });
  }
}

/** Reads attachments of the version, each checked against the digest that the archive has of it. */
function attachmentOpener(
  { store, object }: ObjectPlace,
  { document, contentPath }: ExportTicket,
  signal: AbortSignal | undefined,
): OpenAttachment {
  const digests = new Map(
    document.conversations
      .flatMap(({ attachments }) => attachments)
      .flatMap((attachment) =>
        attachment.status === "failed" ? [] : [[attachment.path, attachment.sha256]],
      ),
  );
  return async function* (logicalPath) {
    const key = `${object}/${contentPath(logicalPath)}`;
    const hash = createHash("sha256");
    for await (const chunk of archivedBytes(store, key, signal)) {
      hash.update(chunk);
      yield chunk;
    }
    if (hash.digest("hex") !== digests.get(logicalPath)) throw alteredContent(store, key);
  };
}

async function* streamOf(chunks: readonly Uint8Array[]): AsyncIterable<Uint8Array> {
  yield* chunks;
}
