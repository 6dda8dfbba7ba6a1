/** The versions block: which versions there are, how they are named, and what each says of itself. */

import { printable } from "../../findings.ts";
import { type InventoryContext, parseVersionName, type VersionName } from "./context.ts";
import { isJsonObject } from "./json.ts";
import type { Manifest } from "./manifest.ts";
import { type BlockContent, checkBlock } from "./version-block.ts";

export interface VersionBlock extends VersionName, BlockContent {
  readonly name: string;
}

/** The version blocks in order of their numbers; undefined when there is no such block at all. */
export function checkVersions(
  value: unknown,
  manifest: Manifest | undefined,
  context: InventoryContext,
): VersionBlock[] | undefined {
  const { where, report } = context;
  if (value === undefined) {
    report.add(["E041", "E043"], where, "the inventory has no versions block");
    return undefined;
  }
  if (!isJsonObject(value)) {
    report.add(["E044", "E045"], where, "the versions block is no JSON object");
    return undefined;
  }
  const blocks: VersionBlock[] = [];
  for (const [key, block] of Object.entries(value)) {
    const name = parseVersionName(key);
    if (name === undefined) reportBadName(key, context);
    else blocks.push({ ...checkBlock(key, block, manifest, context), ...name, name: key });
  }
  blocks.sort((a, b) => a.number - b.number || a.padding - b.padding);
  checkSequence(blocks, Object.keys(value).length, context);
  checkNaming(blocks, context);
  checkUse(blocks, manifest, context);
  return blocks;
}

/** E104 and E105 are of OCFL 1.1; E046 says the same of both. */
function reportBadName(name: string, { where, report, spec }: InventoryContext): void {
  const own = name.startsWith("v") ? "E105" : "E104";
  report.add(
    spec === "1.0" ? "E046" : ["E046", own],
    where,
    `the version ${printable(name)} is not named v and a number`,
  );
}

/** E008 to E010. */
function checkSequence(
  blocks: readonly VersionBlock[],
  keys: number,
  { where, report }: InventoryContext,
): void {
  if (keys === 0) {
    report.add("E008", where, "there is no version");
    return;
  }
  if (blocks[0]?.number !== 1) report.add("E009", where, "the versions do not start at 1");
  for (const [index, block] of blocks.entries()) {
    const before = blocks[index - 1];
    if (before !== undefined && block.number > before.number + 1) {
      report.add("E010", where, `versions are missing between ${before.name} and ${block.name}`);
    }
  }
}

/** E011 to E013 and W001: the first version's name sets the convention. */
function checkNaming(blocks: readonly VersionBlock[], { where, report }: InventoryContext): void {
  const first = blocks[0];
  if (first === undefined) return;
  if (blocks.some((block) => block.padding > 0))
    report.add("W001", where, "the version names are zero-padded");
  for (const [index, { name, padding }] of blocks.entries()) {
    const twice = blocks[index - 1]?.number === blocks[index]?.number;
    if (padding === first.padding && !twice) continue;
    const unpadded = padding === 0 && first.padding > 0 ? ["E011"] : [];
    report.add(
      [...unpadded, "E012", "E013"],
      where,
      `the version ${name} is not named after the manner of ${first.name}`,
    );
  }
}

/** E107, which is of OCFL 1.1; for 1.0 its published fixture gives E050. */
function checkUse(
  blocks: readonly VersionBlock[],
  manifest: Manifest | undefined,
  { where, report, spec }: InventoryContext,
): void {
  const isTold = blocks.length > 0 && blocks.every((block) => block.state !== undefined);
  if (manifest === undefined || !isTold) return;
  const used = new Set(blocks.flatMap((block) => [...(block.state?.digests ?? [])]));
  for (const digest of manifest.digests) {
    if (used.has(digest)) continue;
    const message = `the manifest's digest ${printable(digest)} is in no version's state`;
    report.add(spec === "1.0" ? "E050" : "E107", where, message);
  }
}
