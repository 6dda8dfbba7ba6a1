/** Says what is wrong with settings: all mistakes together, unknown names with the nearest known one. */
import * as z from "zod";
import { UsageError } from "../errors.ts";
import { nearest } from "./nearest.ts";

/** The settings cannot be used. `message` has one line for each mistake: where it is and what is allowed there. */
export class ConfigError extends UsageError {
  /** @param of where the settings stand, such as a file's path */
  constructor(mistakes: readonly string[], of?: string) {
    const whose = of === undefined ? "The settings" : `The settings in ${of}`;
    super([`${whose} cannot be used:`, ...mistakes.map((mistake) => `  ${mistake}`)].join("\n"));
  }
}

/** Beside these names stands a secret. */
const OF_A_KEY = /^(access|secret)[-_]?key$/i;
const KEYS_ELSEWHERE =
  "keys stand in the environment, in a file of their own (cli.keysFile) or in AWS Secrets Manager (cli.secretId)";

/**
 * What the schema makes of the settings.
 * @param above the name that stands before each setting's, such as `ticketvault`
 * @throws ConfigError with all mistakes, of which none quotes a value
 */
export function checkedBy<Schema extends z.ZodType>(
  schema: Schema,
  given: unknown,
  { above, of }: { readonly above?: string; readonly of?: string } = {},
): z.output<Schema> {
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  throw new ConfigError(
    [...new Set(result.error.issues.flatMap((issue) => mistakesOf(issue, schema, above)))],
    of,
  );
}

function mistakesOf(issue: z.core.$ZodIssue, schema: z.ZodType, above: string | undefined): string[] {
  const where = placeOf([...(above === undefined ? [] : [above]), ...issue.path]);
  if (issue.code === "invalid_key")
    return [`${where} must be ${issue.issues[0]?.message.replace(/^must be /, "")}`];
  if (issue.code !== "unrecognized_keys") return [`${where === "" ? "It" : where} ${issue.message}`];
  return issue.keys.map((key) => {
    const hint = OF_A_KEY.test(key)
      ? KEYS_ELSEWHERE
      : spelling(where, nearest(key, settingsAt(schema, issue.path)));
    return `${placeOf([where, key])} is no setting: ${hint}`;
  });
}

function spelling(where: string, meant: string | undefined): string {
  return meant === undefined ? "check its spelling" : `did you mean ${placeOf([where, meant])}?`;
}

function placeOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>((place, key) => {
    if (typeof key === "number") return `${place}[${key}]`;
    return place === "" ? String(key) : `${place}.${String(key)}`;
  }, "");
}

/** The names of the settings of an object of them. */
function settingsAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  let at: z.core.JSONSchema.JSONSchema | undefined = z.toJSONSchema(schema, { io: "input" });
  for (const key of path) {
    const next: unknown =
      typeof key === "number" ? at?.items : (at?.properties?.[String(key)] ?? at?.additionalProperties);
    at = next as z.core.JSONSchema.JSONSchema | undefined;
  }
  return Object.keys(at?.properties ?? {});
}
