/** Checks the folder of a whole export: its plan, every part against the plan, and what is said of the parts. */
import { basename, join } from "node:path";
import {
  CERTIFICATE_NAME,
  HASH_REPORT_NAME,
  PRODUCTION_FILES,
  partKeys,
  partName,
  summaryKey,
} from "../../export/keys.ts";
import { tablesOf } from "../../export/makers/of-request.ts";
import { type ExportPlan, type PlannedPart, parsePlan } from "../../export/plan.ts";
import { type Provenance, pinnedProvenance, plannedProvenance } from "../../export/provenance.ts";
import { type Finding, finding, newerFinding } from "../../findings.ts";
import type { Table } from "../../render/table.ts";
import { folderTree } from "../../store/folder-tree.ts";
import type { VerifiedBag, VerifyBagOptions } from "./bag.ts";
import { checkCertificate } from "./certificate.ts";
import { type CountedPart, checkReceipt, countPart } from "./counted-part.ts";
import { PLAN } from "./export-files.ts";
import type { PlannedBag } from "./made-again.ts";
import { checkProduction, checkSummary } from "./production.ts";
import { checkProductionSeal } from "./production-seal.ts";
import { differing, readIn } from "./read-in.ts";
import { verifyZip } from "./zip.ts";

export interface VerifiedExport extends Pick<VerifiedBag, "findings" | "objects" | "files" | "bytes"> {
  /** Parts looked at. */
  readonly parts: number;
  /** Of them, those whose documents were made again from the archived files and compared. */
  readonly madeAgain: number;
  /** Entries of the ledger by which the parts say that their tickets are sealed; without any, no signature vouches for them. */
  readonly sealing: number;
}

/** The entries by which a part says that its tickets are sealed. */
export function sealingIn({ provenance }: Pick<VerifiedBag, "provenance">): number {
  const named = provenance?.tickets.flatMap(({ sealed }) => sealed.flatMap(({ entry }) => entry ?? [])) ?? [];
  return new Set(named).size;
}

export interface VerifyExportOptions extends VerifyBagOptions {
  /** Whether what was made for the export is made again; by default up to 1 GiB of archived files. */
  readonly rebuild?: boolean | undefined;
}

const MADE_BY_DEFAULT = 1024 ** 3;

/** The part as it was planned, where it is to be made again. */
export function toMakeAgain(
  plan: ExportPlan,
  part: PlannedPart,
  { rebuild }: VerifyExportOptions,
): PlannedBag | undefined {
  const bytes = plan.parts.flatMap(({ tickets }) => tickets).reduce((sum, ticket) => sum + ticket.bytes, 0);
  return (rebuild ?? bytes <= MADE_BY_DEFAULT) ? { plan, part } : undefined;
}

/** @throws StoreError when something cannot be read; the signal's reason */
export async function verifyFolder(folder: string, options: VerifyExportOptions): Promise<VerifiedExport> {
  const findings: Finding[] = [];
  const totals = { parts: 0, madeAgain: 0, sealing: 0, objects: 0, files: 0, bytes: 0 };
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
  const tables = await tablesOf(plan.request);
  findings.push(...checkNames(plan, tables, present));
  findings.push(...others.map((name) => finding("extra", name, "a link, pipe or device: it was not read")));
  const counted: CountedPart[] = [];
  const introduced = new Set<string>();
  const onKey = (keyId: string): void => void introduced.add(keyId);
  for (const part of plan.parts) {
    const name = partName(plan, part.number);
    if (!present.has(`${name}.zip`)) continue;
    const before = { ...totals };
    const onFile = (files: number, bytes: number): void =>
      options.onFile?.(before.files + files, before.bytes + bytes);
    const bag = await verifyZip(join(folder, `${name}.zip`), {
      ...{ ...options, onFile, onKey },
      planned: toMakeAgain(plan, part, options),
    });
    findings.push(...bag.findings, ...checkPlanned(plan, part, bag.provenance));
    const is = await countPart(folder, plan, part, bag);
    if (is !== undefined) {
      findings.push(...(await checkReceipt(folder, is)), ...checkRows(is, bag));
      counted.push(is);
    }
    totals.parts += 1;
    totals.madeAgain += bag.rows === undefined ? 0 : 1;
    totals.sealing += sealingIn(bag);
    totals.objects += bag.objects;
    totals.files += bag.files;
    totals.bytes += bag.bytes;
  }
  findings.push(...(await checkSummary(folder, plan, counted)));
  findings.push(...(await checkProduction(folder, plan, tables, counted)));
  const pinned = options.pinned?.map(({ id }) => id) ?? [];
  const trusted = new Set(pinned.length === 0 ? [] : [...pinned, ...introduced]);
  findings.push(...(await checkProductionSeal(folder, plan, present, trusted)));
  if (counted.length === plan.parts.length) findings.push(...(await checkCertificate(folder, plan, counted)));
  return { ...totals, findings };
}

/** The rows are those of the tickets; from them the index and the tables follow. */
function checkRows({ rows }: CountedPart, { rows: made }: VerifiedBag): Finding[] {
  if (rows === undefined || made === undefined || rows.sha256 === made) return [];
  return [finding("altered", rows.file, "the rows are not what the plan and the archived files come to")];
}

/** Unpacked parts may stand beside their zips. */
function checkNames(plan: ExportPlan, tables: readonly Table[], present: ReadonlySet<string>): Finding[] {
  const names = plan.parts.map(({ number }) => partName(plan, number));
  const ofParts = names.flatMap((name) => Object.values(partKeys(plan.id, name)).map((key) => basename(key)));
  const certified = plan.request.certificate === undefined ? [] : [CERTIFICATE_NAME, HASH_REPORT_NAME];
  const ofAll = [...tables.map(({ path }) => path), PLAN, basename(summaryKey(plan.id)), ...certified];
  const expected = [...ofParts, ...ofAll];
  const known = new Set([...expected, ...names, ...Object.values(PRODUCTION_FILES)]);
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
  const pinned = provenance.tickets.map(
    ({ ticketId, version, archivedAt, inventory, sealed, accepted, found }) => ({
      ticketId,
      version,
      archivedAt,
      inventory,
      sealed,
      accepted,
      ...(found !== undefined && { found }),
    }),
  );
  const planned = { ...plannedProvenance(plan, part), tickets: part.tickets.map(pinnedProvenance) };
  const fields = differing(planned, { ...provenance, tickets: pinned });
  const message = `${fields} in its provenance.json is not as in ${PLAN}`;
  return fields === "" ? [] : [finding("altered", `${partName(plan, part.number)}.zip`, message)];
}
