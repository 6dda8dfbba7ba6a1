/** The fixity block: further digests of content files, by any algorithm. */

import { printable } from "../../findings.ts";
import type { InventoryContext } from "./context.ts";
import { digestFormCode, isKnownAlgorithm } from "./digests.ts";
import { isJsonObject, type JsonObject } from "./json.ts";
import { checkRepeatedDigests, type Manifest, takeContentPath } from "./manifest.ts";

/** One file's digest by an algorithm that can be checked here. */
export interface FixityEntry {
  readonly algorithm: string;
  readonly digest: string;
  readonly path: string;
}

/** The entries that can be checked; those by unknown algorithms are ignored (E028) but for their structure. */
export function checkFixity(
  value: unknown,
  manifest: Manifest | undefined,
  context: InventoryContext,
): FixityEntry[] {
  const { where, report, spec } = context;
  if (value === undefined) return [];
  if (!isJsonObject(value)) {
    report.add(spec === "1.0" ? "E056" : "E111", where, "the fixity block is no JSON object");
    return [];
  }
  return Object.entries(value).flatMap(([algorithm, block]) => {
    if (isJsonObject(block)) return checkAlgorithmBlock(algorithm, block, manifest, context);
    report.add("E057", where, `the fixity block ${printable(algorithm)} is no JSON object`);
    return [];
  });
}

function checkAlgorithmBlock(
  algorithm: string,
  block: JsonObject,
  manifest: Manifest | undefined,
  context: InventoryContext,
): FixityEntry[] {
  const { where, report } = context;
  const name = `the fixity block ${printable(algorithm)}`;
  const paths = new Map<string, string>();
  if (isKnownAlgorithm(algorithm)) checkRepeatedDigests(Object.keys(block), "E097", name, context);
  for (const [digest, listed] of Object.entries(block)) {
    const code = digestFormCode(algorithm, digest, "E057");
    if (code !== undefined)
      report.add(code, where, `${name} has a digest of another form: ${printable(digest)}`);
    if (!Array.isArray(listed)) {
      report.add("E057", where, `${name} lists no content paths for ${printable(digest)}`);
      continue;
    }
    for (const path of listed) takeContentPath(path, digest, paths, name, "E057", context);
  }
  const entries: FixityEntry[] = [];
  for (const [path, digest] of paths) {
    if (manifest !== undefined && !manifest.paths.has(path)) {
      report.add("E057", where, `${name} lists a path that the manifest does not: ${printable(path)}`);
    }
    if (isKnownAlgorithm(algorithm)) entries.push({ algorithm, digest, path });
  }
  return entries;
}
