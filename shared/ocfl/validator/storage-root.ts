/** Validates an OCFL storage root: its own files, the hierarchy below it, and every object found there. */

import { type Finding, finding, isError, printable, Report } from "../../findings.ts";
import { joinPath, lastName, type Tree, type TreeChildren } from "../tree.ts";
import {
  checkStorageRootDeclaration,
  isObjectDeclaration,
  isStorageRootDeclaration,
  type SpecVersion,
} from "./declaration.ts";
import { digestOf } from "./digests.ts";
import { checkExtensions, isRegisteredLayout } from "./extensions.ts";
import { isJsonObject, parseJson } from "./json.ts";
import { declaredLayout, type PlaceOf } from "./layouts.ts";
import { type ObjectResult, type ValidateOptions, validateObject } from "./object.ts";
import { INVENTORY } from "./sidecar.ts";
import { reportOthers } from "./structure.ts";

export interface StorageRootOptions extends ValidateOptions {
  /** Called with each object as soon as it is checked; nothing is kept of it but its id. */
  readonly onObject: (result: ObjectResult) => void | Promise<void>;
}

export interface StorageRootResult {
  readonly path: string;
  /** About the root and its hierarchy; the objects' own went to `onObject`. */
  readonly findings: readonly Finding[];
  readonly spec: SpecVersion | undefined;
  readonly objects: number;
  /** Objects without an error; warnings do not count. */
  readonly validObjects: number;
  /** Content files and bytes read of them, of all objects. */
  readonly files: number;
  readonly bytes: number;
}

const LAYOUT = "ocfl_layout.json";
const EXTENSIONS = "extensions";

/** What the walk carries along. */
interface Walk {
  readonly root: string;
  readonly tree: Tree;
  readonly options: StorageRootOptions;
  readonly report: Report;
  readonly spec: SpecVersion | undefined;
  readonly layout: PlaceOf | undefined;
  /** Each id, as a digest since ids may be long, and the first place where it was found. */
  readonly ids: Map<string, string>;
  readonly totals: { objects: number; validObjects: number; files: number; bytes: number };
}

/** Checks the storage root at `path` and every object in it; throws only what the tree and `onObject` throw. */
export async function validateStorageRoot(
  tree: Tree,
  path: string,
  options: StorageRootOptions,
): Promise<StorageRootResult> {
  const report = new Report();
  const top = await tree.children(path);
  const spec = await checkStorageRootDeclaration(tree, path, top.files, report);
  reportOthers(top, report);
  if (top.files.includes(joinPath(path, LAYOUT))) await checkLayout(tree, joinPath(path, LAYOUT), report);
  const extensions = joinPath(path, EXTENSIONS);
  if (top.folders.includes(extensions)) await checkRootExtensions(tree, extensions, spec, report);
  const totals = { objects: 0, validObjects: 0, files: 0, bytes: 0 };
  const layout = await declaredLayout(tree, path);
  const walk: Walk = { root: path, tree, options, report, spec, layout, ids: new Map(), totals };
  const hierarchy = top.folders.filter((folder) => folder !== extensions);
  await walkHierarchy(path, hierarchy, walk);
  return { path, findings: report.findings(), spec, ...totals };
}

/** E070, E071. */
async function checkLayout(tree: Tree, where: string, report: Report): Promise<void> {
  const parsed = parseJson((await tree.read(where)) ?? new Uint8Array());
  if (!parsed.ok || !isJsonObject(parsed.value)) {
    report.add("E070", where, parsed.ok ? "the layout is no JSON object" : `the layout ${parsed.problem}`);
    return;
  }
  const { extension, description } = parsed.value;
  if (typeof description !== "string") report.add("E070", where, "the layout has no description");
  if (typeof extension !== "string") {
    report.add("E070", where, "the layout names no extension");
  } else if (!isRegisteredLayout(extension)) {
    report.add("E071", where, `the layout's extension is no registered layout: ${printable(extension)}`);
  }
}

/** E112 and W016; in OCFL 1.0 the same rules have other codes. */
async function checkRootExtensions(
  tree: Tree,
  folder: string,
  spec: SpecVersion | undefined,
  report: Report,
): Promise<void> {
  const codes = spec === "1.0" ? { file: ["E067", "E086"], name: "W013" } : { file: "E112", name: "W016" };
  const { isEmpty } = await checkExtensions(tree, folder, codes, report);
  if (isEmpty) report.add("E073", folder, "the folder is empty");
}

/** Depth first, in order of the names, without recursion. W015 when objects stand both at the top and deeper. */
async function walkHierarchy(root: string, top: readonly string[], walk: Walk): Promise<void> {
  const pending = top.map((folder) => ({ folder, isTop: true })).reverse();
  const seen = { atTop: false, deeper: false };
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    walk.options.signal?.throwIfAborted();
    const children = await walk.tree.children(next.folder);
    if (isObjectFolder(children)) {
      seen[next.isTop ? "atTop" : "deeper"] = true;
      await takeObject(next.folder, walk);
      continue;
    }
    checkIntermediateFolder(next.folder, children, walk.report);
    for (const folder of children.folders.toReversed()) pending.push({ folder, isTop: false });
  }
  if (seen.atTop && seen.deeper) {
    walk.report.add("W015", root, "some objects stand directly in the storage root, others deeper");
  }
}

/** An inventory without a declaration is a broken object rather than stray files. */
function isObjectFolder({ files }: TreeChildren): boolean {
  return (
    files.some((file) => isObjectDeclaration(lastName(file)) || lastName(file) === INVENTORY) &&
    !files.some((file) => isStorageRootDeclaration(lastName(file)))
  );
}

/** E072 to E074, E084, E085: a folder on the way to objects holds folders only, and some. */
function checkIntermediateFolder(folder: string, children: TreeChildren, report: Report): void {
  const { files, folders, others = [] } = children;
  reportOthers(children, report);
  if (files.length + folders.length + others.length === 0) {
    report.add("E073", folder, "the folder is empty");
    return;
  }
  for (const file of files) {
    report.add("E072", file, "the file is not part of an object");
    if (isStorageRootDeclaration(lastName(file))) {
      report.add("E074", folder, "a storage root stands inside another");
    }
  }
  if (folders.length === 0) report.add("E085", folder, "the hierarchy ends here without an object");
  else if (files.length > 0) report.add("E084", folder, "there are files on the way to objects");
}

/** E037 for an id that another object of this root has; `misplaced`, for which OCFL has no code, against the layout. */
async function takeObject(path: string, walk: Walk): Promise<void> {
  const result = await validateObject(walk.tree, path, walk.options, walk.spec);
  const { files, bytes } = result;
  const findings = [...result.findings, ...misplacements(path, result.id, walk)];
  const id = result.id === undefined ? undefined : digestOf("sha256", new TextEncoder().encode(result.id));
  const first = id === undefined ? undefined : walk.ids.get(id);
  if (first !== undefined) {
    walk.report.add("E037", path, `the object at ${printable(first)} has the same id`);
  } else if (id !== undefined) {
    walk.ids.set(id, path);
  }
  const { totals } = walk;
  totals.objects += 1;
  totals.validObjects += findings.some(isError) ? 0 : 1;
  totals.files += files;
  totals.bytes += bytes;
  await walk.options.onObject({ ...result, findings });
}

/** An object in another place than the one that the root's own layout gives its id. */
function misplacements(path: string, id: string | undefined, { root, layout }: Walk): Finding[] {
  const place = id === undefined ? undefined : layout?.(id);
  if (place === undefined || joinPath(root, place) === path) return [];
  const message = `the object is ${printable(id ?? "")}: by the layout of the storage root its place is ${printable(place)}`;
  return [finding("misplaced", path, message)];
}
