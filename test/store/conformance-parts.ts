/** What the parts of the conformance suite are given. */
import type { ObjectStore } from "../../shared/store/object-store.ts";

/** Gives the store of the running test, and a second instance on its place. */
export interface Stores {
  store(): ObjectStore;
  another(): Promise<ObjectStore>;
}

/** What a place cannot do, so that no adapter can. */
export interface Limits {
  /** The server ignores conditions on copies: publishing cannot be kept from overwriting what others put there. */
  readonly publishingOverwrites?: boolean;
}
