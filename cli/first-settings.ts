/** The settings that `init` writes: what was given, and what a person answers beside it. */
import { dirname, isAbsolute, relative, resolve } from "node:path";
import { hasKeys } from "../shared/leadsquared/credentials.ts";
import { conversationEndpoint, DEFAULT_BASE_URL } from "../shared/leadsquared/endpoint.ts";
import { parseOrgId } from "../shared/ticket/ids.ts";
import type { Asker } from "./ask.ts";
import { type Given, PATHS, SETTINGS, type SettingName, typed } from "./settings.ts";
import { DEFAULT_STORE, storeSettings } from "./store-settings.ts";

/** What `init` takes beside the settings of all commands. */
export interface FirstFlags {
  readonly allowedRegion?: readonly string[];
  readonly alarmEmail?: string;
}

/** Texts by the names of the settings. */
export type FirstSettings = Partial<Record<SettingName, string>> & {
  allowedRegions?: readonly string[];
  alarmEmail?: string;
};

/** What options and environment give. The region is AWS's own variable: it is written where it was asked for. */
export function givenSettings(from: Given, flags: FirstFlags): FirstSettings {
  const names = Object.keys(SETTINGS) as SettingName[];
  const texts = names.flatMap((name): [SettingName, string][] => {
    const setting = name === "region" && from.flags.region === undefined ? undefined : typed(from, name);
    return setting === undefined ? [] : [[name, setting.text]];
  });
  return {
    ...Object.fromEntries(texts),
    ...(flags.allowedRegion && { allowedRegions: flags.allowedRegion }),
    ...(flags.alarmEmail !== undefined && { alarmEmail: flags.alarmEmail }),
  };
}

/** Asks for what is not given. */
export async function askSettings(asker: Asker, given: FirstSettings, from: Given): Promise<FirstSettings> {
  const answers: FirstSettings = { ...given };
  const ask = async (
    name: SettingName,
    text: string,
    otherwise: string | undefined,
    check?: (answer: string) => unknown,
  ): Promise<void> => {
    if (answers[name] !== undefined) return;
    const answer = await asker.ask({ text, otherwise, ...(check && { check }) });
    if (answer !== "") answers[name] = answer;
  };
  await ask("org", "LeadSquared account number", undefined, (answer) =>
    parseOrgId(answer, "the account number"),
  );
  await ask("baseUrl", "API of your region", DEFAULT_BASE_URL, (baseUrl) =>
    conversationEndpoint({ orgId: 1, tenantId: 1, baseUrl, attachmentHosts: [] }),
  );
  if (answers.secretId === undefined && !hasKeys(from.env))
    await ask(
      "keysFile",
      'File with the keys, as in {"accessKey": "…", "secretKey": "…"} (Enter: they come from the environment)',
      "",
    );
  const place = (flags: Given["flags"]) => storeSettings({ flags, env: {} });
  await ask("store", "Where the archive shall be, a folder or s3://bucket/prefix", DEFAULT_STORE, (store) =>
    place({ store }),
  );
  const { store = DEFAULT_STORE } = answers;
  if (store.startsWith("s3://"))
    await ask(
      "staging",
      "Where files are staged, s3://bucket/prefix of a bucket without Object Lock",
      undefined,
      (staging) => place({ store, staging }),
    );
  if (answers.allowedRegions !== undefined) return answers;
  const regions = await asker.ask({
    text: "AWS regions in which a stack may keep the data, such as ap-south-1 (Enter: no stack, or any)",
    otherwise: "",
  });
  const named = regions.split(/[\s,]+/).filter((region) => region !== "");
  if (named.length === 0) return answers;
  answers.allowedRegions = named;
  answers.alarmEmail ??= await asker.ask({
    text: "E-mail address for the stack's alarms (Enter: none)",
    otherwise: "",
  });
  return answers;
}

const NUMBERS: ReadonlySet<string> = new Set([
  "orgId",
  "tenantId",
  "calls.perWindow",
  "calls.perDay",
  "calls.share",
]);

/** The settings as they stand in the file; paths are made those of its folder. */
export function accountOfFile(settings: FirstSettings, file: string): object {
  const { allowedRegions, alarmEmail, ...texts } = settings;
  const account: Record<string, unknown> = {};
  for (const [name, text] of Object.entries(texts) as [SettingName, string][]) {
    const [, , at] = SETTINGS[name];
    const isDefault = name === "baseUrl" && text === DEFAULT_BASE_URL;
    if (!isDefault) put(account, at.split("."), asWritten(name, at, text, file));
  }
  if (allowedRegions !== undefined) account["allowedRegions"] = allowedRegions;
  if (alarmEmail) account["alarms"] = { email: alarmEmail };
  return account;
}

function asWritten(name: SettingName, at: string, text: string, file: string): unknown {
  if (NUMBERS.has(at)) return Number(text.replace(/^#/, ""));
  if (name === "attachmentHost") return text.split(",").map((host) => host.trim());
  if (!PATHS.has(name) || text.includes("://") || isAbsolute(text)) return text;
  const fromFile = relative(resolve(dirname(file)), resolve(text));
  return dirname(file) === "." ? text : fromFile;
}

function put(into: Record<string, unknown>, [key = "", ...below]: readonly string[], value: unknown): void {
  if (below.length === 0) {
    into[key] = value;
    return;
  }
  into[key] ??= {};
  put(into[key] as Record<string, unknown>, below, value);
}
