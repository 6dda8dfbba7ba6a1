/** What a part of an export comes to, and whether its receipt says the same. */
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { partName, rowsName } from "../../export/keys.ts";
import { countsOf, type PartReceipt, parsePartReceipt } from "../../export/part-receipt.ts";
import type { ExportPlan, PlannedPart } from "../../export/plan.ts";
import { type Finding, finding, newerFinding } from "../../findings.ts";
import { disk } from "../../store/disk.ts";
import { folderTree } from "../../store/folder-tree.ts";
import type { VerifiedBag } from "./bag.ts";
import { hashFile } from "./manifest.ts";
import { differing, readIn } from "./read-in.ts";

/** What the files of a part are; the payload only where nothing is wrong with it, the rows where they are there. */
export type CountedPart = Omit<PartReceipt, "payload" | "rows"> &
  Partial<Pick<PartReceipt, "payload" | "rows">>;

/** What the receipt of a part must say; undefined when the part does not tell, which has been found already. */
export async function countPart(
  folder: string,
  plan: ExportPlan,
  { number }: PlannedPart,
  { findings, payload, provenance }: VerifiedBag,
): Promise<CountedPart | undefined> {
  const file = `${partName(plan, number)}.zip`;
  const sidecar = await readIn(folder, `${file}.sha256`, (bytes) => Buffer.from(bytes).toString("latin1"));
  const [, sha256] = /^([0-9a-f]{64}) {2}/.exec(sidecar ?? "") ?? [];
  if (sha256 === undefined || provenance === undefined) return undefined;
  const path = join(folder, file);
  const { size } = await disk(() => stat(path), path);
  const isSound = !findings.some(({ severity }) => severity === "error");
  const rows = await rowsOf(folder, rowsName(partName(plan, number)));
  const counts = countsOf(provenance.tickets);
  return { number, file, size, sha256, ...counts, ...(rows && { rows }), ...(isSound && { payload }) };
}

async function rowsOf(folder: string, file: string): Promise<PartReceipt["rows"] | undefined> {
  const hashed = await hashFile(folderTree(folder), file);
  if (hashed?.sha256 === undefined || hashed.size === undefined) return undefined;
  return { file, size: hashed.size, sha256: hashed.sha256 };
}

/** The receipt says what the part is. */
export async function checkReceipt(folder: string, part: CountedPart): Promise<Finding[]> {
  const name = part.file.replace(/zip$/, "json");
  const receipt = await readIn(folder, name, parsePartReceipt);
  if (receipt === "absent") return [];
  if (receipt === "newer") return [newerFinding(name)];
  const fields = receipt === undefined ? "what it says" : differing(part, receipt);
  return fields === "" ? [] : [finding("altered", name, `${fields} is not of this part`)];
}
