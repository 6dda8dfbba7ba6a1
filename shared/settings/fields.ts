/** The kinds of fields that settings are made of: each says in the same words what is allowed to mistakes and to docs/settings.md. */
import * as z from "zod";

/** `allowed` completes "must be …"; docs/settings.md shows it too. */
function said(allowed: string): { error: string; meta: { allowed: string } } {
  return { error: `must be ${allowed}`, meta: { allowed } };
}

export function whole(from: number, to: number, allowed = `a whole number from ${from} to ${to}`) {
  const { error, meta } = said(allowed);
  return z.int({ error }).min(from, { error }).max(to, { error }).meta(meta);
}

/** A part of a whole, which is not 0. */
export function part() {
  const { error, meta } = said("a number above 0 and up to 1");
  return z.number({ error }).gt(0, { error }).max(1, { error }).meta(meta);
}

/** A number that names something of LeadSquared's. */
export function id(what: string) {
  return whole(1, Number.MAX_SAFE_INTEGER, what);
}

export function checked(isAllowed: (given: string) => boolean, allowed: string) {
  const { error, meta } = said(allowed);
  return z.string({ error }).refine(isAllowed, { error }).meta(meta);
}

export function text(pattern: RegExp, allowed: string) {
  return checked((given) => pattern.test(given), allowed);
}

export function oneOf<const T extends readonly string[]>(values: T) {
  const { error, meta } = said(values.map((value) => JSON.stringify(value)).join(" or "));
  return z.enum(values, { error }).meta(meta);
}

export function oneNumberOf<const T extends readonly number[]>(values: T) {
  const { error, meta } = said(`one of ${values.join(", ")}`);
  return z.literal([...values], { error }).meta(meta);
}

export function flag() {
  const { error, meta } = said("true or false");
  return z.boolean({ error }).meta(meta);
}

export function list<T extends z.ZodType>(item: T, allowed: string) {
  const { error, meta } = said(allowed);
  return z.array(item, { error }).min(1, { error }).meta(meta);
}

export function object<const T extends z.core.$ZodLooseShape>(shape: T) {
  return z.strictObject(shape, {
    error: ({ code }) => (code === "invalid_type" ? "must be an object in braces" : undefined),
  });
}

/** Whether `parse` takes the value. What it throws is not told: what is allowed is. */
export function takenBy(parse: (given: string) => unknown): (given: string) => boolean {
  return (given) => {
    try {
      parse(given);
      return true;
    } catch {
      return false;
    }
  };
}
