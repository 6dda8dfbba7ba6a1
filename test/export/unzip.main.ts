/** Unpacks a zip into the folder that it is in: `node test/export/unzip.main.ts ZIP`. */
import { unzip } from "./unzip.ts";

await unzip(process.argv[2] ?? "");
