/** What to make of objects in which a name stands more than once, whose other values JSON.parse forgets. */
import type { RepeatedNames } from "../read-json.ts";
import type { JsonObject } from "./fields.ts";

/** The object as each occurrence of its repeated names makes it, oldest first; the last is the object itself. */
export function variants(object: JsonObject, repeated: RepeatedNames): JsonObject[] {
  const names = [...(repeated.get(object) ?? [])];
  const most = Math.max(1, ...names.map(([, values]) => values.length));
  const earlier = Array.from({ length: most - 1 }, (_, index) => {
    const values = names.map(([name, all]) => [name, all[index] ?? all.at(-1)] as const);
    return { ...object, ...Object.fromEntries(values) };
  });
  return [...earlier, object];
}

/** The repeated names of one object, for people: `Html, Text`. */
export function repeatedNames(object: JsonObject, repeated: RepeatedNames): string {
  const names = [...(repeated.get(object)?.keys() ?? [])];
  return names.map((name) => (/^[A-Za-z][A-Za-z0-9_]{0,39}$/.test(name) ? name : "a field")).join(", ");
}
