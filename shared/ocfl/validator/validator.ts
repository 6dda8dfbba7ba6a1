/**
 * The OCFL validator's front: what a folder is, and the checks of objects and storage roots.
 *
 * Findings carry the codes of https://ocfl.io/1.1/spec/validation-codes.html, and of the 1.0 table where the object is
 * of 1.0. No finding has these, because a tree cannot show them or another code says the same more closely: E021, E022,
 * E026 to E028 (unknown fixity algorithms are ignored), E055 (see E102), E062 (E060), E068, E083, E087 to E089, E091,
 * W012 and W014. A flaw that breaks several rules is found once under each of their codes.
 */
import { lastName, type Tree, type TreeChildren } from "../tree.ts";
import { isObjectDeclaration, isStorageRootDeclaration } from "./declaration.ts";
import { isInventoryFile } from "./sidecar.ts";

export { checkClaim } from "./claim.ts";
export type { ContentOptions } from "./content.ts";
export { isStorageRootDeclaration } from "./declaration.ts";
export { checkHeadlessContent } from "./headless.ts";
export { isJsonObject, parseJson } from "./json.ts";
export { type ObjectResult, validateObject } from "./object.ts";
export { validateStorageRoot } from "./storage-root.ts";
export { reportOthers } from "./structure.ts";

/** How far down to look for an object before giving up on a folder without a declaration. */
const DEEPEST = 32;

/**
 * What a folder is or was meant to be: by its declaration, else by what it holds. Undefined for a folder that shows no
 * sign of OCFL (validating it as an object gives E003 and E063).
 */
export async function kindOf(tree: Tree, path: string): Promise<"storage-root" | "object" | undefined> {
  const top = await tree.children(path);
  if (top.files.some((file) => isStorageRootDeclaration(lastName(file)))) return "storage-root";
  if (looksLikeObject(top)) return "object";
  if (top.files.some((file) => lastName(file) === "ocfl_layout.json")) return "storage-root";
  let children = top;
  for (let depth = 0; depth < DEEPEST; depth += 1) {
    const next = children.folders.find((folder) => lastName(folder) !== "extensions");
    if (next === undefined) return undefined;
    children = await tree.children(next);
    if (looksLikeObject(children)) return "storage-root";
  }
  return undefined;
}

function looksLikeObject({ files, folders }: TreeChildren): boolean {
  return (
    files.some((file) => isObjectDeclaration(lastName(file)) || isInventoryFile(lastName(file))) ||
    folders.some((folder) => lastName(folder) === "v1")
  );
}
