/** Adds to a bag what the formats that were asked for make of the archived files. */
import { createHash } from "node:crypto";
import type { ObjectPlace } from "../archive/place.ts";
import { type IndexEntry, indexEntry, indexPage } from "../render/index-page.ts";
import { INDEX_PATH } from "../render/paths.ts";
import type { Packed, Table } from "../render/table.ts";
import type { ExportTicket, OpenAttachment } from "../render/ticket.ts";
import type { Bag } from "./bag.ts";
import type { MadeFile, Maker } from "./format.ts";
import { FORMATS } from "./formats.ts";
import { alteredContent, type OpenTicket } from "./open-pinned.ts";
import type { ExportPlan, PlannedPart } from "./plan.ts";
import { archivedBytes } from "./read-archived.ts";
import type { ExportRequest } from "./request.ts";

interface GrowingTable {
  readonly table: Table;
  readonly lines: Buffer[];
}

/**
 * The documents of one part: those of each ticket are packed at once, those of all tickets grow by a few lines and are
 * packed last. The plan bounds the texts in a part, and with them what is kept here.
 */
export class PartDocuments {
  readonly #bag: Bag;
  readonly #request: ExportRequest;
  readonly #makers: readonly Maker[];
  readonly #signal: AbortSignal | undefined;
  readonly #tables: readonly GrowingTable[];
  readonly #index: IndexEntry[] = [];

  private constructor(bag: Bag, request: ExportRequest, makers: readonly Maker[], signal?: AbortSignal) {
    this.#bag = bag;
    this.#request = request;
    this.#makers = makers;
    this.#signal = signal;
    this.#tables = makers
      .flatMap(({ tables }) => tables)
      .map((table) => ({ table, lines: [Buffer.from(table.header)] }));
  }

  static async of(bag: Bag, request: ExportRequest, signal?: AbortSignal): Promise<PartDocuments> {
    const makers = await Promise.all(request.formats.map((name) => FORMATS[name].maker()));
    return new PartDocuments(bag, request, makers, signal);
  }

  /** @throws IntegrityError when an attachment is not what was archived */
  async addTicket({ place, ticket }: OpenTicket): Promise<void> {
    const options = { zone: this.#request.zone, open: attachmentOpener(place, ticket, this.#signal) };
    for (const maker of this.#makers) {
      for await (const file of maker.files(ticket, options)) await this.#add(file);
    }
    const packed: Packed = (path) => {
      const file = this.#bag.payloadFile(path);
      return file && { ...file, path };
    };
    for (const { table, lines } of this.#tables) lines.push(Buffer.from(table.lines(ticket, packed)));
    if (this.#request.formats.includes("html")) this.#index.push(indexEntry(ticket));
  }

  async finish({ id, orgId, request, parts, leftOut }: ExportPlan, { number }: PlannedPart): Promise<void> {
    for (const { table, lines } of this.#tables) {
      await this.#bag.addPayload(table.path, streamOf(lines), { compress: true });
    }
    if (!request.formats.includes("html")) return;
    const { matter, requestedBy, reason } = request;
    const facts = { id, orgId, matter, requestedBy, reason, part: number, parts: parts.length, leftOut };
    await this.#bag.addPayload(INDEX_PATH, indexPage(facts, this.#index), { compress: true });
  }

  async #add({ path, body, compress }: MadeFile): Promise<void> {
    if (this.#bag.payloadFile(path) === undefined) await this.#bag.addPayload(path, body, { compress });
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
