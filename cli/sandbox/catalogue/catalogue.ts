/** All tickets of a sandbox: those of a folder, those generated, and those that a test has put in their place. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "../../../shared/errors.ts";
import { fileOf, type SandboxFile } from "../files/file-of.ts";
import { generateTicket } from "./generate-ticket.ts";
import { type SandboxAttachment, type SandboxTicket, sandboxTicket } from "./ticket-schema.ts";

/** The id of the first generated ticket. */
const FIRST_GENERATED_ID = 1000;

/** The part of an attachment's path that follows the ticket's folder. */
const SERVED_PATH = /^email\/[0-9A-Za-z-]+$/;

export interface CatalogueSettings {
  /** Holds `{id}.json` files in the shape of the documented answer. */
  readonly folder: string;
  /** How many tickets to generate, with ids from `FIRST_GENERATED_ID`. */
  readonly generated: number;
  readonly seed: number;
  readonly attachmentBytes: number | undefined;
}

export class Catalogue {
  readonly #settings: CatalogueSettings;
  readonly #fromFolder: ReadonlyMap<number, SandboxTicket>;
  readonly #replaced = new Map<number, SandboxTicket>();
  /** Files of replaced tickets stay, as objects in a bucket do when a ticket is edited. */
  readonly #replacedFiles = new Map<string, SandboxAttachment>();

  constructor(settings: CatalogueSettings) {
    this.#settings = settings;
    this.#fromFolder = readFolder(settings.folder);
  }

  /** Every ticket's id, in ascending order. */
  ids(): number[] {
    const generated = Array.from({ length: this.#settings.generated }, (_, n) => FIRST_GENERATED_ID + n);
    return [...new Set([...this.#fromFolder.keys(), ...generated, ...this.#replaced.keys()])].sort(
      (a, b) => a - b,
    );
  }

  ticket(id: number): SandboxTicket | undefined {
    return this.#replaced.get(id) ?? this.#original(id);
  }

  /** Adds a ticket, or edits one: from now on the API answers this. */
  replace(id: number, ticket: SandboxTicket): void {
    this.#replaced.set(id, ticket);
    for (const attachment of attachmentsOf(ticket)) {
      this.#replacedFiles.set(`${id}/${attachment.ContentPath}`, attachment);
    }
  }

  /** The file at `path` (`email/{uuid}`) in the folder of ticket `id`; undefined when there never was one. */
  attachment(id: number, path: string): { attachment: SandboxAttachment; file: SandboxFile } | undefined {
    const attachment =
      this.#replacedFiles.get(`${id}/${path}`) ??
      attachmentsOf(this.#original(id)).find((candidate) => candidate.ContentPath === path);
    return attachment === undefined ? undefined : { attachment, file: fileOf(attachment) };
  }

  /** Forgets all replacements. */
  reset(): void {
    this.#replaced.clear();
    this.#replacedFiles.clear();
  }

  #original(id: number): SandboxTicket | undefined {
    const fromFolder = this.#fromFolder.get(id);
    const { seed, generated, attachmentBytes } = this.#settings;
    if (fromFolder !== undefined || id < FIRST_GENERATED_ID || id >= FIRST_GENERATED_ID + generated) {
      return fromFolder;
    }
    return generateTicket(seed, id, attachmentBytes);
  }
}

/** Whether the sandbox mints URLs for this `ContentPath`. */
export function isServedPath(contentPath: string): boolean {
  return SERVED_PATH.test(contentPath);
}

function attachmentsOf(ticket: SandboxTicket | undefined): SandboxAttachment[] {
  return (ticket?.ConversationList ?? []).flatMap((conversation) => conversation.Attachments ?? []);
}

function readFolder(folder: string): Map<number, SandboxTicket> {
  const tickets = new Map<number, SandboxTicket>();
  for (const name of readdirSync(folder)) {
    const id = /^([1-9]\d*)\.json$/.exec(name)?.[1];
    if (id !== undefined) {
      tickets.set(Number(id), readTicket(join(folder, name)));
    }
  }
  return tickets;
}

function readTicket(path: string): SandboxTicket {
  try {
    return sandboxTicket.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch (cause) {
    throw new UsageError(
      `${path} is no ticket for the sandbox: compare it with tickets/143.json beside the sandbox`,
      { cause },
    );
  }
}
