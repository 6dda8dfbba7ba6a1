/** The state of a version: which logical path has which content. */

import { printable } from "../../findings.ts";
import type { InventoryContext } from "./context.ts";
import { isJsonObject } from "./json.ts";
import type { Manifest } from "./manifest.ts";
import { pathConflicts, pathProblems } from "./paths.ts";

export interface LogicalState {
  /** The keys as written. */
  readonly digests: ReadonlySet<string>;
  /** Logical paths and their digest as written. */
  readonly paths: ReadonlyMap<string, string>;
}

/** Undefined when there is no such block. E048, E050 to E053, E095. */
export function checkState(
  version: string,
  value: unknown,
  manifest: Manifest | undefined,
  context: InventoryContext,
): LogicalState | undefined {
  const { where, report } = context;
  if (value === undefined) {
    report.add("E048", where, `the block of ${version} has no state`);
    return undefined;
  }
  if (!isJsonObject(value)) {
    report.add("E050", where, `the state of ${version} is no JSON object`);
    return undefined;
  }
  const paths = new Map<string, string>();
  for (const [digest, listed] of Object.entries(value)) {
    if (manifest !== undefined && !manifest.digests.has(digest)) {
      const message = `the state of ${version} has a digest that is not exactly in the manifest: ${printable(digest)}`;
      report.add("E050", where, message);
    }
    if (!Array.isArray(listed)) {
      report.add("E050", where, `the state of ${version} lists no paths for ${printable(digest)}`);
      continue;
    }
    for (const path of listed) takeLogicalPath(version, path, digest, paths, context);
  }
  for (const { file, below } of pathConflicts(paths.keys())) {
    const message = `in ${version} the logical path ${printable(file)} is also a folder: ${printable(below)}`;
    report.add("E095", where, message);
  }
  return { digests: new Set(Object.keys(value)), paths };
}

function takeLogicalPath(
  version: string,
  path: unknown,
  digest: string,
  paths: Map<string, string>,
  { where, report }: InventoryContext,
): void {
  if (typeof path !== "string") {
    report.add(
      "E051",
      where,
      `the state of ${version} lists something that is no path for ${printable(digest)}`,
    );
    return;
  }
  const { slashAtEnd, badElement } = pathProblems(path);
  const named = `a logical path of ${version}`;
  if (slashAtEnd) report.add("E053", where, `${named} begins or ends with a slash: ${printable(path)}`);
  if (badElement) report.add("E052", where, `${named} has an empty, . or .. element: ${printable(path)}`);
  if (paths.has(path)) report.add("E095", where, `${named} is there twice: ${printable(path)}`);
  else paths.set(path, digest);
}
