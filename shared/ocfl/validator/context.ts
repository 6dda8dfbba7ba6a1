/** What the checks of one inventory share. */

import { printable, type Report } from "../../findings.ts";
import type { SpecVersion } from "./declaration.ts";
import type { JsonObject } from "./json.ts";

export interface InventoryContext {
  /** The path of the inventory file. */
  readonly where: string;
  /** The version of the specification whose rules apply to it. */
  readonly spec: SpecVersion;
  readonly report: Report;
}

export interface VersionName {
  readonly number: number;
  /** How many digits the number is padded to; 0 without padding. */
  readonly padding: number;
}

const URI = /^[a-z][a-z0-9+.-]*:\S+$/i;

/** E102, in the inventory and in its blocks. */
export function checkUnknownKeys(
  block: JsonObject,
  known: ReadonlySet<string>,
  name: string,
  { where, report }: InventoryContext,
): void {
  for (const key of Object.keys(block)) {
    if (!known.has(key)) report.add("E102", where, `${name} has the key ${printable(key)}`);
  }
}

/** True for text that begins with a scheme (RFC 3986) and holds no white space. */
export function isUri(text: string): boolean {
  return URI.test(text);
}

/** `v3` or `v0003`; undefined for anything else, and for numbers that no computer counts to. */
export function parseVersionName(name: string): VersionName | undefined {
  const match = /^v(0*)([1-9][0-9]{0,14})$/.exec(name);
  if (match === null) return undefined;
  const [, zeros = "", digits = ""] = match;
  return { number: Number(digits), padding: zeros === "" ? 0 : zeros.length + digits.length };
}
