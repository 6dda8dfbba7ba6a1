/** Checks a published object file by file, with nothing of the product's: what a reader years later would do. */
import { createHash } from "node:crypto";
import type { ObjectStore } from "../../shared/store/object-store.ts";

interface Inventory {
  readonly head: string;
  readonly manifest: Record<string, string[]>;
  readonly versions: Record<string, { readonly message: string; readonly state: Record<string, string[]> }>;
}

export interface WholeObject {
  readonly inventory: Inventory;
  /** Every file of the object, by its path in it. */
  readonly files: ReadonlyMap<string, Buffer>;
  /** The files of a version, by logical path. */
  version(name: string): Map<string, Buffer>;
}

/** Throws when anything of the published versions is missing, altered or too much; undefined when none is published. */
export async function wholeObject(store: ObjectStore, object: string): Promise<WholeObject | undefined> {
  const files = new Map<string, Buffer>();
  for await (const { key } of store.list(object)) {
    const file = await store.read(key);
    if (file !== undefined) files.set(key.slice(object.length + 1), Buffer.from(file.bytes));
  }
  const root = files.get("inventory.json");
  if (root === undefined) return undefined;
  const inventory: Inventory = JSON.parse(root.toString());
  const numbers = Object.keys(inventory.versions).map((name) => Number(name.slice(1)));
  expect(
    numbers.toSorted((a, b) => a - b).every((number, index) => number === index + 1),
    "versions without gaps",
  );
  expect(inventory.head === `v${numbers.length}`, "the head is the last version");
  expect(files.get(`${inventory.head}/inventory.json`)?.equals(root), "the head's inventory is the root's");
  expect(files.get("0=ocfl_object_1.1")?.toString() === "ocfl_object_1.1\n", "the object is declared");
  checkSidecars(files);
  const expected = new Map(
    Object.entries(inventory.manifest).flatMap(([digest, paths]) => paths.map((path) => [path, digest])),
  );
  for (const [path, digest] of expected) {
    const bytes = files.get(path);
    expect(bytes !== undefined && sha256(bytes) === digest, `${path} is as the manifest says`);
  }
  const stray = [...files.keys()].filter((path) => path.includes("/content/") && !expected.has(path));
  expect(stray.length === 0, `no stray files, but ${stray.join(", ")}`);
  return { inventory, files, version: (name) => versionOf(inventory, files, name) };
}

function checkSidecars(files: ReadonlyMap<string, Buffer>): void {
  for (const [path, bytes] of files) {
    if (!/^(v\d+\/)?inventory\.json$/.test(path)) continue;
    const sidecar = files.get(`${path}.sha256`)?.toString();
    expect(sidecar === `${sha256(bytes)} inventory.json\n`, `the sidecar of ${path} fits`);
  }
}

function versionOf(
  inventory: Inventory,
  files: ReadonlyMap<string, Buffer>,
  name: string,
): Map<string, Buffer> {
  const state = Object.entries(inventory.versions[name]?.state ?? {});
  return new Map(
    state.flatMap(([digest, logical]) =>
      logical.map((path): [string, Buffer] => [
        path,
        files.get(inventory.manifest[digest]?.[0] ?? "") ?? Buffer.of(),
      ]),
    ),
  );
}

function sha256(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function expect(holds: boolean | undefined, what: string): void {
  if (holds !== true) throw new Error(`not whole: ${what}`);
}
