/** Checks an export: one part, zipped or unpacked, or the folder of a whole export. */
import { createReadStream } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { IntegrityError, StoreError } from "../errors.ts";
import { type LedgerFinding, ledgerFinding } from "../ledger/findings.ts";
import type { Finding } from "../ocfl/validate.ts";
import { unlessAbsent } from "../store/directory-files.ts";
import { disk } from "../store/disk.ts";
import { folderTree } from "../store/folder-tree.ts";
import { hashStream } from "./bag-manifest.ts";
import { partName, summaryKey } from "./keys.ts";
import { type PartReceipt, parsePartReceipt, sidecarLine } from "./part-receipt.ts";
import { type ExportPlan, parsePlan } from "./plan.ts";
import { type VerifiedBag, type VerifyBagOptions, verifyBag } from "./verify-bag.ts";
import { openZip } from "./zip-tree.ts";

const PLAN = "plan.json";

export interface VerifiedExport extends VerifiedBag {
  /** Parts looked at. */
  readonly parts: number;
}

/**
 * What a path is of an export; undefined when it is nothing of one: a zip, a bag's folder, or an export's folder.
 * @throws StoreError when it cannot be looked at
 */
export async function exportKind(path: string): Promise<"zip" | "bag" | "export" | undefined> {
  const found = await disk(() => unlessAbsent(stat(path)), path);
  if (found?.isFile()) return /\.zip$/i.test(path) ? "zip" : undefined;
  if (!found?.isDirectory()) return undefined;
  const names = new Set(await disk(() => readdir(path), path));
  if (names.has("bagit.txt") || names.has("manifest-sha256.txt")) return "bag";
  return names.has(PLAN) ? "export" : undefined;
}

/** About how many files `verifyExport` will read; of what is broken, none. @throws StoreError */
export async function countExport(path: string): Promise<number> {
  switch (await exportKind(path)) {
    case "zip":
      return filesInZip(path);
    case "bag": {
      const manifest = await folderTree(path).read("manifest-sha256.txt");
      return Buffer.from(manifest ?? [])
        .toString("latin1")
        .split("\n").length;
    }
    case "export": {
      const zips = (await disk(() => readdir(path), path)).filter((name) => name.endsWith(".zip"));
      const counts = await Promise.all(zips.map((name) => filesInZip(join(path, name))));
      return counts.reduce((sum, files) => sum + files, 0);
    }
    case undefined:
      return 0;
  }
}

async function filesInZip(path: string): Promise<number> {
  try {
    using zip = await openZip(path);
    return zip.files.length;
  } catch (error) {
    if (error instanceof IntegrityError) return 0;
    throw error;
  }
}

/** @throws StoreError `no-export` for what is none, and when something cannot be read; the signal's reason */
export async function verifyExport(path: string, options: VerifyBagOptions = {}): Promise<VerifiedExport> {
  switch (await exportKind(path)) {
    case "zip":
      return { parts: 1, ...(await verifyZip(path, options)) };
    case "bag":
      return { parts: 1, ...(await verifyBag(folderTree(path), "", options)) };
    case "export":
      return verifyFolder(path, options);
    case undefined:
      throw new StoreError(
        "no-export",
        `${path} is no export: give a part's zip or folder, or the export's folder.`,
      );
  }
}

/** The sidecar beside the zip vouches for its every byte; those inside, for what they list. */
async function verifyZip(path: string, options: VerifyBagOptions): Promise<VerifiedBag> {
  const name = basename(path);
  const beside = await checkSidecar(path);
  try {
    using zip = await openZip(path);
    const top = name.replace(/\.zip$/i, "");
    const strangers = zip.files.filter((file) => !file.startsWith(`${top}/`));
    const tops = new Set(zip.files.map((file) => file.split("/", 1).join()));
    // A renamed zip still has one folder in it.
    const [only = top] = tops;
    const isOne = tops.size <= 1;
    const extra = isOne
      ? []
      : strangers.map((file) => ledgerFinding("extra", file, "this is beside the bag"));
    const bag = await verifyBag(zip.tree, isOne ? only : top, options);
    return { ...bag, findings: [...beside, ...extra, ...bag.findings] };
  } catch (error) {
    if (!(error instanceof IntegrityError)) throw error;
    const finding = ledgerFinding("altered", name, error.message);
    return { findings: [...beside, finding], objects: 0, files: 0, bytes: 0 };
  }
}

async function checkSidecar(path: string): Promise<Finding[]> {
  const name = basename(path);
  const sidecar = await disk(() => unlessAbsent(readFile(`${path}.sha256`)), `${path}.sha256`);
  if (sidecar === undefined) return [];
  const sha256 = await disk(() => hashStream(createReadStream(path)), path);
  if (Buffer.compare(sidecar, sidecarLine({ sha256, file: name })) === 0) return [];
  return [ledgerFinding("altered", name, `the zip does not have the SHA-256 in ${name}.sha256`)];
}

async function verifyFolder(folder: string, options: VerifyBagOptions): Promise<VerifiedExport> {
  const findings: Finding[] = [];
  const totals = { parts: 0, objects: 0, files: 0, bytes: 0 };
  const plan = await planIn(folder);
  if (plan === undefined) {
    return { ...totals, findings: [ledgerFinding("altered", PLAN, "this is no plan of an export")] };
  }
  const names = plan.parts.map(({ number }) => partName(plan, number));
  const present = new Set(await disk(() => readdir(folder), folder));
  findings.push(...checkNames(plan, names, present));
  for (const name of names) {
    if (!present.has(`${name}.zip`)) continue;
    const before = { ...totals };
    const onFile = (files: number, bytes: number): void =>
      options.onFile?.(before.files + files, before.bytes + bytes);
    const part = await verifyZip(join(folder, `${name}.zip`), { ...options, onFile });
    findings.push(...part.findings, ...(await checkReceipt(folder, name)));
    totals.parts += 1;
    totals.objects += part.objects;
    totals.files += part.files;
    totals.bytes += part.bytes;
  }
  return { ...totals, findings };
}

async function planIn(folder: string): Promise<ExportPlan | undefined> {
  const path = join(folder, PLAN);
  const bytes = await disk(() => readFile(path), path);
  try {
    return parsePlan(bytes, path);
  } catch (error) {
    if (error instanceof IntegrityError) return undefined;
    throw error;
  }
}

/** Unpacked parts may stand beside their zips. */
function checkNames(
  plan: ExportPlan,
  names: readonly string[],
  present: ReadonlySet<string>,
): LedgerFinding[] {
  const files = names.flatMap((name) => [`${name}.zip`, `${name}.zip.sha256`, `${name}.json`]);
  const expected = [...files, PLAN, basename(summaryKey(plan.id))];
  const known = new Set([...expected, ...names]);
  return [
    ...expected
      .filter((name) => !present.has(name))
      .map((name) => ledgerFinding("missing", name, "the file is missing")),
    ...[...present]
      .filter((name) => !known.has(name))
      .map((name) => ledgerFinding("extra", name, "the plan of the export has nothing of this name")),
  ];
}

/** The receipt says what the sidecar says. */
async function checkReceipt(folder: string, name: string): Promise<LedgerFinding[]> {
  const path = join(folder, `${name}.json`);
  const [bytes, sidecar] = await Promise.all(
    [path, join(folder, `${name}.zip.sha256`)].map((file) => disk(() => unlessAbsent(readFile(file)), file)),
  );
  if (bytes === undefined || sidecar === undefined) return [];
  const receipt = receiptIn(bytes, path);
  const agrees = receipt !== undefined && Buffer.compare(sidecar, sidecarLine(receipt)) === 0;
  return agrees ? [] : [ledgerFinding("altered", `${name}.json`, "the receipt is not of this part")];
}

function receiptIn(bytes: Uint8Array, where: string): PartReceipt | undefined {
  try {
    return parsePartReceipt(bytes, where);
  } catch (error) {
    if (error instanceof IntegrityError) return undefined;
    throw error;
  }
}
