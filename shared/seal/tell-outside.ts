/** Has what a ledger says remembered elsewhere: an entry gets the time stamps of authorities, and a copy goes to a witness. */
import pMap from "p-map";
import type { Authority } from "../authorities.ts";
import { TicketvaultError } from "../errors.ts";
import { entryKey, signatureKey, timeStampKey } from "../keys.ts";
import type { Logger } from "../log.ts";
import { LOG_EVENTS } from "../names.ts";
import type { ObjectStore } from "../store/object-store.ts";
import type { AskAuthority } from "./ask-authority.ts";

export interface Outside {
  /** Each is asked: one of them may be away for good. */
  readonly authorities: readonly Authority[];
  readonly ask: AskAuthority;
  /** Where a copy of the entry goes; it is only ever added to. */
  readonly witness?: Pick<ObjectStore, "create"> | undefined;
}

export interface OutsideDependencies {
  readonly orgId: number;
  readonly store: ObjectStore;
  readonly log: Logger;
  readonly outside: Outside;
}

/** What could not be done, in words; it is tried again with the next call, and keeps nothing from being sealed. */
export async function tellOutside(
  { orgId, store, log, outside: { authorities, ask, witness } }: OutsideDependencies,
  sequence: number,
): Promise<readonly string[]> {
  const failed: string[] = [];
  const attempt = async (what: string, name: string, work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      const code = error instanceof TicketvaultError ? error.code : "unexpected";
      log.warn("seal.outside-failed", { orgId, sequence, what, name, code });
      failed.push(error instanceof TicketvaultError ? error.message : `${what}: failed`);
    }
  };
  const stamp = async (authority: Authority): Promise<void> => {
    const key = timeStampKey(orgId, sequence, authority.name);
    if ((await store.stat(key)) !== undefined) return;
    const bytes = (await store.read(entryKey(orgId, sequence)))?.bytes;
    if (bytes === undefined) return;
    await store.create(key, await ask(authority, bytes));
    log.info(LOG_EVENTS.timeStamped, { orgId, sequence, authority: authority.name });
  };
  const copy = async (to: Pick<ObjectStore, "create">): Promise<void> => {
    const [entry, signature] = [entryKey(orgId, sequence), signatureKey(orgId, sequence)];
    let made = false;
    // The entry last: only with it the copy counts.
    for (const key of [signature, entry]) {
      const bytes = (await store.read(key))?.bytes;
      if (bytes !== undefined) made = (await to.create(key, bytes)) === "created";
    }
    if (made) log.info(LOG_EVENTS.witnessed, { orgId, sequence });
  };
  if (witness !== undefined) await attempt("witness", "witness", () => copy(witness));
  await pMap(authorities, (authority) => attempt("time stamp", authority.name, () => stamp(authority)));
  return failed;
}
