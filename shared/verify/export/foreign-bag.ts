/** Tells a bag that another program made from a part of an export: nothing in it has a name that only exports have. */
import { UsageError } from "../../errors.ts";
import { PROVENANCE_PATH } from "../../export/provenance.ts";
import { folderTree } from "../../store/folder-tree.ts";
import { namesInZip } from "./zip-tree.ts";

const OF_EXPORTS = ["VERIFY.md", `data/${PROVENANCE_PATH}`];

/** @throws UsageError for the zip of such a bag */
export async function refuseForeignZip(path: string): Promise<void> {
  const names = await namesInZip(path);
  // The bag is all of the zip, or its one folder.
  const inBag = new Set(names.flatMap((name) => [name, name.slice(name.indexOf("/") + 1)]));
  if (inBag.has("bagit.txt") && !OF_EXPORTS.some((name) => inBag.has(name)))
    throw foreign(path, "Unpack it, and check the folder");
}

/** @throws UsageError for the folder of such a bag */
export async function refuseForeignFolder(path: string): Promise<void> {
  const tree = folderTree(path);
  const ofTags = (await tree.children("")).files;
  const ofPayload = (await tree.children("data")).files;
  if (!OF_EXPORTS.some((name) => ofTags.includes(name) || ofPayload.includes(name)))
    throw foreign(path, "Check it");
}

function foreign(path: string, advice: string): UsageError {
  return new UsageError(
    `${path} is a BagIt bag, but no export of Ticketvault. ${advice} with a BagIt validator, such as bagit.py.`,
  );
}
