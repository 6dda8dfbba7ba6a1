/** The legal holds of an account: who put which tickets under which matter, when and why, in append-only records. */
import pMap from "p-map";
import { type IntegrityError, StoreError, UsageError } from "../errors.ts";
import { holdEntryKey, holdsKey, parseHoldEntryKey } from "../record-keys.ts";
import { readExisting } from "../store/conditions.ts";
import { byBytes } from "../store/key.ts";
import type { LegalHold } from "../store/legal-hold.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { tryServer } from "../store/storage-root.ts";
import { type PlacingQuestion, placing } from "./placing.ts";
import {
  begunAt,
  entryBytes,
  type HoldEntry,
  holdAltered,
  isOpen,
  type Matter,
  nextEntry,
  noMatter,
  parseMatter,
  withEntry,
} from "./record.ts";

const READS_AT_ONCE = 8;
/** Each round that fails lets somebody else's entry through. */
const ROUNDS = 20;

export interface HoldRegisterOptions {
  readonly store: ObjectStore;
  readonly orgId: number;
  readonly now: () => Date;
  /**
   * Finds entries that were hidden or written over, whatever stands there now. Undefined for a folder, and for the archive
   * flow, which may not list versions: they notice only what is missing before an entry that is there.
   */
  readonly changedFiles: LegalHold["changedFiles"] | undefined;
}

/** Who asks, and why; both stand in the record. */
interface Mandate {
  readonly by: string;
  readonly reason: string;
}

export interface HoldChange {
  readonly matter: Matter;
  /**
   * Whose holds must be looked at now: those asked for, or those released. Also when the record says so already, since
   * whoever wrote it may have been stopped before it was applied.
   */
  readonly tickets: readonly number[];
  /** The entries that name them. */
  readonly sequences: readonly number[];
  /** Whether the record got an entry. */
  readonly changed: boolean;
}

/** Each throws an IntegrityError `hold-altered` when a record that it reads is not whole, and has written nothing then. */
export interface HoldRegister {
  /**
   * Adds tickets to a matter, which begins with its first ones, or with a standing question.
   * @throws UsageError for a malformed name, and for no tickets without a standing question
   */
  place(
    matter: string,
    tickets: readonly number[],
    mandate: Mandate,
    question?: PlacingQuestion,
  ): Promise<HoldChange>;
  /** Ends a matter. @throws StoreError `no-such-matter` */
  release(matter: string, mandate: Mandate): Promise<HoldChange>;
  /** @throws StoreError `no-such-matter` */
  read(matter: string): Promise<Matter>;
  /** All matters, ended ones too, by name. */
  list(): Promise<Matter[]>;
  /** The names of the matters that each ticket is under now. */
  heldTickets(): Promise<ReadonlyMap<number, readonly string[]>>;
}

/** The register of one account's legal holds, in a store; nothing is read before a method is called. */
export function holdRegister({ store, orgId, now, changedFiles }: HoldRegisterOptions): HoldRegister {
  /** The number of the last entry of each matter below a folder. */
  async function lastEntries(below: string): Promise<ReadonlyMap<string, number>> {
    const last = new Map<string, number>();
    for await (const { key } of store.list(below)) {
      const entry = parseHoldEntryKey(orgId, key);
      if (entry !== undefined) last.set(entry.matter, Math.max(entry.sequence, last.get(entry.matter) ?? 1));
    }
    for await (const key of changedFiles?.(below) ?? []) {
      if (parseHoldEntryKey(orgId, key) !== undefined)
        throw altered(key, "was deleted or written over, which no entry ever is");
    }
    return last;
  }

  /** The entries are read by their numbers, as all before the last were there when it was written. */
  async function readEntries(name: string, last: number): Promise<Matter> {
    let matter = noMatter(orgId, name);
    while (matter.entries.length < last) {
      const key = holdEntryKey(orgId, name, matter.entries.length + 1);
      const file = await store.read(key);
      if (file === undefined) throw altered(key, "is missing from this legal hold's record");
      matter = withEntry(matter, file.bytes, `${store.location}/${key}`);
    }
    return matter;
  }

  function altered(key: string, what: string): IntegrityError {
    return holdAltered(`${store.location}/${key}`, what);
  }

  async function readMatter(name: string): Promise<Matter> {
    const last = await lastEntries(holdsKey(orgId, name));
    return readEntries(name, last.get(name) ?? 0);
  }

  async function existing(name: string): Promise<Matter> {
    const matter = await readMatter(parseMatter(name));
    if (matter.entries.length > 0) return matter;
    throw new StoreError(
      "no-such-matter",
      `There is no legal hold for the matter ${name} in account ${orgId}.`,
    );
  }

  /** Appends what `change` makes of the matter as it stands, if anything; others may append between reading and writing. */
  async function append(
    name: string,
    read: (name: string) => Promise<Matter>,
    change: (matter: Matter) => Pick<HoldEntry, "action" | "tickets" | "question"> | undefined,
    mandate: Mandate,
  ): Promise<Omit<HoldChange, "sequences">> {
    await tryServer(store, orgId);
    for (let round = 1; round <= ROUNDS; round += 1) {
      const matter = await read(name);
      const what = change(matter);
      if (what === undefined)
        return { matter, tickets: matter.entries.at(-1)?.tickets ?? [], changed: false };
      const entry = nextEntry(matter, {
        ...what,
        ...mandate,
        at: now().toISOString(),
      });
      const bytes = entryBytes(entry);
      const key = holdEntryKey(orgId, matter.matter, entry.sequence);
      if ((await store.create(key, bytes)) === "created") {
        const { tickets } = entry;
        return { matter: withEntry(matter, bytes, `${store.location}/${key}`), tickets, changed: true };
      }
      await readExisting(store, key);
    }
    throw new StoreError("contended", `The matter ${name} is being changed by others; run again.`, {
      retryable: true,
    });
  }

  async function list(): Promise<Matter[]> {
    const last = [...(await lastEntries(holdsKey(orgId)))].toSorted(([a], [b]) => byBytes(a, b));
    return pMap(last, ([name, sequence]) => readEntries(name, sequence), { concurrency: READS_AT_ONCE });
  }

  return {
    async place(name, tickets, mandate, question) {
      const wanted = new Set(tickets);
      if (wanted.size === 0 && question?.standing !== true)
        throw new UsageError("Say which tickets to put under legal hold: at least one.");
      const change = (matter: Matter) => placing(matter, wanted, question);
      const placed = await append(parseMatter(name), readMatter, change, mandate);
      const { entries } = placed.matter;
      const naming = entries
        .slice(begunAt(entries))
        .filter((entry) => entry.tickets.some((ticket) => wanted.has(ticket)));
      return { ...placed, tickets: [...wanted], sequences: naming.map(({ sequence }) => sequence) };
    },
    async release(name, mandate) {
      const all = (matter: Matter) =>
        isOpen(matter) ? { action: "release" as const, tickets: [...matter.tickets] } : undefined;
      const released = await append(name, existing, all, mandate);
      return { ...released, sequences: [released.matter.entries.length] };
    },
    read: existing,
    list,
    async heldTickets() {
      const held = new Map<number, string[]>();
      for (const { matter, tickets } of await list()) {
        for (const ticket of tickets) held.set(ticket, [...(held.get(ticket) ?? []), matter]);
      }
      return held;
    },
  };
}
