/** Lists every file below folders with its SHA-256, and the files within zips instead of the zips. */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import yauzl from "yauzl";
import { filesOf } from "../temp.ts";

/**
 * Lines as `sha256sum` writes them. What zlib makes of the same bytes differs between machines:
 * a zip's own digest and size are left out, also where another file names them.
 */
export async function digestsBelow(folder: string, parts: readonly string[]): Promise<string> {
  const lines: string[] = [];
  for (const part of parts) {
    const files = await filesOf(join(folder, part));
    const zips = [...files].filter(([path]) => path.endsWith(".zip")).map(([, bytes]) => bytes);
    for (const [path, bytes] of files) {
      const name = `${part}/${path}`;
      if (!path.endsWith(".zip")) lines.push(line(withoutZips(bytes, zips), name));
      else
        for await (const [inner, content] of filesInZip(bytes)) lines.push(line(content, `${name}/${inner}`));
    }
  }
  return lines.join("");
}

function line(bytes: Buffer, path: string): string {
  return `${sha256(bytes)}  ${path}\n`;
}

function sha256(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function withoutZips(bytes: Buffer, zips: readonly Buffer[]): Buffer {
  let text = bytes.toString("latin1");
  for (const zip of zips)
    text = text.replaceAll(sha256(zip), "(digest)").replaceAll(String(zip.length), "(size)");
  return Buffer.from(text, "latin1");
}

async function* filesInZip(bytes: Buffer): AsyncGenerator<[name: string, content: Buffer]> {
  const zip = await yauzl.fromBufferPromise(bytes);
  for await (const entry of zip.eachEntry()) {
    yield [entry.fileName, await buffer(await zip.openReadStreamPromise(entry))];
  }
}
