/** The manifest block: digests and the content paths that hold them. */

import { printable } from "../../findings.ts";
import type { InventoryContext } from "./context.ts";
import { digestFormCode } from "./digests.ts";
import { isJsonObject } from "./json.ts";
import { pathConflicts, pathProblems } from "./paths.ts";

export interface Manifest {
  /** The keys as written; a `state` must repeat them exactly. */
  readonly digests: ReadonlySet<string>;
  /** Well-formed content paths and their digest as written. */
  readonly paths: ReadonlyMap<string, string>;
}

/** Reports what is wrong with a manifest. Undefined when there is none that can be used. */
export function checkManifest(
  value: unknown,
  algorithm: string | undefined,
  context: InventoryContext,
): Manifest | undefined {
  const { where, report, spec } = context;
  if (value === undefined) {
    report.add("E041", where, "the inventory has no manifest");
    return undefined;
  }
  if (!isJsonObject(value)) {
    report.add(spec === "1.0" ? "E041" : ["E041", "E106"], where, "the manifest is no JSON object");
    return undefined;
  }
  const digests = new Set(Object.keys(value));
  const paths = new Map<string, string>();
  checkRepeatedDigests(digests, "E096", "the manifest", context);
  for (const [digest, listed] of Object.entries(value)) {
    const code = algorithm === undefined ? undefined : digestFormCode(algorithm, digest, "E039");
    if (code !== undefined)
      report.add(code, where, `the manifest has no ${algorithm} digest: ${printable(digest)}`);
    if (!Array.isArray(listed) || listed.length === 0) {
      report.add("E092", where, `the manifest lists no content paths for ${printable(digest)}`);
      continue;
    }
    for (const path of listed) takeContentPath(path, digest, paths, "the manifest", "E092", context);
  }
  for (const { file, below } of pathConflicts(paths.keys())) {
    report.add("E101", where, `the content path ${printable(file)} is also a folder: ${printable(below)}`);
  }
  return { digests, paths };
}

/** Adds one listed content path to `paths` if it is well-formed and new. E098 to E101. */
export function takeContentPath(
  path: unknown,
  digest: string,
  paths: Map<string, string>,
  block: string,
  typeCode: string,
  { where, report }: InventoryContext,
): void {
  if (typeof path !== "string") {
    report.add(
      [typeCode, "E098"],
      where,
      `${block} lists something that is no path for ${printable(digest)}`,
    );
    return;
  }
  const { slashAtEnd, badElement } = pathProblems(path);
  if (slashAtEnd) report.add("E100", where, `a content path begins or ends with a slash: ${printable(path)}`);
  if (badElement)
    report.add("E099", where, `a content path has an empty, . or .. element: ${printable(path)}`);
  if (slashAtEnd || badElement) return;
  if (paths.has(path)) report.add("E101", where, `${block} lists a content path twice: ${printable(path)}`);
  else paths.set(path, digest);
}

/** E096 and E097: digests are the same whatever the case of their letters. */
export function checkRepeatedDigests(
  digests: Iterable<string>,
  code: string,
  block: string,
  { where, report }: InventoryContext,
): void {
  const seen = new Set<string>();
  for (const digest of digests) {
    const folded = digest.toLowerCase();
    if (seen.has(folded)) report.add(code, where, `${block} has a digest twice: ${printable(folded)}`);
    seen.add(folded);
  }
}
