/** A small vault with a ledger, made by the product's own parts, and its files in memory to do harm to. */
import { join } from "node:path";
import { startSandbox } from "../../cli/sandbox/sandbox.ts";
import type { LedgerHead } from "../../shared/ledger/entry.ts";
import type { PublicKey } from "../../shared/ledger/public-key.ts";
import { silentLogger } from "../../shared/log.ts";
import { Ledger } from "../../shared/seal/ledger.ts";
import { localSigner } from "../../shared/seal/local-signer.ts";
import { sealVault } from "../../shared/seal/seal-vault.ts";
import { writeCheckpoints } from "../../shared/seal/write-checkpoint.ts";
import { directoryStore } from "../../shared/store/directory.ts";
import type { ObjectStore } from "../../shared/store/object-store.ts";
import { harness } from "../archive/harness.ts";
import { type Files, MemoryTree } from "../ocfl/fixtures.ts";
import { filesOf, tempFolder } from "../temp.ts";

const HOUR = 3_600_000;
/** When the tickets are archived, by the harness's clock. */
const ARCHIVED = Date.parse("2026-01-02T03:04:05.678Z");
/** Heartbeats that follow the last version, so that all of it is older than the time of grace. */
const HEARTBEATS = 11;

export interface MadeVault {
  /** Every file, by its path in the vault. */
  readonly files: Files;
  /** An hour after the last entry. */
  readonly now: Date;
  /** The key of the first entries, which introduces the second one. */
  readonly pinned: readonly PublicKey[];
  readonly head: LedgerHead;
}

/** Reads without copying, and gives each file in one piece. */
export class VaultTree extends MemoryTree {
  override async open(path: string): Promise<AsyncIterable<Uint8Array> | undefined> {
    const bytes = await this.read(path);
    return bytes && onePiece(bytes);
  }
}

async function* onePiece(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/**
 * Three tickets, one of them with two versions; a ledger of a heartbeat, three entries, a new key, and heartbeats.
 * @param addRecords writes records, which are sealed with the last version
 * @param addCheckpoint by the second key, as the first that it signs
 */
export async function makeVault(
  addRecords?: (store: ObjectStore, now: () => Date) => Promise<void>,
  addCheckpoint = false,
): Promise<MadeVault> {
  const sandbox = await startSandbox({ tickets: 2 });
  await using folder = await tempFolder();
  const vault = join(folder.path, "vault");
  const store = directoryStore(vault);
  await using wired = harness(sandbox, store);
  let time = ARCHIVED + HOUR;
  const now = () => new Date(time);
  const ledgerWith = (key: string) => {
    const signer = localSigner(join(folder.path, key));
    const { orgId } = sandbox;
    return { signer, ledger: new Ledger({ orgId, store, signer, log: silentLogger, now, tool: "tests" }) };
  };
  const first = ledgerWith("first.pem");
  const second = ledgerWith("second.pem");
  const { signal } = new AbortController();
  const seal = (ledger: Ledger) => sealVault({ orgId: sandbox.orgId, store, ledger, now, signal });

  await first.ledger.heartbeat();
  await wired.archive(143);
  await seal(first.ledger);
  await wired.archive(1000);
  await wired.archive(1001);
  time += HOUR;
  await seal(first.ledger);
  const ticket = structuredClone(sandbox.ticket(143));
  if (ticket === undefined) throw new Error("ticket 143 is not there");
  ticket.ConversationList.pop();
  sandbox.setTicket(143, ticket);
  await wired.archive(143);
  await addRecords?.(store, now);
  time += HOUR;
  await seal(first.ledger);
  await first.ledger.introduceKey(await second.signer.publicKey());
  for (let beat = 0; beat < HEARTBEATS; beat += 1) {
    time += 2.5 * HOUR;
    if (addCheckpoint && beat === 0)
      await writeCheckpoints({ orgId: sandbox.orgId, store, now, log: silentLogger, ...second }, signal);
    await second.ledger.heartbeat();
  }
  const head = await second.ledger.settle();
  if (head === undefined) throw new Error("nothing was sealed");
  await sandbox.close();
  const files: Files = new Map();
  for (const [path, bytes] of await filesOf(vault)) if (!path.startsWith(".staging/")) files.set(path, bytes);
  return { files, now: new Date(time + HOUR), pinned: [await first.signer.publicKey()], head };
}
