/** The record of a production, which is sealed before it is handed out: who asked for what, and every file's digest. */
import * as z from "zod";
import { sha256Hex } from "../digest.ts";
import { IntegrityError, StoreError } from "../errors.ts";
import { forAll } from "../for-all.ts";
import { jsonBytes, plainJson } from "../json.ts";
import type { SealedFile } from "../ledger/entry-content.ts";
import { NewerProgramError, ownDocument } from "../newer-program.ts";
import { productionRecordKey } from "../record-keys.ts";
import { readExisting } from "../store/conditions.ts";
import type { ObjectStore } from "../store/object-store.ts";
import type { Output } from "../store/output.ts";
import { tryServer } from "../store/storage-root.ts";
import type { ExportReceipt } from "./export-receipt.ts";
import { partKeys, planKey, productionKey, summaryKey } from "./keys.ts";
import type { ExportPlan } from "./plan.ts";
import { exportRequestSchema } from "./request.ts";

const { matter, requestedBy, reason } = exportRequestSchema.shape;

const productionSchema = z.strictObject({
  schema: z.literal("urn:ticketvault:schema:production:1"),
  orgId: z.int().positive(),
  export: z.string(),
  at: z.string().describe("When it was planned."),
  matter,
  requestedBy,
  authenticated: z
    .string()
    .nullable()
    .describe("Who was authenticated when it was asked for, as an ARN; null on the command line."),
  reason,
  files: z
    .array(z.strictObject({ file: z.string(), size: z.int().min(0), sha256: z.string() }))
    .describe("Plan, zips with their receipts, what stands beside them, and the summary; sorted by name."),
});

export type ProductionRecord = z.infer<typeof productionSchema>;
type NamedFile = ProductionRecord["files"][number];

/** @throws IntegrityError `production-unreadable`; NewerProgramError */
export function parseProductionRecord(bytes: Uint8Array, where: string): ProductionRecord {
  try {
    return ownDocument(productionSchema, plainJson(bytes), where);
  } catch (cause) {
    if (cause instanceof NewerProgramError) throw cause;
    const message = `${where} is no record of a production that Ticketvault wrote.`;
    throw new IntegrityError("production-unreadable", message, { cause });
  }
}

const READS_AT_ONCE = 16;

/**
 * Writes the record beside the archive. The same plan gives the same production, so that a second run finds its own.
 * @throws IntegrityError `production-altered` when another production was recorded of the same plan; as the stores do
 */
export async function recordProduction(
  { archive, output }: { readonly archive: ObjectStore; readonly output: Output },
  plan: ExportPlan,
  receipt: ExportReceipt,
): Promise<SealedFile> {
  const files = await filesOf(output, receipt);
  const { id, orgId, plannedAt, request } = plan;
  const bytes = jsonBytes(
    productionSchema.parse({
      schema: "urn:ticketvault:schema:production:1",
      ...{ orgId, export: id, at: plannedAt, matter: request.matter, requestedBy: request.requestedBy },
      authenticated: request.authenticated ?? null,
      reason: request.reason,
      files,
    }),
  );
  const planSha256 = files.find(({ file }) => productionKey(id, file) === planKey(id))?.sha256 ?? "";
  const key = productionRecordKey({ orgId, id, planSha256 });
  await tryServer(archive, orgId);
  if ((await archive.create(key, bytes)) === "exists") {
    const { bytes: there } = await readExisting(archive, key);
    if (Buffer.compare(there, bytes) !== 0) {
      const message = `${archive.location}/${key} records other files of export ${id} than those in ${output.location}. One of both was altered: run \`ticketvault verify\` on both.`;
      throw new IntegrityError("production-altered", message);
    }
  }
  return { key, sha256: sha256Hex(bytes) };
}

async function filesOf(output: Output, { id, parts, files }: ExportReceipt): Promise<NamedFile[]> {
  const found: NamedFile[] = [...files, ...parts.map(({ file, size, sha256 }) => ({ file, size, sha256 }))];
  const receipts = parts.map(({ file }) => partKeys(id, file.replace(/\.zip$/, "")).receipt);
  const read = async (key: string): Promise<void> => {
    const bytes = await output.read(key);
    if (bytes === undefined) throw new StoreError("part-missing", `${output.location}/${key} is not there.`);
    found.push({ file: key.slice(id.length + 1), size: bytes.byteLength, sha256: sha256Hex(bytes) });
  };
  await forAll([planKey(id), summaryKey(id), ...receipts], READS_AT_ONCE, read);
  return found.toSorted((a, b) => (a.file < b.file ? -1 : 1));
}
