/** Packs a folder into a zip in the form of our exports: `node test/export/repack.main.ts ZIP FOLDER`. */
import { createReadStream, createWriteStream } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { zipOf } from "../../shared/export/zip.ts";
import { filesOf } from "../temp.ts";

const [zip = "", folder = ""] = process.argv.slice(2);
const names = [...(await filesOf(folder)).keys()];
const packed = zipOf(async (add) => {
  for (const name of names)
    await add(`${folder}/${name}`, createReadStream(join(folder, name)), { compress: true });
});
await pipeline(packed, createWriteStream(zip));
