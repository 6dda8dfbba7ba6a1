/** Checks the folder of a whole export: its plan, every part against the plan, and what is said of the parts. */
import { stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { IntegrityError } from "../../errors.ts";
import { parseExportReceipt, sumUp } from "../../export/export-receipt.ts";
import { partName, summaryKey } from "../../export/keys.ts";
import { countsOf, type PartReceipt, parsePartReceipt } from "../../export/part-receipt.ts";
import { type ExportPlan, type PlannedPart, parsePlan } from "../../export/plan.ts";
import { type Provenance, pinnedProvenance, plannedProvenance } from "../../export/provenance.ts";
import { type Finding, finding, newerFinding } from "../../findings.ts";
import { NewerProgramError } from "../../newer-program.ts";
import { disk } from "../../store/disk.ts";
import { folderTree } from "../../store/folder-tree.ts";
import type { VerifiedBag, VerifyBagOptions } from "./bag.ts";
import { PLAN } from "./export-files.ts";
import { verifyZip } from "./zip.ts";

export interface VerifiedExport extends Pick<VerifiedBag, "findings" | "objects" | "files" | "bytes"> {
  /** Parts looked at. */
  readonly parts: number;
}

/** @throws StoreError when something cannot be read; the signal's reason */
export async function verifyFolder(folder: string, options: VerifyBagOptions): Promise<VerifiedExport> {
  const findings: Finding[] = [];
  const totals = { parts: 0, objects: 0, files: 0, bytes: 0 };
  const plan = await readIn(folder, PLAN, parsePlan);
  if (plan === undefined)
    return { ...totals, findings: [finding("altered", PLAN, "this is no plan of an export")] };
  if (plan === "newer") return { ...totals, findings: [newerFinding(PLAN)] };
  if (plan === "absent") {
    const message = "the file is missing, and without it nothing was checked";
    return { ...totals, findings: [finding("missing", PLAN, message)] };
  }
  const { files, folders, others = [] } = await folderTree(folder).children("");
  const present = new Set([...files, ...folders]);
  findings.push(...checkNames(plan, present));
  findings.push(...others.map((name) => finding("extra", name, "a link, pipe or device: it was not read")));
  const counted: CountedPart[] = [];
  for (const part of plan.parts) {
    const name = partName(plan, part.number);
    if (!present.has(`${name}.zip`)) continue;
    const before = { ...totals };
    const onFile = (files: number, bytes: number): void =>
      options.onFile?.(before.files + files, before.bytes + bytes);
    const bag = await verifyZip(join(folder, `${name}.zip`), { ...options, onFile });
    findings.push(...bag.findings, ...checkPlanned(plan, part, bag.provenance));
    const is = await countPart(folder, plan, part, bag);
    if (is !== undefined) {
      findings.push(...(await checkReceipt(folder, is)));
      counted.push(is);
    }
    totals.parts += 1;
    totals.objects += bag.objects;
    totals.files += bag.files;
    totals.bytes += bag.bytes;
  }
  findings.push(...(await checkSummary(folder, plan, counted)));
  return { ...totals, findings };
}

/** A small file of the export; undefined when it is not what it should be. */
async function readIn<T>(
  folder: string,
  name: string,
  parse: (bytes: Uint8Array, where: string) => T,
): Promise<T | "absent" | "newer" | undefined> {
  const bytes = await folderTree(folder).read(name);
  if (bytes === undefined) return "absent";
  try {
    return parse(bytes, join(folder, name));
  } catch (error) {
    if (error instanceof NewerProgramError) return "newer";
    if (error instanceof IntegrityError) return undefined;
    throw error;
  }
}

/** Unpacked parts may stand beside their zips. */
function checkNames(plan: ExportPlan, present: ReadonlySet<string>): Finding[] {
  const names = plan.parts.map(({ number }) => partName(plan, number));
  const files = names.flatMap((name) => [`${name}.zip`, `${name}.zip.sha256`, `${name}.json`]);
  const expected = [...files, PLAN, basename(summaryKey(plan.id))];
  const known = new Set([...expected, ...names]);
  return [
    ...expected
      .filter((name) => !present.has(name))
      .map((name) => finding("missing", name, "the file is missing")),
    ...[...present]
      .filter((name) => !known.has(name))
      .map((name) => finding("extra", name, "the plan of the export has nothing of this name")),
  ];
}

/** What the part says of itself is what was planned; where it says nothing, that has been told. */
function checkPlanned(plan: ExportPlan, part: PlannedPart, provenance: Provenance | undefined): Finding[] {
  if (provenance === undefined) return [];
  const pinned = provenance.tickets.map(({ ticketId, version, archivedAt, inventory, sealed }) => ({
    ticketId,
    version,
    archivedAt,
    inventory,
    sealed,
  }));
  const planned = { ...plannedProvenance(plan, part), tickets: part.tickets.map(pinnedProvenance) };
  const fields = differing(planned, { ...provenance, tickets: pinned });
  const message = `${fields} in its provenance.json is not as in ${PLAN}`;
  return fields === "" ? [] : [finding("altered", `${partName(plan, part.number)}.zip`, message)];
}

/** What the files of a part are; the payload only where nothing is wrong with it. */
type CountedPart = Omit<PartReceipt, "payload"> & Partial<Pick<PartReceipt, "payload">>;

/** What the receipt of a part must say; undefined when the part does not tell, which has been found already. */
async function countPart(
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
  return { number, file, size, sha256, ...countsOf(provenance.tickets), ...(isSound && { payload }) };
}

/** The receipt says what the part is. */
async function checkReceipt(folder: string, part: CountedPart): Promise<Finding[]> {
  const name = part.file.replace(/zip$/, "json");
  const receipt = await readIn(folder, name, parsePartReceipt);
  if (receipt === "absent") return [];
  if (receipt === "newer") return [newerFinding(name)];
  const fields = receipt === undefined ? "what it says" : differing(part, receipt);
  return fields === "" ? [] : [finding("altered", name, `${fields} is not of this part`)];
}

/** The summary says what the plan and the parts come to. */
async function checkSummary(
  folder: string,
  plan: ExportPlan,
  parts: readonly CountedPart[],
): Promise<Finding[]> {
  const name = basename(summaryKey(plan.id));
  const summary = await readIn(folder, name, parseExportReceipt);
  if (summary === "absent") return [];
  if (summary === "newer") return [newerFinding(name)];
  if (summary === undefined) return [finding("altered", name, "this is no summary of an export")];
  const fields = parts.length === plan.parts.length ? differing(sumUp(plan, parts), summary) : "";
  return fields === ""
    ? []
    : [finding("altered", name, `${fields} is not what ${PLAN} and the parts come to`)];
}

/** The names of the fields that are not as expected. */
function differing(expected: object, found: object): string {
  const said = new Map(Object.entries(found));
  return Object.entries(expected)
    .filter(([field, value]) => !isDeepStrictEqual(value, said.get(field)))
    .map(([field]) => field)
    .join(", ");
}
