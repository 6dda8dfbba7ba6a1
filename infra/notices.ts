/** Copyright and licence of each library that went into a bundle. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
}

/** Their folders, by the files that esbuild put into a bundle: `node_modules/a`, `node_modules/a/node_modules/@b/c`. */
export function librariesOf(inputs: Iterable<string>): string[] {
  const folders = [...inputs].flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []);
  return [...new Set(folders)].toSorted();
}

/**
 * The notices of these libraries. A text that several have in the same words stands once, under the names of all of them.
 * @param root where the folders begin
 * @throws an error naming a library that tells no licence
 */
export async function notices(root: string, folders: readonly string[]): Promise<string> {
  const all = await Promise.all(folders.map((folder) => notice(join(root, folder))));
  const byText = new Map<string, Set<string>>();
  for (const { title, text } of all) byText.set(text, new Set([...(byText.get(text) ?? []), title]));
  const each = [...byText].map(([text, titles]) => `${[...titles].toSorted().join("\n")}\n\n${text}`);
  const count = new Set(all.map(({ title }) => title)).size;
  const rule = `\n${"=".repeat(80)}\n\n`;
  return [`This contains ${count} libraries by others, under these licences.\n`, ...each.toSorted()].join(
    rule,
  );
}

async function notice(folder: string): Promise<{ readonly title: string; readonly text: string }> {
  const manifest: Manifest = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const files = (await readdir(folder))
    .filter((file) => /^(licen[cs]e|notice|copying)/i.test(file))
    .toSorted();
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), "utf8")));
  const { name, version, license } = manifest;
  if (license === undefined && texts.length === 0) throw new Error(`${name} ${version} tells no licence.`);
  const words = texts.length === 0 ? ["Its package holds no text of the licence."] : texts;
  return {
    title: `${name} ${version} (${license ?? "see below"})`,
    text: words.map((text) => `${text.replaceAll("\r\n", "\n").trim()}\n`).join("\n"),
  };
}
