/** Tries whether a server honours the conditions of writes, on a file whose bytes stay as they are whatever it does. */
import { StoreError } from "../errors.ts";
import { conditionsNotHonoured, readExisting } from "./conditions.ts";
import type { ObjectStore } from "./object-store.ts";

/** An ETag that nothing has. */
const WRONG_TAG = "0".repeat(32);

/** Each round without success lets another process's try through, which may have changed the tag. */
const ROUNDS = 20;

/**
 * Puts the identical bytes again: where nothing may stand, over what the tag names, and over what it does not name. A
 * server that honours all writes once: under a lock that leaves one more locked version, of the same bytes.
 * @param server its host, for the error
 * @param key a file that is there, and that everybody writes with these bytes
 * @throws StoreError `conditions-not-honoured`; `contended` (retryable) when others are always quicker
 */
export async function tryConditions(
  store: ObjectStore,
  server: string,
  key: string,
  bytes: Uint8Array,
): Promise<void> {
  const ignoresPresence = (await store.create(key, bytes)) === "created";
  const refusesAll = !ignoresPresence && !(await takesItsTag(store, key, bytes));
  const ignoresTags = !refusesAll && (await store.replace(key, bytes, WRONG_TAG)) === "replaced";
  const faults = [
    ignoresPresence && "ignores If-None-Match",
    refusesAll && "refuses every If-Match",
    ignoresTags && "ignores If-Match",
  ].filter((fault) => fault !== false);
  if (faults.length === 0) return;
  const then = refusesAll
    ? "no ticket could get a second version"
    : "two writers would write over each other";
  throw conditionsNotHonoured(
    `The S3 server ${server} ${faults.join(" and ")}, so that ${then}. Nothing of a ticket was written to ${store.location}.`,
  );
}

async function takesItsTag(store: ObjectStore, key: string, bytes: Uint8Array): Promise<boolean> {
  for (let round = 1; round <= ROUNDS; round += 1) {
    const { tag } = await readExisting(store, key);
    if ((await store.replace(key, bytes, tag)) === "replaced") return true;
    if ((await readExisting(store, key)).tag === tag) return false;
  }
  const text = `${store.location}/${key} was changed by others ${ROUNDS} times; run again`;
  throw new StoreError("contended", text, { retryable: true });
}
