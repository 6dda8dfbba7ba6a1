/** Puts beside a production what seals it: its record, the ledger's entry that names the record, and the key that signed. */
import { IntegrityError } from "../errors.ts";
import type { SealedFile } from "../ledger/entry-content.ts";
import { readSealedEntry, vaultLedger } from "../ledger/read-entry.ts";
import { readExisting } from "../store/conditions.ts";
import type { ObjectStore } from "../store/object-store.ts";
import type { Output } from "../store/output.ts";
import { storeTree } from "../store/store-tree.ts";
import { PRODUCTION_FILES, productionKey } from "./keys.ts";

export interface SealedProduction {
  readonly orgId: number;
  /** The export. */
  readonly id: string;
  readonly record: SealedFile;
  /** Number of the entry that seals the record. */
  readonly sequence: number;
}

/** @throws IntegrityError `production-not-sealed` when that entry does not seal the record; as the stores do */
export async function handOut(
  { archive, output }: { readonly archive: ObjectStore; readonly output: Output },
  { orgId, id, record, sequence }: SealedProduction,
): Promise<void> {
  const sealed = await readSealedEntry(storeTree(archive), vaultLedger(orgId), sequence);
  const names =
    typeof sealed !== "string" &&
    sealed.entry.sealed.some(({ key, sha256 }) => key === record.key && sha256 === record.sha256);
  if (typeof sealed === "string" || !names) {
    const message = `Entry ${sequence} of the ledger of account ${orgId} does not seal ${record.key}. The production was not handed out; run \`ticketvault verify\`.`;
    throw new IntegrityError("production-not-sealed", message);
  }
  const { bytes } = await readExisting(archive, record.key);
  const write = (name: string, content: Uint8Array) => output.write(productionKey(id, name), content);
  await write(PRODUCTION_FILES.key, Buffer.from(sealed.publicKey.pem));
  await write(PRODUCTION_FILES.entry, sealed.bytes);
  await write(PRODUCTION_FILES.signature, sealed.signature);
  await write(PRODUCTION_FILES.record, bytes);
}
