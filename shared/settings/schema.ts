/** The one schema of all settings: what each takes, its default and its meaning. docs/settings.md is made of it. */
import * as z from "zod";
import { accountFields } from "./account.ts";
import { commandLineFields } from "./command-line.ts";
import { object, text } from "./fields.ts";
import { stackFields } from "./stack.ts";

/** All settings of one account, by who reads them. */
export const FIELDS = { account: accountFields, commandLine: commandLineFields, stack: stackFields };

export const accountSchema = object({ ...accountFields, ...commandLineFields, ...stackFields });

export type AccountSettings = Readonly<z.infer<typeof accountSchema>>;

const accountName = text(/^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/, "a name of up to 40 letters, digits, - and _");

export const fileSchema = object({
  accounts: z
    .record(accountName, accountSchema, { error: "must be an object with an account under each name" })
    .refine((accounts) => Object.keys(accounts).length > 0, { error: "must have at least one account" }),
});

/** The settings of an account as a JSON Schema; `allowed` says in words what a field takes. */
export function settingsJsonSchema(
  fields: z.core.$ZodLooseShape = accountSchema.shape,
): z.core.JSONSchema.JSONSchema {
  return z.toJSONSchema(object(fields), { io: "input" });
}
