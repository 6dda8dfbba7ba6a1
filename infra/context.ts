/** Finds the settings in the CDK's context: an object `ticketvault`, and single settings given as `-c ticketvault.orgId=22824`. */

import { ConfigError } from "./config.ts";
import { nearest } from "./nearest.ts";

const NAME = "ticketvault";

/**
 * The settings, single ones above the object's; `readConfig` checks them.
 * @throws ConfigError for a key that looks like a setting's and is none
 */
export function settingsIn(context: Readonly<Record<string, unknown>>): unknown {
  let settings: unknown = context[NAME];
  const mistyped: string[] = [];
  for (const [key, value] of Object.entries(context)) {
    const [first = "", ...path] = key.split(".");
    if (path.length > 0 && first === NAME) settings = withSetting(settings, path, given(value));
    else if (first !== NAME && nearest(first, [NAME]) !== undefined)
      mistyped.push(`${key} is no setting: did you mean ${[NAME, ...path].join(".")}?`);
  }
  if (mistyped.length > 0) throw new ConfigError(mistyped);
  return settings;
}

function withSetting(settings: unknown, [key = "", ...below]: readonly string[], value: unknown): unknown {
  const others = typeof settings === "object" && settings !== null ? settings : {};
  const before = Object.entries(others).find(([name]) => name === key)?.[1];
  return { ...others, [key]: below.length === 0 ? value : withSetting(before, below, value) };
}

/** The command line gives every value as text: what is JSON is read as JSON. */
function given(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
