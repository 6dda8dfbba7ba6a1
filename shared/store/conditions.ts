/** Looks at what a condition that did not hold has left behind: without it, a server's refusal says nothing. */
import { IntegrityError, StoreError } from "../errors.ts";
import type { ObjectStore, ReadFile } from "./object-store.ts";
import { shownKey } from "./store-errors.ts";

/** The server refuses, or ignores, the conditions of writes. Nothing that it answers says what stands where. */
export function conditionsNotHonoured(what: string): StoreError {
  const message = `${what} No archive can be kept on a server that does not honour conditional writes: docs/storage.md says what it must do.`;
  return new StoreError("conditions-not-honoured", message);
}

/**
 * What stands where `create` has answered `exists`.
 * @throws StoreError `conditions-not-honoured` when nothing does
 */
export async function readExisting(store: ObjectStore, key: string): Promise<ReadFile> {
  const there = await store.read(key);
  if (there !== undefined) return there;
  const where = `${store.location}/${shownKey(key)}`;
  throw conditionsNotHonoured(`The server refused to create ${where} as if it were there, but it is not.`);
}

/**
 * Creates a file of which every writer writes the same bytes.
 * @throws IntegrityError `inventory-altered` when other bytes stand there; as `readExisting`
 */
export async function createSame(store: ObjectStore, key: string, bytes: Uint8Array): Promise<void> {
  if ((await store.create(key, bytes)) === "created") return;
  const there = await readExisting(store, key);
  if (Buffer.compare(there.bytes, bytes) === 0) return;
  const message = `${store.location}/${shownKey(key)} holds other bytes than Ticketvault writes there. Nothing was published; run \`ticketvault verify\`.`;
  throw new IntegrityError("inventory-altered", message);
}
