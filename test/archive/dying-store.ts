/** A store that dies right after one chosen operation, so that nobody hears of its result, or of any later one. */
import type { ObjectStore } from "../../shared/store/object-store.ts";

export class Died extends Error {}

const OPERATIONS = ["stage", "listStaged", "create", "replace", "publish", "read", "stat"] as const;

export interface DyingStore {
  readonly store: ObjectStore;
  /** Operations begun until now. */
  readonly operations: number;
}

/** @param at the operation, from 1, after which the store dies */
export function dyingStore(inner: ObjectStore, at: number): DyingStore {
  let operations = 0;
  const mortal = async (operate: () => Promise<unknown>): Promise<unknown> => {
    operations += 1;
    if (operations > at) throw new Died();
    const result = await operate();
    if (operations >= at) throw new Died();
    return result;
  };
  const store = new Proxy(inner, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== "function") return value;
      const operation = value.bind(target);
      const counted = OPERATIONS.some((known) => known === name);
      return counted ? (...given: unknown[]) => mortal(() => operation(...given)) : operation;
    },
  });
  return {
    store,
    get operations() {
      return operations;
    },
  };
}
