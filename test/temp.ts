/** Temporary folders that remove themselves at the end of a block (`await using`). */
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";

export interface TempFolder extends AsyncDisposable {
  readonly path: string;
}

export async function tempFolder(): Promise<TempFolder> {
  const path = await mkdtemp(join(tmpdir(), "ticketvault-"));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** A temporary folder with these files in it; a path that ends in `@` is a link to nothing, without the `@`. */
export async function inFolder(files: ReadonlyMap<string, Uint8Array>): Promise<TempFolder> {
  const folder = await tempFolder();
  for (const [path, bytes] of files) {
    const to = join(folder.path, path);
    await mkdir(dirname(to), { recursive: true });
    await (path.endsWith("@") ? symlink("nothing", to.slice(0, -1)) : writeFile(to, bytes));
  }
  return folder;
}

/** Every file below a folder with its bytes, by its path relative to it, in order. */
export async function filesOf(folder: string): Promise<Map<string, Buffer>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const files = new Map<string, Buffer>();
  for (const path of paths.toSorted()) files.set(relative(folder, path), await readFile(path));
  return files;
}
