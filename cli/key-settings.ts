/** Reads where LeadSquared's keys are; never a key from a flag. */

import { UsageError } from "../shared/errors.ts";
import { environmentCredentials, fileCredentials, hasKeys } from "../shared/leadsquared/credentials.ts";
import { silentLogger } from "../shared/log.ts";
import type { Proxies } from "../shared/proxies.ts";
import { proxies } from "./proxies.ts";
import { type Environment, type Given, given, howToSet, typed } from "./settings.ts";

export type KeySettings =
  | { readonly kind: "environment"; readonly env: Environment }
  | { readonly kind: "file"; readonly path: string }
  | {
      readonly kind: "secret";
      readonly secretId: string;
      readonly region: string | undefined;
      readonly proxies: Proxies | undefined;
    };

/**
 * Where the keys are; keys in a file or in the environment are looked at now, a secret is not asked for yet.
 * @throws UsageError
 */
export async function keySettings(from: Given): Promise<KeySettings> {
  // Keys in the environment come before those that only the file of settings names, as all of the environment does.
  const look = hasKeys(from.env) ? typed : given;
  const file = look(from, "keysFile");
  const secret = look(from, "secretId");
  if (file !== undefined && secret !== undefined) {
    throw new UsageError(`${file.from} and ${secret.from} exclude each other: the keys are in one place.`);
  }
  if (file !== undefined) {
    await fileCredentials(file.text, silentLogger).read();
    return { kind: "file", path: file.text };
  }
  if (secret !== undefined) {
    const region = given(from, "region")?.text ?? from.env["AWS_DEFAULT_REGION"];
    return { kind: "secret", secretId: secret.text, region, proxies: proxies(from.env) };
  }
  await environmentCredentials(from.env)
    .read()
    .catch((error: unknown) => {
      if (!(error instanceof UsageError)) throw error;
      throw new UsageError(`${error.message} Or set ${howToSet("keysFile")}, or ${howToSet("secretId")}.`);
    });
  return { kind: "environment", env: from.env };
}
