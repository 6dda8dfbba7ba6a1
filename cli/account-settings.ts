/** Reads the LeadSquared account that is meant: its numbers, its API and the hosts of its attachments. */
import { userInfo } from "node:os";
import { UsageError } from "../shared/errors.ts";
import type { Account } from "../shared/leadsquared/account.ts";
import { DEFAULT_ATTACHMENT_HOSTS, parseAllowedHost } from "../shared/leadsquared/allowed-hosts.ts";
import {
  checkedDetailsPath,
  conversationEndpoint,
  DEFAULT_BASE_URL,
} from "../shared/leadsquared/endpoint.ts";
import { parseOrgId } from "../shared/ticket/ids.ts";
import { together } from "./checks.ts";
import { orgSetting } from "./org-setting.ts";
import { type Environment, type Given, given, type Setting } from "./settings.ts";

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

/** The name of the user of this machine, who stands in the versions as the one who asked. */
export function userName(env: Environment): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run as a user without a name.
    return env["USER"] ?? "unknown";
  }
}
