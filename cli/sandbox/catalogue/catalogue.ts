/** All tickets of a sandbox: those of a folder, those generated, and what was put in their place since. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "../../../shared/errors.ts";
import { fileOf, type SandboxFile } from "../files/file-of.ts";
import { readRequest } from "../on-demand.ts";
import { changes } from "./changes.ts";
import { detailsOf } from "./details.ts";
import { generateTicket } from "./generate-ticket.ts";
import { picturesOf } from "./pictures.ts";
import { readTicket, type SandboxAttachment, type SandboxTicket } from "./ticket-schema.ts";

/** The id of the first generated ticket. */
const FIRST_GENERATED_ID = 1000;

/** The part of an attachment's path that follows the ticket's folder. */
const SERVED_PATH = /^email\/[0-9A-Za-z-]+(\?versionId=[\w.-]+)?$/;

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
  /** What each replaced ticket was since, the newest last; undefined where it was made one that never was. */
  readonly #replaced = new Map<number, (SandboxTicket | undefined)[]>();
  /** Files of replaced tickets stay, as objects in a bucket do when a ticket is edited. */
  readonly #replacedFiles = new Map<string, SandboxAttachment>();

  constructor(settings: CatalogueSettings) {
    this.#settings = settings;
    this.#fromFolder = readFolder(settings.folder);
  }

  /** Every ticket's id, in ascending order. */
  ids(): number[] {
    const generated = Array.from({ length: this.#settings.generated }, (_, n) => FIRST_GENERATED_ID + n);
    const forgotten = [...this.#replaced.keys()].filter((id) => this.ticket(id) === undefined);
    const ids = new Set([...this.#fromFolder.keys(), ...generated, ...this.#replaced.keys()]);
    for (const id of forgotten) ids.delete(id);
    return [...ids].sort((a, b) => a - b);
  }

  ticket(id: number): SandboxTicket | undefined {
    const replaced = this.#replaced.get(id);
    return replaced === undefined ? this.#original(id) : replaced.at(-1);
  }

  /** Adds a ticket, or replaces one: from now on the API answers this. */
  replace(id: number, ticket: SandboxTicket): void {
    this.#put(id, ticket);
  }

  /** Changes a ticket; one that is not there is empty. @throws UsageError for a change that cannot be made */
  change(id: number, request: object): void {
    const does = readRequest("change", changes, request);
    const earlier = (this.#replaced.get(id) ?? []).filter((ticket) => ticket !== undefined);
    const ticket = this.ticket(id) ?? { ConversationList: [] };
    // Details do not follow the messages: they stay as they were before the first change.
    const Details = detailsOf(id, ticket);
    const changed = does(Details === undefined ? ticket : { ...ticket, Details }, {
      original: this.#original(id),
      earlier,
    });
    this.#put(id, changed && readTicket(`the changed ticket ${id}`, changed));
  }

  /**
   * The file at `path` (`email/{uuid}`, or `email/{uuid}?versionId={any}` for a version of it) in the folder of ticket
   * `id`; undefined when there never was one.
   */
  attachment(id: number, path: string): { attachment: SandboxAttachment; file: SandboxFile } | undefined {
    const [newest = path, version] = path.split("?");
    const attachment = this.#file(id, path) ?? this.#file(id, newest);
    if (attachment === undefined) return undefined;
    const whole = version === undefined ? attachment : { ...attachment, ContentPath: path };
    return { attachment: whole, file: fileOf(whole) };
  }

  /** Forgets all replacements. */
  reset(): void {
    this.#replaced.clear();
    this.#replacedFiles.clear();
  }

  #file(id: number, path: string): SandboxAttachment | undefined {
    return (
      this.#replacedFiles.get(`${id}/${path}`) ??
      filesOf(this.#original(id)).find((candidate) => candidate.ContentPath === path)
    );
  }

  #put(id: number, ticket: SandboxTicket | undefined): void {
    const replaced = this.#replaced.get(id);
    if (replaced === undefined) this.#replaced.set(id, [ticket]);
    else replaced.push(ticket);
    for (const file of filesOf(ticket)) {
      this.#replacedFiles.set(`${id}/${file.ContentPath}`, file);
    }
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

/** Every file of the ticket in the bucket, attachments first. */
function filesOf(ticket: SandboxTicket | undefined): SandboxAttachment[] {
  const list = ticket?.ConversationList ?? [];
  return [...list.flatMap((conversation) => conversation.Attachments ?? []), ...picturesOf(list)];
}

function readFolder(folder: string): Map<number, SandboxTicket> {
  const tickets = new Map<number, SandboxTicket>();
  for (const name of readdirSync(folder)) {
    const id = /^([1-9]\d*)\.json$/.exec(name)?.[1];
    if (id !== undefined) {
      const path = join(folder, name);
      tickets.set(Number(id), readTicket(path, readFile(path)));
    }
  }
  return tickets;
}

function readFile(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (cause) {
    throw new UsageError(`${path} cannot be read as JSON`, { cause });
  }
}
