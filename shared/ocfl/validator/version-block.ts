/** The block of one version: when, what, why and by whom. */

import { printable } from "../../findings.ts";
import { checkUnknownKeys, type InventoryContext, isUri } from "./context.ts";
import { isJsonObject } from "./json.ts";
import type { Manifest } from "./manifest.ts";
import { checkState, type LogicalState } from "./state.ts";

/** What a version says of itself; what was not usable is undefined. */
export interface BlockContent {
  readonly state: LogicalState | undefined;
  readonly created: string | undefined;
  readonly message: string | undefined;
  readonly user: { readonly name: string | undefined; readonly address: string | undefined } | undefined;
}

const BLOCK_KEYS = new Set(["created", "state", "message", "user"]);
const USER_KEYS = new Set(["name", "address"]);

/** Reports what is wrong with the block of a version, and gives what can be used of it. */
export function checkBlock(
  version: string,
  value: unknown,
  manifest: Manifest | undefined,
  context: InventoryContext,
): BlockContent {
  const { where, report } = context;
  if (!isJsonObject(value)) {
    report.add("E047", where, `the block of ${version} is no JSON object`);
    return { state: undefined, created: undefined, message: undefined, user: undefined };
  }
  checkUnknownKeys(value, BLOCK_KEYS, `the block of ${version}`, context);
  return {
    created: checkCreated(version, value["created"], context),
    state: checkState(version, value["state"], manifest, context),
    message: checkMessage(version, value["message"], context),
    user: checkUser(version, value["user"], context),
  };
}

function checkCreated(
  version: string,
  value: unknown,
  { where, report }: InventoryContext,
): string | undefined {
  if (value === undefined) {
    report.add("E048", where, `the block of ${version} has no created time`);
  } else if (typeof value !== "string") {
    report.add("E049", where, `the created time of ${version} is not a text`);
  } else {
    if (!isRfc3339(value)) {
      report.add("E049", where, `the created time of ${version} is not of RFC 3339: ${printable(value)}`);
    }
    return value;
  }
  return undefined;
}

/** Date, time to the second and a zone, all in range; a leap second may stand where one can. */
function isRfc3339(text: string): boolean {
  const match =
    /^(\d{4})-(\d\d)-(\d\d)[Tt]([01]\d|2[0-3]):([0-5]\d):([0-5]\d|60)(?:\.\d+)?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/.exec(
      text,
    );
  if (match === null) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (month < 1 || month > 12 || day < 1) return false;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  return day <= days;
}

function checkMessage(
  version: string,
  value: unknown,
  { where, report }: InventoryContext,
): string | undefined {
  if (value === undefined) {
    report.add("W007", where, `the block of ${version} has no message`);
    return undefined;
  }
  if (typeof value === "string") return value;
  report.add("E094", where, `the message of ${version} is not a text`);
  return undefined;
}

function checkUser(version: string, value: unknown, context: InventoryContext): BlockContent["user"] {
  const { where, report } = context;
  if (value === undefined) {
    report.add("W007", where, `the block of ${version} has no user`);
    return undefined;
  }
  if (!isJsonObject(value)) {
    report.add("E054", where, `the user of ${version} is no JSON object`);
    return undefined;
  }
  checkUnknownKeys(value, USER_KEYS, `the user of ${version}`, context);
  const { name, address } = value;
  if (typeof name !== "string") report.add("E054", where, `the user of ${version} has no name`);
  if (address === undefined) {
    report.add("W008", where, `the user of ${version} has no address`);
  } else if (typeof address !== "string") {
    report.add("E054", where, `the user's address of ${version} is not a text`);
  } else if (!isUri(address)) {
    report.add("W009", where, `the user's address of ${version} is not a URI`);
  }
  return {
    name: typeof name === "string" ? name : undefined,
    address: typeof address === "string" ? address : undefined,
  };
}
