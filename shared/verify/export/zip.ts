/** Checks one part as a zip: its sidecar, the zip itself, and the bag in it. */
import { createReadStream } from "node:fs";
import { basename, dirname } from "node:path";
import { IntegrityError } from "../../errors.ts";
import { sidecarLine } from "../../export/part-receipt.ts";
import { type Finding, finding } from "../../findings.ts";
import { disk } from "../../store/disk.ts";
import { folderTree } from "../../store/folder-tree.ts";
import { type VerifiedBag, type VerifyBagOptions, verifyBag } from "./bag.ts";
import { hashStream } from "./manifest.ts";
import { openZip } from "./zip-tree.ts";

/** The sidecar beside the zip vouches for its every byte; those inside, for what they list. */
export async function verifyZip(path: string, options: VerifyBagOptions): Promise<VerifiedBag> {
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
    const extra = isOne ? [] : strangers.map((file) => finding("extra", file, "this is beside the bag"));
    const bag = await verifyBag(zip.tree, isOne ? only : top, options);
    return { ...bag, findings: [...beside, ...extra, ...bag.findings] };
  } catch (error) {
    if (!(error instanceof IntegrityError)) throw error;
    const found = finding("altered", name, error.message);
    const nothing = {
      objects: 0,
      files: 0,
      bytes: 0,
      payload: { files: 0, bytes: 0 },
      provenance: undefined,
    };
    return { ...nothing, findings: [...beside, found] };
  }
}

async function checkSidecar(path: string): Promise<Finding[]> {
  const name = basename(path);
  const sidecar = await folderTree(dirname(path)).read(`${name}.sha256`);
  if (sidecar === undefined) return [];
  const sha256 = await disk(() => hashStream(createReadStream(path)), path);
  if (Buffer.compare(sidecar, sidecarLine({ sha256, file: name })) === 0) return [];
  return [finding("altered", name, `the zip does not have the SHA-256 in ${name}.sha256`)];
}
