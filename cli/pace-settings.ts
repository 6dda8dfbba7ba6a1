/** Reads how many calls of LeadSquared may be made, and whose pace is kept: this process's own, or a stack's. */
import { UsageError } from "../shared/errors.ts";
import { type CallLimits, DEFAULT_CALLS, paceOf } from "../shared/leadsquared/call-limits.ts";
import type { PaceLimits } from "../shared/leadsquared/pace.ts";
import type { Proxies } from "../shared/proxies.ts";
import { together } from "./checks.ts";
import { proxies } from "./proxies.ts";
import { type Given, given } from "./settings.ts";
import { tableSetting } from "./table-setting.ts";

export interface PaceSettings {
  /** What is ours of the company's limits. */
  readonly limits: PaceLimits;
  /** A stack's DynamoDB table of the pace; undefined where this process is the account's only one. */
  readonly table: string | undefined;
  /** Of AWS; found in the usual places when undefined. */
  readonly region: string | undefined;
  readonly proxies: Proxies | undefined;
}

/** @throws UsageError with all that is wrong */
export async function paceSettings(from: Given): Promise<PaceSettings> {
  const [perWindow, perDay, share, table] = await together([
    numberSetting(from, "callsPerWindow", "a whole number from 1 to 25", (n) => isWhole(n) && n <= 25),
    numberSetting(from, "callsPerDay", "a whole number from 1", isWhole),
    numberSetting(from, "callsShare", "a part above 0 and up to 1, such as 0.8", (n) => n > 0 && n <= 1),
    paceTable(from),
  ]);
  const calls: CallLimits = {
    perWindow: perWindow ?? DEFAULT_CALLS.perWindow,
    perDay: perDay ?? DEFAULT_CALLS.perDay,
    share: share ?? DEFAULT_CALLS.share,
  };
  return { limits: paceOf(calls), table, region: given(from, "region")?.text, proxies: proxies(from.env) };
}

const isWhole = (n: number): boolean => Number.isSafeInteger(n) && n >= 1;

async function numberSetting(
  from: Given,
  name: "callsPerWindow" | "callsPerDay" | "callsShare",
  allowed: string,
  isAllowed: (n: number) => boolean,
): Promise<number | undefined> {
  const setting = given(from, name);
  if (setting === undefined) return undefined;
  const number = /^\d{1,15}(\.\d{1,6})?$/.test(setting.text) ? Number(setting.text) : Number.NaN;
  if (isAllowed(number)) return number;
  throw new UsageError(`${setting.from} ${JSON.stringify(setting.text.slice(0, 40))}: give ${allowed}.`);
}

async function paceTable(from: Given): Promise<string | undefined> {
  const pace = given(from, "pace");
  if (pace === undefined) return undefined;
  const table = tableSetting(pace, "PaceTableName");
  if (table !== undefined) return table;
  throw new UsageError(
    `${pace.from} ${JSON.stringify(pace.text.slice(0, 80))}: give dynamodb://TABLE, the stack's output PaceTableName.`,
  );
}
