/** Reads of an answer what its JSON alone does not tell: names that stand twice, odd bytes, and what its HTML shows. */
import { isUtf8 } from "node:buffer";
import { breath } from "../breath.ts";
import type { RepeatedNames } from "../read-json.ts";
import { isObject, type JsonObject } from "./fields.ts";
import { type IsOwn, type ShownContent, shownContent } from "./shown-content.ts";

/** What was seen while the answer was read. */
export interface Reading {
  readonly repeated: RepeatedNames;
  /** False when bytes that are no UTF-8 were replaced. */
  readonly isUtf8: boolean;
  /** What messages show, by their HTML made well-formed. */
  readonly shown: ReadonlyMap<string, ShownContent>;
}

/** An answer as it is archived: the bytes of `source.json`, and what they say. */
export interface ReadAnswer {
  readonly source: Uint8Array;
  readonly json: unknown;
  readonly repeated: RepeatedNames;
}

export async function readingOf({ source, json, repeated }: ReadAnswer, isOwn: IsOwn): Promise<Reading> {
  const pause = breath();
  const shown = new Map<string, ShownContent>();
  const hidden = [...repeated.values()].flatMap((names) => [...names.values()].flat());
  for (const html of htmlIn([json, ...hidden])) {
    const clean = html.toWellFormed();
    if (!shown.has(clean)) shown.set(clean, await shownContent(clean, isOwn, pause));
  }
  return { repeated, isUtf8: isUtf8(source), shown };
}

/** Every `Html` below the values, and the texts among them: what stands twice in one object comes on its own. */
export function* htmlIn(values: readonly unknown[]): Generator<string> {
  for (const value of values) {
    if (typeof value === "string") yield value;
    for (const { Html } of objectsIn(value)) if (typeof Html === "string") yield Html;
  }
}

/** The value itself and all below it, as far as they are objects. */
export function* objectsIn(value: unknown): Generator<JsonObject> {
  if (isObject(value)) yield value;
  if (typeof value === "object" && value !== null)
    for (const each of Object.values(value)) yield* objectsIn(each);
}
