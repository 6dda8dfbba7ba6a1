/** Builds OCFL objects and storage roots in memory, whole or broken on purpose. */
import { createHash, getHashes } from "node:crypto";
import type { Tree, TreeChildren } from "../../shared/ocfl/tree.ts";

/** File contents by path. A path that ends in `/` is an empty folder, one that ends in `@` a symbolic link. */
export type Files = Map<string, Uint8Array>;

interface FixtureVersion {
  created: string;
  state: Record<string, string[]>;
  message?: string;
  user?: { name: string; address?: string };
}

export interface FixtureInventory {
  id: string;
  type: string;
  digestAlgorithm: string;
  head: string;
  contentDirectory?: string;
  manifest: Record<string, string[]>;
  versions: Record<string, FixtureVersion>;
  fixity?: Record<string, Record<string, string[]>>;
}

export type Spec = "1.0" | "1.1";

export interface ObjectPlan {
  /** The logical state of each version: content by path. */
  readonly versions: readonly Readonly<Record<string, string>>[];
  /** The specification of each version, the last one being the object's. */
  readonly specs: readonly Spec[];
  readonly id?: string;
  /** The algorithm of each version. */
  readonly algorithms?: readonly string[];
  readonly contentDirectory?: string;
  /** Digits of a version's number. */
  readonly padding?: number;
  readonly upperCase?: boolean;
  /** Algorithms of the fixity block: OCFL's name and Node's. */
  readonly fixity?: Readonly<Record<string, string>>;
}

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

export function hashOf(algorithm: string, text: string | Uint8Array): string {
  return createHash(algorithm).update(text).digest("hex");
}

/** A valid object without a warning, unless the plan asks for one. */
export function buildObject(plan: ObjectPlan): Files {
  const files: Files = new Map();
  const contentDirectory = plan.contentDirectory ?? "content";
  const stored = new Map<string, string>();
  const states: Readonly<Record<string, string>>[] = [];
  for (const [index, state] of plan.versions.entries()) {
    states.push(state);
    const folder = versionName(index + 1, plan.padding);
    for (const [path, text] of Object.entries(state)) {
      if (stored.has(text)) continue;
      stored.set(text, `${folder}/${contentDirectory}/${path}`);
      files.set(`${folder}/${contentDirectory}/${path}`, bytesOf(text));
    }
    const inventory = inventoryOf(plan, states, new Map(stored));
    writeInventory(files, folder, inventory);
    if (index === plan.versions.length - 1) writeInventory(files, "", inventory);
  }
  const spec = plan.specs.at(-1) ?? "1.1";
  files.set(`0=ocfl_object_${spec}`, bytesOf(`ocfl_object_${spec}\n`));
  return files;
}

function inventoryOf(
  plan: ObjectPlan,
  states: readonly Readonly<Record<string, string>>[],
  stored: ReadonlyMap<string, string>,
): FixtureInventory {
  const index = states.length - 1;
  const algorithm = plan.algorithms?.[index] ?? plan.algorithms?.at(-1) ?? "sha512";
  const spec = plan.specs[index] ?? plan.specs.at(-1) ?? "1.1";
  const digest = (by: string, text: string) =>
    plan.upperCase === true ? hashOf(by, text).toUpperCase() : hashOf(by, text);
  const inventory: FixtureInventory = {
    id: plan.id ?? "urn:example:fixture",
    type: `https://ocfl.io/${spec}/spec/#inventory`,
    digestAlgorithm: algorithm,
    head: versionName(states.length, plan.padding),
    manifest: {},
    versions: {},
  };
  if (plan.contentDirectory !== undefined) inventory.contentDirectory = plan.contentDirectory;
  for (const [text, path] of stored) inventory.manifest[digest(algorithm, text)] = [path];
  for (const [at, logical] of states.entries()) {
    const state: Record<string, string[]> = {};
    for (const [path, text] of Object.entries(logical)) {
      state[digest(algorithm, text)] = [...(state[digest(algorithm, text)] ?? []), path];
    }
    inventory.versions[versionName(at + 1, plan.padding)] = {
      created: `2024-02-29T10:00:0${at % 10}.123+05:30`,
      message: `version ${at + 1}`,
      user: { name: "A Person", address: "mailto:person@example.org" },
      state,
    };
  }
  if (plan.fixity !== undefined) {
    inventory.fixity = {};
    for (const [name, node] of Object.entries(plan.fixity)) {
      const entries = [...stored].map(([text, path]): [string, string[]] => [digest(node, text), [path]]);
      inventory.fixity[name] = Object.fromEntries(entries);
    }
  }
  return inventory;
}

function versionName(number: number, padding = 0): string {
  return `v${String(number).padStart(padding, "0")}`;
}

const inFolder = (folder: string, name: string) => (folder === "" ? name : `${folder}/${name}`);

/** Writes an inventory and its sidecar; any JSON value will do. */
export function writeInventory(files: Files, folder: string, inventory: object): void {
  const named = "digestAlgorithm" in inventory ? inventory.digestAlgorithm : undefined;
  writeRawInventory(
    files,
    folder,
    JSON.stringify(inventory, null, 2),
    typeof named === "string" && getHashes().includes(named) ? named : "sha512",
  );
}

export function writeRawInventory(
  files: Files,
  folder: string,
  text: string | Uint8Array,
  algorithm = "sha512",
): void {
  const bytes = typeof text === "string" ? bytesOf(text) : text;
  for (const name of files.keys()) {
    if (name.startsWith(inFolder(folder, "inventory.json"))) files.delete(name);
  }
  files.set(inFolder(folder, "inventory.json"), bytes);
  const sidecar = bytesOf(`${hashOf(algorithm, bytes)}  inventory.json\n`);
  files.set(inFolder(folder, `inventory.json.${algorithm}`), sidecar);
}

export function readInventory(files: Files, folder: string): FixtureInventory {
  return JSON.parse(
    new TextDecoder().decode(files.get(inFolder(folder, "inventory.json"))),
  ) as FixtureInventory;
}

/** Changes the inventories of some folders and writes their sidecars anew. */
export function edit(
  files: Files,
  folders: readonly string[],
  change: (inventory: FixtureInventory) => void,
): void {
  for (const folder of folders) {
    const inventory = readInventory(files, folder);
    change(inventory);
    writeInventory(files, folder, inventory);
  }
}

/** The same files below a folder. */
function below(folder: string, files: Files): Files {
  return new Map([...files].map(([path, bytes]) => [`${folder}/${path}`, bytes]));
}

/** A storage root that declares itself and holds these objects. */
export function buildRoot(spec: Spec, objects: Readonly<Record<string, Files>>): Files {
  const files: Files = new Map([[`0=ocfl_${spec}`, bytesOf(`ocfl_${spec}\n`)]]);
  for (const [folder, object] of Object.entries(objects)) {
    for (const [path, bytes] of below(folder, object)) files.set(path, bytes);
  }
  return files;
}

/** A tree over `Files` that also counts what was read of it. */
export class MemoryTree implements Tree {
  readonly opened: string[] = [];
  readonly #files: Files;
  readonly #children = new Map<string, { files: Set<string>; folders: Set<string>; others: Set<string> }>();

  constructor(files: Files) {
    this.#files = files;
    for (const path of files.keys()) {
      const isFolder = path.endsWith("/");
      if (isFolder) this.#folder(path.slice(0, -1));
      else if (path.endsWith("@")) this.#folder(parent(path)).others.add(path);
      else this.#folder(parent(path)).files.add(path);
    }
  }

  async children(path: string): Promise<TreeChildren> {
    const found = this.#children.get(path);
    return {
      files: [...(found?.files ?? [])],
      folders: [...(found?.folders ?? [])],
      others: [...(found?.others ?? [])],
    };
  }

  async read(path: string): Promise<Uint8Array | undefined> {
    return this.#files.get(path);
  }

  async open(path: string): Promise<AsyncIterable<Uint8Array> | undefined> {
    this.opened.push(path);
    const bytes = this.#files.get(path);
    return bytes === undefined ? undefined : inPieces(bytes);
  }

  #folder(path: string): { files: Set<string>; folders: Set<string>; others: Set<string> } {
    const known = this.#children.get(path);
    if (known !== undefined) return known;
    const made = { files: new Set<string>(), folders: new Set<string>(), others: new Set<string>() };
    this.#children.set(path, made);
    if (path !== "") this.#folder(parent(path)).folders.add(path);
    return made;
  }
}

function parent(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "" : path.slice(0, slash);
}

async function* inPieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 3) yield bytes.subarray(at, at + 3);
}
