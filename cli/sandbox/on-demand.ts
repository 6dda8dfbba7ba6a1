/** Rows of what the sandbox does on demand: what each is, what it takes and does; read, refused and explained alike. */
import * as z from "zod";
import { UsageError } from "../../shared/errors.ts";

/** One thing that can be asked for. `Given` is what a request for it says, `Does` what is then done. */
export interface Row<Given, Does> {
  /** One sentence for people. */
  readonly says: string;
  /** Each field that it takes, with its description; those that can be left out end in `?`. */
  readonly takes: readonly (readonly [field: string, description: string])[];
  /** @throws UsageError that names each wrong field and says what it must be */
  readonly read: (name: string, given: unknown) => Does;
  /** For the compiler alone: what a request looks like. */
  readonly given?: Given;
}

type Table<Does> = Readonly<Record<string, Row<unknown, Does>>>;

/** What a request for a row of `Rows` looks like, `kind` included. */
export type RequestFor<Rows> = {
  [Kind in keyof Rows]: Rows[Kind] extends Row<infer Given, unknown> ? { kind: Kind } & Given : never;
}[keyof Rows];

/** What fields of this shape say. */
export type Given<Shape extends z.ZodRawShape> = z.output<z.ZodObject<Shape>>;

/** The same as part of a request; zod's own type for no fields would forbid all others. */
export type Fields<Shape extends z.ZodRawShape> = keyof Shape extends never ? unknown : Given<Shape>;

/**
 * A row. `takes` describes each of its fields (`z.describe`), for help and errors alike; `common` are those that all
 * rows of its table take, which help explains once.
 */
export function row<Shape extends z.ZodRawShape, Common extends z.ZodRawShape, Does>(
  says: string,
  takes: Shape,
  common: Common,
  bind: (given: Given<Shape>, common: Given<Common>) => Does,
): Row<Fields<Shape> & Fields<Common>, Does> {
  const fields = { ...takes, ...common };
  return {
    says,
    takes: fieldsOf(takes),
    read: (name, value) => {
      const { error } = z.strictObject(fields).safeParse(value);
      if (error !== undefined) {
        throw new UsageError(
          `${name}: ${error.issues.map((issue) => problem(issue, fields, value)).join("; ")}`,
        );
      }
      return bind(z.object(takes).parse(value), z.object(common).parse(value));
    },
  };
}

/**
 * What `request` asks for, by its `kind`.
 * @param what what the table holds, `fault of the API` say
 * @throws UsageError for a kind that is not there, or fields that do not fit it
 */
export function readRequest<Does>(what: string, table: Table<Does>, request: object): Does {
  const { kind, ...given }: { readonly kind?: unknown } = request;
  const found = Object.entries(table).find(([name]) => name === kind)?.[1];
  if (found === undefined) {
    throw new UsageError(
      `there is no ${what} of the kind ${shown(kind)}; there are ${Object.keys(table).join(", ")}`,
    );
  }
  return found.read(`the ${what} "${kind}"`, given);
}

/** The table as help: a line for each row, and one for each of its fields. */
export function helpOf(table: Table<unknown>): string {
  return Object.entries(table)
    .flatMap(([kind, { says, takes }]) => [`  ${kind.padEnd(16)}  ${says}`, ...takes.map(fieldLine)])
    .join("\n");
}

/** A field as help says it. */
export function fieldLine([field, description]: readonly [field: string, description: string]): string {
  return `${" ".repeat(22)}${field}: ${description}`;
}

/** What stands in `text` as a JSON object. @throws UsageError otherwise */
export function readObject(what: string, text: string): Readonly<Record<string, unknown>> {
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  } catch (cause) {
    throw new UsageError(`the ${what} is no JSON object`, { cause });
  }
}

/** The fields of a shape with their descriptions; those that can be left out end in `?`. */
export function fieldsOf(shape: z.ZodRawShape): [string, string][] {
  return Object.entries(shape).map(([name, field]) => [
    field instanceof z.ZodOptional ? `${name}?` : name,
    descriptionOf(field),
  ]);
}

function problem(issue: z.core.$ZodIssue, fields: z.ZodRawShape, value: unknown): string {
  if (issue.code === "unrecognized_keys") {
    const known = fieldsOf(fields).map(([name]) => name);
    return `it does not take ${issue.keys.map(shown).join(", ")}, but ${known.join(", ")}`;
  }
  const [name = ""] = issue.path.map(String);
  const field = fields[name];
  if (field === undefined) return "it is no object";
  const is = Object.entries(Object(value)).find(([key]) => key === name);
  return `${name} is ${is === undefined ? "missing" : shown(is[1])}: give ${descriptionOf(field)}`;
}

function descriptionOf(field: z.core.$ZodType): string {
  const inner = field instanceof z.ZodOptional ? field.unwrap() : field;
  return z.globalRegistry.get(field)?.description ?? z.globalRegistry.get(inner)?.description ?? "";
}

/** A wrong value as errors show it. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? "missing";
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
