/** What the broken fixtures are made with: sound objects and ways to change them. */
import {
  buildObject,
  bytesOf,
  edit,
  type Files,
  hashOf,
  type readInventory,
  type Spec,
  writeRawInventory,
} from "./fixtures.ts";

export interface BrokenFixture {
  /** Begins with the codes; the published fixtures' names where there is one. */
  readonly name: string;
  /** Codes that the same flaw gives besides. */
  readonly also?: readonly string[];
  /** The specifications under which the codes hold; both when absent. */
  readonly specs?: readonly Spec[];
  /** Found by reading content only, not in quick mode. */
  readonly onlyFull?: readonly string[];
  readonly build: (spec: Spec) => Files;
}

/** The codes that a fixture must give in full mode, sorted. */
export function codesOf({ name, also = [] }: BrokenFixture): string[] {
  const named = /^(?:[EW]\d{3}_)+/.exec(name)?.[0].slice(0, -1).split("_") ?? [];
  return [...new Set([...named, ...also])].sort();
}

export const ONE = { "a.txt": "hello", "dir/b.txt": "world" };
export const THREE = [
  { "a.txt": "one", "b.txt": "two" },
  { "a.txt": "one changed", "b.txt": "two", "copy.txt": "two" },
  { "renamed.txt": "two", "a.txt": "one" },
];

/** One version, two files. */
export const one = (spec: Spec) => buildObject({ versions: [ONE], specs: [spec] });
/** Three versions with a change, a copy, a removal and a rename. */
export const three = (spec: Spec) => buildObject({ versions: THREE, specs: [spec] });

export const ROOT_AND_V1 = ["", "v1"];
export const ROOT_AND_V3 = ["", "v3"];

export type Change = (files: Files, spec: Spec) => void;
type Inventory = ReturnType<typeof readInventory>;

export const changed = (base: (spec: Spec) => Files, change: Change) => (spec: Spec) => {
  const files = base(spec);
  change(files, spec);
  return files;
};

/** One version whose inventory is changed, in the root and in v1 alike. */
export const inventory = (change: (inventory: Inventory) => void) =>
  changed(one, (files) => edit(files, ROOT_AND_V1, change));

export const set = (values: object) => inventory((it) => Object.assign(it, values));
export const unset = (key: string) => inventory((it) => Reflect.deleteProperty(it, key));
export const setInV1 = (values: object) => inventory((it) => Object.assign(it.versions["v1"] ?? {}, values));
export const unsetInV1 = (key: string) =>
  inventory((it) => Reflect.deleteProperty(it.versions["v1"] ?? {}, key));

/** The digest under which a manifest lists a path. */
export function digestFor(it: Inventory, path: string): string {
  return Object.entries(it.manifest).find(([, paths]) => paths.includes(path))?.[0] ?? "";
}

export const contentPath = (path: string, become: readonly unknown[]) =>
  inventory((it) => Object.assign(it.manifest, { [digestFor(it, path)]: become }));

export const logicalPath = (become: readonly unknown[]) =>
  inventory((it) =>
    Object.assign(it.versions["v1"]?.state ?? {}, { [digestFor(it, "v1/content/a.txt")]: become }),
  );

export const file = (path: string, text = "extra") => changed(one, (files) => files.set(path, bytesOf(text)));
export const gone = (path: string) => changed(one, (files) => files.delete(path));
export const fixity = (value: unknown) => set({ fixity: value });
export const hello = (algorithm: string) => hashOf(algorithm, "hello");

export const withDeclaration = (name: string, text: string) =>
  changed(one, (files, spec) => {
    files.delete(`0=ocfl_object_${spec}`);
    files.set(name, bytesOf(text));
  });

/** v1 by another algorithm than the head. */
export const mixed = (spec: Spec, first: string, then: string) =>
  buildObject({ versions: THREE.slice(0, 2), specs: [spec], algorithms: [first, then] });

export const padded = (spec: Spec, padding: number, count: number) =>
  buildObject({
    versions: Array.from({ length: count }, (_, index) => ({ "a.txt": `text ${index}` })),
    specs: [spec],
    padding,
  });

/** Version names changed throughout: in the paths, in the inventories and in the text of both. */
export function renameVersion(files: Files, from: string, to: string): void {
  for (const [path, bytes] of [...files]) {
    if (!path.startsWith(`${from}/`)) continue;
    files.delete(path);
    files.set(to + path.slice(from.length), bytes);
  }
  for (const path of [...files.keys()].filter((name) => name.endsWith("inventory.json"))) {
    const folder = path.slice(0, -"/inventory.json".length);
    const text = new TextDecoder().decode(files.get(path));
    writeRawInventory(
      files,
      folder,
      text.replaceAll(`"${from}"`, `"${to}"`).replaceAll(`"${from}/`, `"${to}/`),
    );
  }
}
