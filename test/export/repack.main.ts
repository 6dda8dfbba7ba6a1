/** Packs a folder into a zip in the form of our exports: `node test/export/repack.main.ts ZIP FOLDER`. */
import { createReadStream } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { zipOf } from "../../shared/export/zip.ts";
import { filesOf } from "../temp.ts";

const [zip = "", folder = ""] = process.argv.slice(2);
const names = [...(await filesOf(folder)).keys()];
const packed = zipOf(async (add) => {
  for (const name of names)
    await add(`${folder}/${name}`, createReadStream(join(folder, name)), { compress: true });
});
await writeFile(zip, packed);
