/** A vault at every step of its publications, as whoever stops one, or looks meanwhile, finds it. */
import { join } from "node:path";
import { startSandbox } from "../../cli/sandbox/sandbox.ts";
import type { PublicKey } from "../../shared/ledger/public-key.ts";
import { silentLogger } from "../../shared/log.ts";
import { Ledger } from "../../shared/seal/ledger.ts";
import { localSigner } from "../../shared/seal/local-signer.ts";
import { sealVault } from "../../shared/seal/seal-vault.ts";
import { directoryStore } from "../../shared/store/directory.ts";
import type { ObjectStore } from "../../shared/store/object-store.ts";
import { harness } from "../archive/harness.ts";
import type { Files } from "../ocfl/fixtures.ts";
import { filesOf, tempFolder } from "../temp.ts";

const ARCHIVED = Date.parse("2026-01-02T03:04:05.678Z");

export interface Steps {
  /** The vault after each write into the object of ticket 143: the claim's first, the last one whole. */
  readonly first: readonly Files[];
  /** The same of version 2, after version 1 was sealed. */
  readonly second: readonly Files[];
  /** Version 2 whole and sealed. */
  readonly sealed: Files;
  readonly pinned: readonly PublicKey[];
  /** Half an hour after the versions were made. */
  readonly now: Date;
}

export async function publishingSteps(): Promise<Steps> {
  await using sandbox = { server: await startSandbox({ tickets: 0 }), [Symbol.asyncDispose]: close };
  async function close() {
    await sandbox.server.close();
  }
  const { server } = sandbox;
  await using folder = await tempFolder();
  const vault = join(folder.path, "vault");
  const steps: Files[] = [];
  const store = directoryStore(vault);
  const snapshot = async (): Promise<Files> => {
    const files = [...(await filesOf(vault))].filter(([path]) => !path.startsWith(".staging/"));
    return new Map(files);
  };
  await using wired = harness(
    server,
    watched(store, "archive/22824/143/", async () => void steps.push(await snapshot())),
  );
  const signer = localSigner(join(folder.path, "key.pem"));
  const { orgId } = server;
  const now = () => new Date(ARCHIVED + 600_000);
  const ledger = new Ledger({ orgId, store, signer, log: silentLogger, now, tool: "tests" });
  const { signal } = new AbortController();
  const seal = () => sealVault({ orgId, store, ledger, now, signal });

  await ledger.heartbeat();
  await wired.archive(143);
  const first = steps.splice(0);
  await seal();
  const ticket = structuredClone(server.ticket(143));
  if (ticket === undefined) throw new Error("ticket 143 is not there");
  ticket.ConversationList.pop();
  server.setTicket(143, ticket);
  await wired.archive(143);
  const second = steps.splice(0);
  await seal();
  const pinned = [await signer.publicKey()];
  return { first, second, sealed: await snapshot(), pinned, now: new Date(ARCHIVED + 1_800_000) };
}

/** The store, whose writes below `prefix` go one after the other, each followed by `after`. */
function watched(store: ObjectStore, prefix: string, after: () => Promise<void>): ObjectStore {
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(key: string, write: () => Promise<T>): Promise<T> => {
    if (!key.startsWith(prefix)) return write();
    const next = turn.then(async () => {
      const written = await write();
      await after();
      return written;
    });
    turn = next.catch(() => {});
    return next;
  };
  return new Proxy(store, {
    get(target, name) {
      if (name === "create")
        return (key: string, bytes: Uint8Array) => inTurn(key, () => target.create(key, bytes));
      if (name === "replace")
        return (key: string, bytes: Uint8Array, tag: string) =>
          inTurn(key, () => target.replace(key, bytes, tag));
      if (name === "publish")
        return (...[staged, key]: Parameters<ObjectStore["publish"]>) =>
          inTurn(key, () => target.publish(staged, key));
      const value: unknown = Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}
