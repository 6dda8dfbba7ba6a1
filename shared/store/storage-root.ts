/** Makes an account's folder an OCFL storage root, and tries there what the server honours, before anything is written. */
import { StoreError } from "../errors.ts";
import { storageRootKey } from "../keys.ts";
import { STORAGE_ROOT_DECLARATION, STORAGE_ROOT_FILES } from "../ocfl/layout.ts";
import { createSame } from "./conditions.ts";
import type { ObjectStore } from "./object-store.ts";
import { tryConditions } from "./try-conditions.ts";

/** The same store, whose first write of a ticket makes the storage root: nothing is written where nothing is archived. */
export function withStorageRoot(store: ObjectStore, orgId: number): ObjectStore {
  let made: Promise<void> | undefined;
  const root = (): Promise<void> => {
    made ??= ensureStorageRoot(store, orgId);
    made.catch((error: unknown) => {
      // What the server does not honour now it will not honour for the next ticket; each try might leave a version.
      if (!isNotHonoured(error)) made = undefined;
    });
    return made;
  };
  return rooted(store, root);
}

function rooted(store: ObjectStore, root: () => Promise<void>): ObjectStore {
  const after =
    <Given extends unknown[], Result>(write: (...given: Given) => Promise<Result>) =>
    async (...given: Given): Promise<Result> => {
      await root();
      return write(...given);
    };
  return {
    location: store.location,
    stage: after((...given) => store.stage(...given)),
    create: after((...given) => store.create(...given)),
    replace: after((...given) => store.replace(...given)),
    publish: after((...given) => store.publish(...given)),
    listStaged: (area) => store.listStaged(area),
    read: (key) => store.read(key),
    open: (key) => store.open(key),
    stat: (key) => store.stat(key),
    list: (prefix) => store.list(prefix),
    children: (prefix) => store.children(prefix),
    unknownServer: () => store.unknownServer(),
    underHold: () => rooted(store.underHold(), root),
  };
}

/**
 * Writes what is missing of the root's own files, and tries the server.
 * @throws as `createSame` and `tryServer` do
 */
export async function ensureStorageRoot(store: ObjectStore, orgId: number): Promise<void> {
  const root = storageRootKey(orgId);
  if ((await store.stat(declarationKey(orgId))) === undefined) {
    for (const { name, bytes } of STORAGE_ROOT_FILES) await createSame(store, `${root}/${name}`, bytes);
  }
  await tryServer(store, orgId);
}

/**
 * Tries a server of which nobody knows what it honours, on the declaration of the account's storage root, if that is there.
 * @throws as `tryConditions` does
 */
export async function tryServer(store: ObjectStore, orgId: number): Promise<void> {
  const server = await store.unknownServer();
  const key = declarationKey(orgId);
  if (server === undefined || (await store.stat(key)) === undefined) return;
  await tryConditions(store, server, key, STORAGE_ROOT_DECLARATION.bytes);
}

function declarationKey(orgId: number): string {
  return `${storageRootKey(orgId)}/${STORAGE_ROOT_DECLARATION.name}`;
}

function isNotHonoured(error: unknown): boolean {
  return error instanceof StoreError && error.code === "conditions-not-honoured";
}
