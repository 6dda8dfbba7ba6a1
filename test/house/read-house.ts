/** Reads the project as it stands: its sources, and the table of docs/architecture.md. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Files, type Room, readRooms, wrongDirections, wrongSizes } from "./house.ts";

const ROOT = join(import.meta.dirname, "../..");

/** Folders whose files are the product; the rules of size are theirs. */
const PRODUCT = ["cli", "functions", "infra", "shared"];

export function roomsAsWritten(): Room[] {
  return readRooms(readFileSync(join(ROOT, "docs/architecture.md"), "utf8"));
}

/** Sources that Git knows or would add. */
function sources(): Files {
  const listed = execFileSync("git", ["ls-files", "-co", "--exclude-standard", ...PRODUCT, "docs", "test"], {
    cwd: ROOT,
    encoding: "utf8",
  });
  const paths = listed
    .split("\n")
    .filter((path) => /\.(ts|js|cjs)$/.test(path) && existsSync(join(ROOT, path)));
  return new Map(paths.map((path) => [path, readFileSync(join(ROOT, path), "utf8")]));
}

/** Everything that breaks a rule of the house, in words. */
export function wrongInHouse(): string[] {
  const files = sources();
  const product = new Map([...files].filter(([path]) => PRODUCT.includes(path.split("/")[0] ?? "")));
  return [...wrongDirections(roomsAsWritten(), files), ...wrongSizes(product)];
}
