/** A store whose calls now and then wait before and after they are done, as on a busy network. */
import { setTimeout as sleep } from "node:timers/promises";
import type { ObjectStore } from "../../shared/store/object-store.ts";

const SLOWED = new Set(["stage", "listStaged", "create", "replace", "publish", "read"]);

/** @param mostMs the longest wait; one call in six waits */
export function slowStore(inner: ObjectStore, mostMs: number): ObjectStore {
  const maybeWait = async () => {
    if (Math.random() < 1 / 6) await sleep(Math.random() * mostMs);
  };
  return new Proxy(inner, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== "function") return value;
      const operation = value.bind(target);
      if (!SLOWED.has(String(name))) return operation;
      return async (...given: unknown[]) => {
        await maybeWait();
        const result = await operation(...given);
        await maybeWait();
        return result;
      };
    },
  });
}
