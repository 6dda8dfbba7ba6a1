/** A store of which some methods do something else. */
import type { ObjectStore } from "../../shared/store/object-store.ts";

export function overriding(inner: ObjectStore, methods: Partial<ObjectStore>): ObjectStore {
  return new Proxy(inner, {
    get(target, name) {
      const other: unknown = Reflect.get(methods, name);
      if (other !== undefined) return other;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}
