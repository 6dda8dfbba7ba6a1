/** Makes JSON from outside well-formed Unicode, so that every reader of `ticket.json` takes it. */
import { isObject } from "./fields.ts";

/** A copy with U+FFFD in place of each lone surrogate, in names too. */
export function wellFormed<T>(value: T): { readonly value: T; readonly replaced: boolean };
export function wellFormed(value: unknown): { readonly value: unknown; readonly replaced: boolean } {
  let replaced = false;
  const text = (given: string): string => {
    replaced ||= !given.isWellFormed();
    return given.toWellFormed();
  };
  const clean = (given: unknown): unknown => {
    if (typeof given === "string") return text(given);
    if (Array.isArray(given)) return given.map(clean);
    if (!isObject(given)) return given;
    return Object.fromEntries(Object.entries(given).map(([name, each]) => [text(name), clean(each)]));
  };
  return { value: clean(value), replaced };
}
