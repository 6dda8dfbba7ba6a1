/** Tells an object or storage root that a newer program made: by its declaration, or by an extension that is not known here. */

import { STORAGE_ROOT_FILES } from "../ocfl/layout.ts";
import { joinPath, lastName, type Tree } from "../ocfl/tree.ts";
import { isJsonObject, parseJson } from "../ocfl/validator/validator.ts";

/** What Ticketvault writes: OCFL 1.1, and in storage roots one extension. */
const OUR_SPEC = 1.1;
const OUR_EXTENSIONS = STORAGE_ROOT_FILES.map(({ name }) => name.split("/")[1]);

/** @throws what the tree throws */
export async function isOfNewerProgram(tree: Tree, folder: string): Promise<boolean> {
  const { files, folders } = await tree.children(folder);
  for (const path of files) {
    const [, declared, spec] = /^0=(ocfl_(?:object_)?(\d+\.\d+))$/.exec(lastName(path)) ?? [];
    if (Number(spec) > OUR_SPEC && (await isText(tree, path, `${declared}\n`))) return true;
  }
  const extensions = joinPath(folder, "extensions");
  return folders.includes(extensions) && hasUnknownExtension(tree, extensions);
}

/** One that keeps to the rules of extensions: anything else in that folder is a stranger. */
async function hasUnknownExtension(tree: Tree, extensions: string): Promise<boolean> {
  for (const path of (await tree.children(extensions)).folders) {
    const name = lastName(path);
    if (!/^\d{4}-[a-z0-9-]+$/.test(name) || OUR_EXTENSIONS.includes(name)) continue;
    const config = parseJson((await tree.read(joinPath(path, "config.json"))) ?? new Uint8Array());
    if (config.ok && isJsonObject(config.value) && config.value["extensionName"] === name) return true;
  }
  return false;
}

async function isText(tree: Tree, path: string, text: string): Promise<boolean> {
  return Buffer.from((await tree.read(path)) ?? []).equals(Buffer.from(text));
}
