/** Made-up histories of tickets through the real flow: HTTP, a vault in a folder, runs that are killed, and the sealer. */
import pMap from "p-map";
import { type Sandbox, startSandbox } from "../../cli/sandbox/sandbox.ts";
import { ticketPlace } from "../../shared/archive/place.ts";
import { readPublished } from "../../shared/archive/read-published.ts";
import { LeadSquaredError } from "../../shared/errors.ts";
import { versionKey } from "../../shared/keys.ts";
import { localPacer } from "../../shared/leadsquared/local-pacer.ts";
import { VENDOR_PACE } from "../../shared/leadsquared/pace.ts";
import type { PublicKey } from "../../shared/ledger/public-key.ts";
import { EVENTS } from "../../shared/names.ts";
import { versionNumber } from "../../shared/ocfl/inventory.ts";
import type { ObjectStore } from "../../shared/store/object-store.ts";
import type { TicketDocument } from "../../shared/ticket/document.ts";
import { batch, makeSealer, notice } from "../seal/sealer.ts";
import { randomOf } from "../ticket/histories.ts";
import { Died, dyingStore } from "./dying-store.ts";
import { harness } from "./harness.ts";

const FIRST = 1000;
const AT_ONCE = 8;
/** Operations of a store in a run that writes a version, and some more: others end before they are killed. */
const OPERATIONS = 18;

const CHANGES = ["add", "edit", "edit", "remove", "remove", "restore", "empty", "add-file"] as const;
const NOISE = ["reorder", "nothing"] as const;
type Step = (typeof CHANGES)[number] | (typeof NOISE)[number];

/** What was seen of a ticket at the source, and what became of it. */
export interface Lived {
  readonly ticketId: number;
  /** Every message with every wording, and every file, that LeadSquared ever listed. */
  readonly shown: ReadonlySet<string>;
  /** Messages that were edited and removed, by their ids. */
  readonly edited: ReadonlySet<string>;
  readonly removed: ReadonlySet<string>;
  /** Steps that meant nothing, and made a version all the same. */
  readonly noted: readonly Step[];
  /** Of the head version. */
  readonly document: TicketDocument;
  /** Of events. */
  readonly told: { readonly edited: ReadonlySet<string>; readonly removed: ReadonlySet<string> };
}

/** The vault in which they were lived, once all is sealed. */
export interface LivedVault {
  readonly store: ObjectStore;
  readonly key: PublicKey;
  /** A minute after the last entry. */
  readonly now: Date;
}

/** Lives so many histories, several at once in one vault, then seals all of them by S3's notices. */
export async function live(
  histories: number,
  steps: number,
  look?: (vault: LivedVault) => Promise<void>,
): Promise<Lived[]> {
  const sandbox = await startSandbox({ tickets: histories, limit: { calls: 1_000_000 } });
  await using sealer = await makeSealer();
  const { store } = sealer;
  const pacer = localPacer({ ...VENDOR_PACE, limit: 100_000 });
  await using flow = harness(sandbox, store, { pacer });
  const headOf = async (ticketId: number) =>
    readPublished(ticketPlace(store, sandbox.orgId, ticketId), undefined);

  /** Now and then a run is killed somewhere first; a source that seems to have forgotten everybody gets its ticket back. */
  const archive = async (ticketId: number, random: (below: number) => number): Promise<void> => {
    if (random(3) === 0) {
      await using killed = harness(sandbox, dyingStore(store, 1 + random(OPERATIONS)).store, { pacer });
      await killed.archive(ticketId).catch((error: unknown) => {
        if (!(error instanceof Died || isForgotten(error))) throw error;
      });
    }
    await flow.archive(ticketId).catch(async (error: unknown) => {
      if (!isForgotten(error)) throw error;
      sandbox.change(ticketId, { kind: "restore" });
      await flow.archive(ticketId);
    });
  };

  const liveOne = async (ticketId: number): Promise<Omit<Lived, "told">> => {
    const random = randomOf(ticketId);
    const seen = new Seen();
    const noted: Step[] = [];
    seen.look(listedIn(sandbox, ticketId));
    await archive(ticketId, random);
    for (let step = 0; step < steps; step += 1) {
      const all: readonly Step[] = random(4) === 0 ? NOISE : CHANGES;
      const what = all[random(all.length)] ?? "nothing";
      const before = listedIn(sandbox, ticketId);
      const { head } = await headOf(ticketId);
      change(sandbox, ticketId, what, random);
      await archive(ticketId, random);
      const after = listedIn(sandbox, ticketId);
      seen.look(after);
      seen.compare(before, after);
      const isNoise = NOISE.some((each) => each === what);
      if (isNoise && (await headOf(ticketId)).head !== head) noted.push(what);
    }
    const { shown, edited, removed } = seen;
    return { ticketId, shown, edited, removed, noted, document: (await headOf(ticketId)).document };
  };

  const tickets = Array.from({ length: histories }, (_, index) => FIRST + index);
  const lived = await pMap(tickets, liveOne, { concurrency: AT_ONCE });
  for (const { ticketId } of lived) {
    const versions = versionNumber((await headOf(ticketId)).head);
    const keys = Array.from({ length: versions }, (_, index) =>
      versionKey({ orgId: sandbox.orgId, ticketId, version: index + 1 }),
    );
    const failed = await sealer.seal(batch(...keys.map((key) => notice(`${key}.sha256`))));
    if (failed?.length !== 0) throw new Error(`ticket ${ticketId} was not sealed`);
  }
  await sandbox.close();
  await look?.({
    store,
    key: await sealer.wired.signer.publicKey(),
    now: new Date(sealer.wired.now().getTime() + 60_000),
  });
  return lived.map((each) => ({ ...each, told: toldOf(sealer.told, each.ticketId) }));
}

interface Listed {
  readonly id: string;
  readonly words: string;
  readonly files: readonly string[];
}

function listedIn(sandbox: Sandbox, ticketId: number): Listed[] {
  return (sandbox.ticket(ticketId)?.ConversationList ?? []).map(({ Id, Text, Html, Attachments }) => ({
    id: String(Id),
    words: JSON.stringify([Text, Html]),
    files: (Attachments ?? []).map(({ FileName }) => String(FileName)),
  }));
}

/** What was ever listed, in texts that `keptIn` writes of a document, too. */
class Seen {
  readonly shown = new Set<string>();
  readonly edited = new Set<string>();
  readonly removed = new Set<string>();

  look(listed: readonly Listed[]): void {
    for (const { id, words, files } of listed) {
      this.shown.add(`${id} ${words}`);
      for (const file of files) this.shown.add(`${id} ${file}`);
    }
  }

  compare(before: readonly Listed[], after: readonly Listed[]): void {
    const now = new Map(after.map((each) => [each.id, each]));
    for (const { id, words } of before) {
      const still = now.get(id);
      if (still === undefined) this.removed.add(id);
      else if (still.words !== words) this.edited.add(id);
    }
  }
}

/** All messages with all wordings and all stored files of a document. */
export function keptIn({ conversations }: TicketDocument): Set<string> {
  return new Set(
    conversations.flatMap((each) => [
      ...[each, ...each.revisions].map(({ text, html }) => `${each.id} ${JSON.stringify([text, html])}`),
      ...each.attachments.flatMap(({ status, fileName }) =>
        status === "stored" ? [`${each.id} ${fileName}`] : [],
      ),
    ]),
  );
}

function change(sandbox: Sandbox, ticketId: number, step: Step, random: (below: number) => number): void {
  const listed = sandbox.ticket(ticketId)?.ConversationList ?? [];
  const message = listed[random(Math.max(1, listed.length))]?.Id ?? undefined;
  const n = random(1_000_000);
  if (step === "add") sandbox.change(ticketId, { kind: "add", text: `words ${n}` });
  if (step === "restore" || step === "empty" || step === "reorder") sandbox.change(ticketId, { kind: step });
  if (message === undefined) return;
  if (step === "edit") sandbox.change(ticketId, { kind: "edit", message, set: { Text: `edited ${n}` } });
  if (step === "remove") sandbox.change(ticketId, { kind: "remove", message });
  if (step === "add-file") {
    sandbox.change(ticketId, { kind: "add-file", message, name: `file-${n}.txt`, bytes: 100 });
  }
}

function isForgotten(error: unknown): boolean {
  return error instanceof LeadSquaredError && error.code === "source-forgot";
}

function toldOf(told: readonly { type: string; detail: object }[], ticketId: number): Lived["told"] {
  const edited = new Set<string>();
  const removed = new Set<string>();
  for (const { type, detail } of told as readonly { type: string; detail: Detail }[]) {
    if (type !== EVENTS.changedAtSource || detail.ticketId !== ticketId) continue;
    for (const key of detail.edited.keys) edited.add(key);
    for (const key of detail.removed.keys) removed.add(key);
  }
  return { edited, removed };
}

interface Detail {
  readonly ticketId: number;
  readonly edited: { readonly keys: readonly string[] };
  readonly removed: { readonly keys: readonly string[] };
}
