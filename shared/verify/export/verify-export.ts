/** Checks an export: one part, zipped or unpacked, or the folder of a whole export. */
import { stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { IntegrityError, StoreError } from "../../errors.ts";
import { partName } from "../../export/keys.ts";
import { parsePlan } from "../../export/plan.ts";
import { ARCHIVE_FOLDER, LEDGER_FOLDER } from "../../keys.ts";
import { entriesOf, unlessAbsent } from "../../store/directory-files.ts";
import { disk } from "../../store/disk.ts";
import { folderTree } from "../../store/folder-tree.ts";
import { type VerifiedBag, verifyBag } from "./bag.ts";
import { isBagFile, isResult, PLAN } from "./export-files.ts";
import {
  sealingIn,
  toMakeAgain,
  type VerifiedExport,
  type VerifyExportOptions,
  verifyFolder,
} from "./folder.ts";
import { refuseForeignFolder, refuseForeignZip } from "./foreign-bag.ts";
import type { PlannedBag } from "./made-again.ts";
import { readIn } from "./read-in.ts";
import { verifyZip } from "./zip.ts";
import { openZip } from "./zip-tree.ts";

export type { VerifiedExport };

/**
 * What a path is of an export; undefined when it is nothing of one: a zip, a bag's folder, or an export's folder. A
 * folder with an archive or a ledger in it is a vault, whatever files were put beside these.
 * @throws StoreError when it cannot be looked at
 */
export async function exportKind(path: string): Promise<"zip" | "bag" | "export" | undefined> {
  const found = await disk(() => unlessAbsent(stat(path)), path);
  if (found?.isFile()) return /\.zip$/i.test(path) ? "zip" : undefined;
  if (!found?.isDirectory()) return undefined;
  const entries = await entriesOf(path);
  const isVault = entries.some(
    (entry) => !entry.isFile() && [ARCHIVE_FOLDER, LEDGER_FOLDER].includes(entry.name),
  );
  if (isVault) return undefined;
  const names = entries.map(({ name }) => name);
  if (names.some(isResult)) return "export";
  if (names.some(isBagFile)) return "bag";
  return names.includes(PLAN) ? "export" : undefined;
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
      const zips = (await folderTree(path).children("")).files.filter((name) => name.endsWith(".zip"));
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

/**
 * @throws UsageError for another program's bag; StoreError `no-export` for what is not an export, and when something
 *   cannot be read; the signal's reason
 */
export async function verifyExport(path: string, options: VerifyExportOptions = {}): Promise<VerifiedExport> {
  switch (await exportKind(path)) {
    case "zip":
      await refuseForeignZip(path);
      return onePart(await verifyZip(path, { ...options, planned: await plannedBeside(path, options) }));
    case "bag":
      await refuseForeignFolder(path);
      return onePart(
        await verifyBag(folderTree(path), "", { ...options, planned: await plannedBeside(path, options) }),
      );
    case "export":
      return verifyFolder(path, options);
    case undefined:
      throw new StoreError(
        "no-export",
        `${path} is not an export: give a part's zip or folder, or the export's folder.`,
      );
  }
}

/** Who has the plan of an export beside one of its parts can make that part again. */
async function plannedBeside(path: string, options: VerifyExportOptions): Promise<PlannedBag | undefined> {
  const plan = await readIn(dirname(resolve(path)), PLAN, parsePlan);
  if (typeof plan !== "object") return undefined;
  const name = basename(path).replace(/\.zip$/i, "");
  const part = plan.parts.find(({ number }) => partName(plan, number) === name);
  return part && toMakeAgain(plan, part, options);
}

function onePart(bag: VerifiedBag): VerifiedExport {
  const { findings, objects, files, bytes, rows } = bag;
  const madeAgain = rows === undefined ? 0 : 1;
  return { findings, parts: 1, madeAgain, sealing: sealingIn(bag), objects, files, bytes };
}
