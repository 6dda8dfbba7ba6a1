/** A vault in memory with nothing but what the catalogue reads: inventories, documents of tickets, and unsigned entries of a ledger. */
import { sha256Hex } from "../../shared/digest.ts";
import { jsonBytes } from "../../shared/json.ts";
import { entryKey, objectId, objectKey, versionKey } from "../../shared/keys.ts";
import { entryBytes, headOf, type LedgerHead, nextEntry } from "../../shared/ledger/entry.ts";
import type { SealedFile } from "../../shared/ledger/entry-content.ts";
import { type Inventory, inventoryBytes, nextInventory, versionNumber } from "../../shared/ocfl/inventory.ts";
import { directoryStore } from "../../shared/store/directory.ts";
import type { ObjectStore } from "../../shared/store/object-store.ts";
import { type Entry, renderedHistory } from "../render/rendered-ticket.ts";
import { overriding } from "../store/overriding.ts";

export const ORG = 22824;
const FIRST = Date.UTC(2026, 0, 1);

export class SmallVault {
  readonly files = new Map<string, Uint8Array>();
  readonly #answers = new Map<number, Entry[][]>();
  readonly #inventories = new Map<number, Inventory>();
  #head: LedgerHead | undefined;
  #unsealed: SealedFile[] = [];
  readonly #others: () => Promise<void>;

  /** @param others lets others go on before a file is read */
  constructor(others: () => Promise<void> = async () => {}) {
    this.#others = others;
  }

  /** For readers. */
  get store(): ObjectStore {
    return overriding(directoryStore("memory"), {
      location: "memory",
      read: async (key) => {
        await this.#others();
        const bytes = this.files.get(key);
        return bytes && { bytes, tag: sha256Hex(bytes), held: false };
      },
      stat: async (key) => {
        const bytes = this.files.get(key);
        return bytes && { size: bytes.length };
      },
      children: async (prefix) => {
        const below = [...this.files.keys()].filter((key) => key.startsWith(`${prefix}/`));
        const names = below.map((key) => key.slice(prefix.length + 1).split("/")[0]);
        return { files: [], folders: [...new Set(names)].map((name) => `${prefix}/${name}`) };
      },
    });
  }

  get tickets(): number[] {
    return [...this.#inventories.keys()];
  }

  /** What LeadSquared listed of a ticket the last time. */
  listed(ticketId: number): readonly Entry[] {
    return this.#answers.get(ticketId)?.at(-1) ?? [];
  }

  /** Publishes the version of a ticket in which this is listed. */
  async publish(ticketId: number, entries: readonly Entry[]): Promise<void> {
    const answers = [...(this.#answers.get(ticketId) ?? []), [...entries]];
    this.#answers.set(ticketId, answers);
    const { ticket } = await renderedHistory(answers, new Map(), ticketId);
    const document = jsonBytes(ticket.document);
    const inventory = nextInventory(this.#inventories.get(ticketId), {
      id: objectId(ORG, ticketId),
      created: new Date(FIRST + answers.length * 60_000).toISOString(),
      message: "Archived.",
      user: { name: "Ticketvault", address: "urn:ticketvault" },
      files: new Map([["ticket.json", sha256Hex(document)]]),
    });
    this.#inventories.set(ticketId, inventory);
    const bytes = inventoryBytes(inventory);
    const key = versionKey({ orgId: ORG, ticketId, version: versionNumber(inventory.head) });
    this.files.set(`${objectKey(ORG, ticketId)}/${inventory.head}/content/ticket.json`, document);
    this.files.set(key, bytes);
    this.files.set(`${objectKey(ORG, ticketId)}/inventory.json`, bytes);
    this.#unsealed.push({ key, sha256: sha256Hex(bytes) });
  }

  /** Writes the next entry of the ledger: of all that is not sealed, or a heartbeat. */
  seal(): void {
    const sealed = this.#unsealed;
    this.#unsealed = [];
    const content =
      sealed.length === 0 ? ({ kind: "heartbeat" } as const) : ({ kind: "versions", sealed } as const);
    const now = new Date(FIRST + (this.#head?.sequence ?? 0) * 300_000);
    const origin = { orgId: ORG, keyId: "0".repeat(64), now, tool: "tests" };
    const entry = nextEntry(this.#head, content, origin);
    const bytes = entryBytes(entry);
    this.#head = headOf(entry, bytes);
    this.files.set(entryKey(ORG, entry.sequence), bytes);
  }
}
