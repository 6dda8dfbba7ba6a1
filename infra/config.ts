/** Reads the settings of a deployment: all mistakes are told together, unknown names with the nearest known one. */
import * as z from "zod";
import { nearest } from "./nearest.ts";
import { settingsSchema } from "./settings.ts";

export type Config = Readonly<z.infer<typeof settingsSchema>>;
export type ForeignEvent = Config["events"][number];
export type RecurringArchive = NonNullable<Config["schedule"]>;

/** The settings cannot be used. `message` has one line for each mistake: where it is and what is allowed there. */
export class ConfigError extends Error {
  constructor(mistakes: readonly string[]) {
    super(["The settings cannot be used:", ...mistakes.map((mistake) => `  ${mistake}`)].join("\n"));
    this.name = "ConfigError";
  }
}

/**
 * Reads the settings.
 * @throws ConfigError with all mistakes
 */
export function readConfig(given: unknown): Config {
  const result = settingsSchema.safeParse(given ?? {});
  if (result.success) return result.data;
  throw new ConfigError([...new Set(result.error.issues.flatMap(mistakesOf))]);
}

/** The settings as a JSON Schema; `allowed` says in words what a field takes. */
export function settingsJsonSchema(): z.core.JSONSchema.JSONSchema {
  return z.toJSONSchema(settingsSchema, { io: "input" });
}

function mistakesOf(issue: z.core.$ZodIssue): string[] {
  const where = issue.path.reduce<string>(
    (path, key) => (typeof key === "number" ? `${path}[${key}]` : `${path}.${String(key)}`),
    "ticketvault",
  );
  if (issue.code !== "unrecognized_keys") return [`${where} ${issue.message}`];
  return issue.keys.map((key) => {
    const meant = nearest(key, settingsAt(issue.path));
    const hint = meant === undefined ? "check its spelling" : `did you mean ${where}.${meant}?`;
    return `${where}.${key} is no setting: ${hint}`;
  });
}

/** The names of the settings of an object of them. */
function settingsAt(path: readonly PropertyKey[]): string[] {
  let schema: z.core.JSONSchema.JSONSchema | undefined = settingsJsonSchema();
  for (const key of path) {
    const next: unknown = typeof key === "number" ? schema?.items : schema?.properties?.[String(key)];
    schema = next as z.core.JSONSchema.JSONSchema | undefined;
  }
  return Object.keys(schema?.properties ?? {});
}
