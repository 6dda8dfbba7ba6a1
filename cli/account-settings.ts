/** Reads which LeadSquared account is meant and where its keys are; never a key from a flag. */
import { userInfo } from "node:os";
import { UsageError } from "../shared/errors.ts";
import type { Account } from "../shared/leadsquared/account.ts";
import { DEFAULT_ATTACHMENT_HOSTS, parseAllowedHost } from "../shared/leadsquared/allowed-hosts.ts";
import { environmentCredentials, fileCredentials, hasKeys } from "../shared/leadsquared/credentials.ts";
import {
  checkedDetailsPath,
  conversationEndpoint,
  DEFAULT_BASE_URL,
} from "../shared/leadsquared/endpoint.ts";
import { silentLogger } from "../shared/log.ts";
import { parseOrgId } from "../shared/ticket/ids.ts";
import { together } from "./checks.ts";
import { type Environment, type Given, given, howToSet, type Setting, typed } from "./settings.ts";

export type KeySettings =
  | { readonly kind: "environment"; readonly env: Environment }
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "secret"; readonly secretId: string; readonly region: string | undefined };

/** @throws UsageError */
export async function orgSetting(from: Given): Promise<number> {
  const org = given(from, "org");
  if (org === undefined) {
    throw new UsageError(
      `The LeadSquared account number is missing: set ${howToSet("org")}, such as --org 22824.`,
    );
  }
  return parseOrgId(org.text, org.from);
}

/** @throws UsageError with all that is wrong */
export async function accountSettings(from: Given): Promise<Account> {
  const [orgId, tenant, baseUrl, attachmentHosts, detailsPath] = await together([
    orgSetting(from),
    tenantSetting(from),
    baseUrlSetting(from),
    attachmentHostsSetting(from),
    detailsPathSetting(from),
  ]);
  return { orgId, tenantId: tenant ?? orgId, baseUrl, attachmentHosts, detailsPath };
}

async function tenantSetting(from: Given): Promise<number | undefined> {
  const tenant = given(from, "tenant");
  return tenant && parseOrgId(tenant.text, tenant.from);
}

async function baseUrlSetting(from: Given): Promise<string> {
  const { text: baseUrl, from: where }: Setting = given(from, "baseUrl") ?? {
    text: DEFAULT_BASE_URL,
    from: "--base-url",
  };
  try {
    conversationEndpoint({ orgId: 1, tenantId: 1, baseUrl, attachmentHosts: [] });
    return baseUrl.replace(/\/+$/, "");
  } catch (error) {
    throw error instanceof UsageError ? new UsageError(`${where}: ${error.message}`) : error;
  }
}

async function detailsPathSetting(from: Given): Promise<string | undefined> {
  const setting = given(from, "detailsPath");
  return setting && checkedDetailsPath(setting.text);
}

async function attachmentHostsSetting(from: Given): Promise<readonly string[]> {
  const setting = given(from, "attachmentHost");
  if (setting === undefined) return DEFAULT_ATTACHMENT_HOSTS;
  const hosts = setting.text.split(",").flatMap((host) => host.trim() || []);
  await together(hosts.map(async (host) => parseAllowedHost(host)));
  if (hosts.length === 0)
    throw new UsageError(`${setting.from} is empty: give a host pattern or leave it out.`);
  return hosts;
}

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
    return { kind: "secret", secretId: secret.text, region };
  }
  await environmentCredentials(from.env)
    .read()
    .catch((error: unknown) => {
      if (!(error instanceof UsageError)) throw error;
      throw new UsageError(`${error.message} Or set ${howToSet("keysFile")}, or ${howToSet("secretId")}.`);
    });
  return { kind: "environment", env: from.env };
}

/** The name of the user of this machine, who stands in the versions as the one who asked. */
export function userName(env: Environment): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run as a user without a name.
    return env["USER"] ?? "unknown";
  }
}
