/** Adds to a bag what the formats that were asked for make of the archived files. */
import { createHash } from "node:crypto";
import type { ObjectPlace } from "../archive/place.ts";
import type { Packed, Table } from "../render/table.ts";
import type { ExportTicket, OpenAttachment } from "../render/ticket.ts";
import type { Bag } from "./bag.ts";
import type { MadeFile, Maker } from "./format.ts";
import type { KeptAttachments } from "./kept-attachments.ts";
import { makersOf, tablesOf } from "./makers/of-request.ts";
import { alteredContent, type OpenTicket } from "./open-pinned.ts";
import { archivedBytes } from "./read-archived.ts";
import type { ExportRequest } from "./request.ts";
import type { RowsFile } from "./rows.ts";

/** Where a part puts what is made of its tickets. */
export interface PartPlace {
  readonly bag: Bag;
  /** The part's name: the folder that its zip unpacks to. */
  readonly name: string;
  readonly rows: RowsFile;
}

/** The documents of one part: the files of each ticket go into its bag, what it adds to the tables into its rows. */
export class PartDocuments {
  readonly #place: PartPlace;
  readonly #zone: string;
  readonly #makers: readonly Maker[];
  readonly #tables: readonly Table[];
  readonly #kept: KeptAttachments;
  readonly #signal: AbortSignal | undefined;

  private constructor(
    place: PartPlace,
    { zone }: ExportRequest,
    makers: readonly Maker[],
    tables: readonly Table[],
    kept: KeptAttachments,
    signal?: AbortSignal,
  ) {
    this.#place = place;
    this.#zone = zone;
    this.#makers = makers;
    this.#tables = tables;
    this.#kept = kept;
    this.#signal = signal;
  }

  /** @param kept has attachments of the ticket that is added, as they were packed */
  static async of(
    place: PartPlace,
    request: ExportRequest,
    kept: KeptAttachments,
    signal?: AbortSignal,
  ): Promise<PartDocuments> {
    const makers = await makersOf(request);
    return new PartDocuments(place, request, makers, await tablesOf(request), kept, signal);
  }

  /** @throws IntegrityError when an attachment is not what was archived */
  async addTicket({ place, ticket }: OpenTicket): Promise<void> {
    const options = { zone: this.#zone, open: attachmentOpener(place, ticket, this.#kept, this.#signal) };
    for (const maker of this.#makers) {
      for await (const file of maker.files(ticket, options)) await this.#add(file);
    }
    const { bag, name, rows } = this.#place;
    const packed: Packed = (path) => {
      const file = bag.payloadFile(path);
      return file && { ...file, path: `${name}/data/${path}` };
    };
    for (const table of this.#tables) await rows.add(table.path, table.lines(ticket, packed));
  }

  async #add({ path, body, compress }: MadeFile): Promise<void> {
    const { bag } = this.#place;
    if (bag.payloadFile(path) === undefined) await bag.addPayload(path, body, { compress });
  }
}

/** Reads attachments of the version, each checked against the digest that the archive has of it. */
function attachmentOpener(
  { store, object }: ObjectPlace,
  { document, contentPath }: ExportTicket,
  keptOfTicket: KeptAttachments,
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
    const sha256 = digests.get(logicalPath);
    const kept = sha256 === undefined ? undefined : keptOfTicket.get(sha256);
    if (kept !== undefined) return yield kept;
    const hash = createHash("sha256");
    for await (const chunk of archivedBytes(store, key, signal)) {
      hash.update(chunk);
      yield chunk;
    }
    if (hash.digest("hex") !== sha256) throw alteredContent(store, key);
  };
}
