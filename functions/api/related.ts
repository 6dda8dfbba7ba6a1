/** Rules between the fields of a body: checked, and published as JSON Schema has them, from one statement. */
import type * as z from "zod";

interface Rules<Field extends string> {
  /** A field, and the one that it needs beside it; a field stands here once. */
  readonly needs: readonly (readonly [field: Field, needed: Field])[];
  /** Of these, one at most is given. */
  readonly either: readonly Field[];
  /** Of these, one at least is given. */
  readonly some: readonly Field[];
}

/** The schema with the rules; what they are stands in its description for people. */
export function related<Schema extends z.ZodObject>(
  schema: Schema,
  { needs, either, some }: Rules<Extract<keyof z.output<Schema>, string>>,
): Schema {
  const dependentRequired = Object.fromEntries(needs.map(([field, needed]) => [field, [needed]]));
  return schema
    .superRefine((body, context) => {
      const isGiven = (field: string): boolean => Object(body)[field] !== undefined;
      const wrong = [
        ...needs
          .filter(([field, needed]) => isGiven(field) && !isGiven(needed))
          .map(([field, needed]) => `${field} goes with ${needed}`),
        ...(either.filter(isGiven).length > 1 ? [`give ${either.join(" or ")}, not both`] : []),
        ...(some.some(isGiven) ? [] : [`give one at least of ${some.join(", ")}`]),
      ];
      for (const message of wrong) context.addIssue({ code: "custom", message });
    })
    .meta({
      dependentRequired,
      // Named once more, since readers want to see what is required defined beside it.
      not: { required: [...either], properties: Object.fromEntries(either.map((field) => [field, {}])) },
      anyOf: some.map((field) => ({ required: [field] })),
    });
}
