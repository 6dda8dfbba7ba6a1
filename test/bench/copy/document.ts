/** Puts generated text into a document, between the two comments that mark its place. */
import { readFile, writeFile } from "node:fs/promises";

/** @throws Error when the document has no place of that name: `<!-- {name}: begin -->` and `<!-- {name}: end -->` */
export async function fillIn(path: string, name: string, text: string): Promise<void> {
  const document = await readFile(path, "utf8");
  const [begin, end] = [`<!-- ${name}: begin -->`, `<!-- ${name}: end -->`];
  const [from, to] = [document.indexOf(begin), document.indexOf(end)];
  if (from === -1 || to < from) throw new Error(`${path} has no place for ${name}.`);
  await writeFile(path, `${document.slice(0, from + begin.length)}\n\n${text}\n\n${document.slice(to)}`);
}
