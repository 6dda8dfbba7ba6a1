/** Weighs a bundle: all of it, and the part that a start loads. */
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";

export interface BundleSize {
  /** Bytes of `index.mjs` and all chunks. */
  readonly total: number;
  /** Bytes of `index.mjs` and what it imports before it runs. */
  readonly atStart: number;
}

/** `from"./chunk.mjs"` and `import"./chunk.mjs"`; a late import has a bracket there. */
const STATIC_IMPORT = /\b(?:from|import)\s*"\.\/([^"]+)"/g;

export async function bundleSize(folder: string): Promise<BundleSize> {
  const names = await readdir(folder);
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size));
  const loaded = await loadedAtStart(folder, "index.mjs", new Set());
  const atStart = names.map((name, index) => (loaded.has(name) ? (sizes[index] ?? 0) : 0));
  return { total: sum(sizes), atStart: sum(atStart) };
}

async function loadedAtStart(folder: string, name: string, seen: Set<string>): Promise<Set<string>> {
  if (seen.has(name)) return seen;
  seen.add(name);
  const source = await readFile(join(folder, name), "utf8");
  for (const [, imported = ""] of source.matchAll(STATIC_IMPORT)) await loadedAtStart(folder, imported, seen);
  return seen;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
