/** The second step of an export, once for each part: one bag, streamed from the archive into a zip at the output. */
import { StoreError } from "../errors.ts";
import { STORAGE_ROOT_FILES } from "../ocfl/layout.ts";
import { RENDERER } from "../render/renderer.ts";
import { Bag } from "./bag.ts";
import { checkerScript } from "./checker.ts";
import { PartDocuments, type PartPlace } from "./documents.ts";
import { KeptAttachments } from "./kept-attachments.ts";
import { partKeys, partName, rowsName } from "./keys.ts";
import { STORAGE_ROOT } from "./object-files.ts";
import { openPinned } from "./open-pinned.ts";
import { packCheckpoint } from "./pack-checkpoint.ts";
import { packLedger } from "./pack-ledger.ts";
import { packObject } from "./pack-object.ts";
import {
  countsOf,
  type PartReceipt,
  parsePartReceipt,
  partReceiptBytes,
  sidecarLine,
} from "./part-receipt.ts";
import type { ExportPlan, PlannedPart } from "./plan.ts";
import type { ExportDependencies } from "./plan-export.ts";
import { PROVENANCE_PATH, provenanceBytes, type TicketProvenance, ticketProvenance } from "./provenance.ts";
import { RowsFile } from "./rows.ts";
import { verifyGuide } from "./verify-guide.ts";
import { zipOf } from "./zip.ts";

export interface PackOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called after each ticket, with how many of the part are packed. */
  readonly onTicket?: ((done: number) => void) | undefined;
}

type Dependencies = Pick<ExportDependencies, "archive" | "output" | "log">;

/**
 * Packs a part, unless it is there and whole. It appears whole or not at all, and whoever packs it, and however often,
 * writes the same bytes.
 * @throws IntegrityError naming the file that is missing or is not what its inventory says; StoreError, `other-renderer`
 *   among them
 */
export async function packPart(
  dependencies: Dependencies,
  plan: ExportPlan,
  number: number,
  options: PackOptions = {},
): Promise<PartReceipt> {
  const { output, log } = dependencies;
  const part = plan.parts.find((each) => each.number === number);
  if (part === undefined) throw new StoreError("no-such-part", `Export ${plan.id} has no part ${number}.`);
  if (plan.renderer !== RENDERER) throw plannedByAnother(plan);
  const name = partName(plan, number);
  const keys = partKeys(plan.id, name);
  const kept = await wholePart(dependencies, plan.id, name);
  if (
    kept !== undefined &&
    (await output.holds(keys.zip, kept)) &&
    (await output.holds(keys.rows, kept.rows))
  ) {
    options.onTicket?.(part.tickets.length);
    log.info("export.part-kept", { id: plan.id, part: number });
    return kept;
  }
  const started = performance.now();
  const packed = await writePart(dependencies, plan, part, options);
  const receipt: PartReceipt = { number, file: `${name}.zip`, ...packed };
  await output.write(keys.receipt, partReceiptBytes(receipt));
  await output.write(keys.sidecar, sidecarLine(receipt));
  const durationMs = Math.round(performance.now() - started);
  log.info("export.part-packed", { id: plan.id, part: number, bytes: receipt.size, durationMs });
  return receipt;
}

/** Writes the zip and, at the same time, the rows of its tickets. */
async function writePart(
  dependencies: Dependencies,
  plan: ExportPlan,
  part: PlannedPart,
  options: PackOptions,
): Promise<Omit<PartReceipt, "number" | "file">> {
  const { output } = dependencies;
  const name = partName(plan, part.number);
  const keys = partKeys(plan.id, name);
  const rows = new RowsFile();
  let content: Content | undefined;
  const zip = zipOf(async (add) => {
    const bag = new Bag(add, name, plan.request.formats.includes("loadfile"));
    await packCheckpoint(bag, dependencies.archive, plan, part);
    content = await fillBag({ bag, name, rows }, dependencies, plan, part, options);
    await rows.end();
  });
  let failure: unknown;
  const stop = (error: Error): undefined => {
    failure ??= error;
    rows.fail(error);
  };
  const [packed, written] = await Promise.all([
    output.write(keys.zip, zip).catch(stop),
    output.write(keys.rows, rows.body).catch(stop),
  ]);
  if (packed === undefined || written === undefined || content === undefined) throw failure;
  return { ...packed, rows: { file: rowsName(name), ...written }, ...content };
}

function plannedByAnother({ id, renderer }: ExportPlan): StoreError {
  const text = `Export ${id} was planned for renderer ${renderer}, and this program has ${RENDERER}: it would write other bytes. Ask for the export again.`;
  return new StoreError("other-renderer", text);
}

/** The receipt of a part that an earlier run finished: its sidecar came last. */
export async function wholePart(
  { output }: Pick<Dependencies, "output">,
  id: string,
  name: string,
): Promise<PartReceipt | undefined> {
  const keys = partKeys(id, name);
  const sidecar = await output.read(keys.sidecar);
  const bytes = sidecar && (await output.read(keys.receipt));
  if (sidecar === undefined || bytes === undefined) return undefined;
  const receipt = parsePartReceipt(bytes, `${output.location}/${keys.receipt}`);
  const isWhole =
    Buffer.compare(sidecar, sidecarLine(receipt)) === 0 &&
    (await output.size(keys.zip)) === receipt.size &&
    (await output.size(keys.rows)) === receipt.rows.size;
  return isWhole ? receipt : undefined;
}

type Content = Omit<PartReceipt, "number" | "file" | "size" | "sha256" | "rows">;

/** What a part holds, but for its checkpoint: the same bytes for the same plan and the same archived files. */
export async function fillBag(
  place: PartPlace,
  { archive }: Pick<Dependencies, "archive">,
  plan: ExportPlan,
  part: PlannedPart,
  { signal, onTicket }: PackOptions,
): Promise<Content> {
  const { orgId, request } = plan;
  const { bag } = place;
  await bag.addTag("VERIFY.md", verifyGuide(plan, part));
  await bag.addTag("check.py", checkerScript());
  const sealed = await packLedger(bag, archive, plan, part);
  for (const { name, bytes } of STORAGE_ROOT_FILES) {
    await bag.addPayload(`${STORAGE_ROOT}/${name}`, bytes, { compress: true });
  }
  const kept = new KeptAttachments();
  const documents = await PartDocuments.of(place, request, kept, signal);
  const tickets: TicketProvenance[] = [];
  for (const pinned of part.tickets) {
    signal?.throwIfAborted();
    const open = await openPinned(archive, orgId, pinned, plan);
    kept.clear();
    await packObject({ bag, open, sealed, kept, signal });
    await documents.addTicket(open);
    tickets.push(ticketProvenance(open));
    onTicket?.(tickets.length);
  }
  const provenance = provenanceBytes(plan, part, tickets);
  await bag.addPayload(PROVENANCE_PATH, provenance, { compress: true });
  const { payload } = bag;
  await bag.finish([
    ["Source-Organization", `LeadSquared account ${orgId}`],
    ["External-Identifier", `urn:ticketvault:export:${plan.id}:${part.number}`],
    ["External-Description", `Ticket conversations for ${request.matter}`],
    ["Bag-Group-Identifier", `urn:ticketvault:export:${plan.id}`],
    ["Bag-Count", `${part.number} of ${plan.parts.length}`],
    ["Bag-Software-Agent", plan.tool],
  ]);
  return { ...countsOf(tickets), payload };
}
