/** The house keeps its rules, and each rule finds what breaks it. */
import { execFileSync } from "node:child_process";
import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { describe, expect, it, test } from "vitest";
import { tempFolder } from "../temp.ts";
import { readRooms, wrongDirections, wrongSizes } from "./house.ts";
import { roomsAsWritten, wrongInHouse } from "./read-house.ts";

const ROOT = join(import.meta.dirname, "../..");
const rooms = roomsAsWritten();
const free = rooms.filter(({ imports }) => imports.includes("everything")).map(({ folder }) => folder);

// H4, H8
test("the project keeps the rules of the house", () => {
  expect(wrongInHouse()).toEqual([]);
});

describe("directions", () => {
  it.each(rooms.filter(({ folder }) => !free.includes(folder)))(
    "are held in $folder",
    ({ folder, imports }) => {
      const forbidden = rooms.find(
        (other) =>
          other.folder !== folder &&
          !imports.includes(other.folder) &&
          !(imports.includes("shared") && other.folder.startsWith("shared/")),
      );
      const up = "../".repeat(folder.split("/").length - 1);
      const target = `${forbidden?.folder}wrong.ts`;
      for (const statement of [
        `import type { X } from "${up}${target}";`,
        `await import("${up}${target}");`,
      ]) {
        const files = new Map([
          [`${folder}probe.ts`, statement],
          [target, "export {};"],
        ]);
        expect(wrongDirections(rooms, files)).toEqual([`${folder}probe.ts imports ${target}`]);
      }
    },
  );

  it("run one way: no row may name one below it", () => {
    const table = "| folder | holds | may import |\n|---|---|---|\n| `a/` | x | `b/` |\n| `b/` | y | |\n\n";
    expect(wrongDirections(readRooms(table), new Map())).toEqual([
      "the row of a/ names b/, which is not above it",
    ]);
  });

  it("are known of every folder: one without a row may import nothing", () => {
    const files = new Map([["extra/probe.ts", 'import "../shared/json.ts";']]);
    expect(wrongDirections(rooms, files)).toEqual(["extra/probe.ts imports shared/json.ts"]);
  });
});

describe("sizes", () => {
  const file = (lines: number) => `/** One job. */\n${"x;\n".repeat(lines - 1)}`;
  const small = Array.from({ length: 40 }, (_, index) => [`f${index}/a.ts`, file(20)] as const);

  it.each([
    ["a file of 251 lines", "f0/b.ts", file(251), "f0/b.ts has 251 lines; 250 are the most"],
    ["a file without a first line", "f0/b.ts", "x;\n", "f0/b.ts does not say its job in its first line"],
    ["a folder of a tenth", "f0/b.ts", file(100), "f0 has 120 of 900 lines, over a tenth"],
  ])("are held: %s", (_, path, text, wrong) => {
    expect(wrongSizes(new Map([...small, [path, text]]))).toContain(wrong);
  });

  it("are held: the median", () => {
    const large = small.map(([path]) => [path, file(81)] as const);
    expect(wrongSizes(new Map(large))).toEqual(["the median file has 81 lines; 80 are the most"]);
  });
});

// One run for all: Biome reads the whole folder for circles.
test("Biome finds circles, the environment, the AWS SDK, the network and the disk where they must not be", async () => {
  const probes: Readonly<Record<string, string>> = {
    "shared/archive/one.ts": 'import type { Two } from "./two.ts";\n\nexport type One = Two | undefined;\n',
    "shared/archive/two.ts": 'import type { One } from "./one.ts";\n\nexport type Two = One[];\n',
    "shared/archive/env.ts": "export const home = process.env;\n",
    "functions/api/env.ts": "export const home = process.env;\n",
    "shared/archive/sdk.ts": 'export * from "@aws-sdk/client-s3";\n',
    "shared/ledger/sdk.ts": 'export * from "@aws-sdk/client-kms";\n',
    "shared/ticket/net.ts": 'export * from "undici";\n',
    "shared/ocfl/disk.ts": 'export * from "node:fs";\n',
  };

  expect(await lint(probes)).toEqual(
    new Set([
      "functions/api/env.ts lint/style/noProcessEnv",
      "shared/archive/env.ts lint/style/noProcessEnv",
      "shared/archive/one.ts lint/suspicious/noImportCycles",
      "shared/archive/sdk.ts lint/style/noRestrictedImports",
      "shared/archive/two.ts lint/suspicious/noImportCycles",
      "shared/ledger/sdk.ts lint/style/noRestrictedImports",
      "shared/ocfl/disk.ts lint/style/noRestrictedImports",
      "shared/ticket/net.ts lint/style/noRestrictedImports",
    ]),
  );
});

/** What Biome says of these files by the project's settings: `path rule`. */
async function lint(files: Readonly<Record<string, string>>): Promise<Set<string>> {
  await using folder = await tempFolder();
  const settings = JSON.parse(await readFile(join(ROOT, "biome.json"), "utf8"));
  const here = { ...settings, vcs: { enabled: false } };
  await writeFile(join(folder.path, "biome.json"), JSON.stringify(here));
  await symlink(join(ROOT, "node_modules"), join(folder.path, "node_modules"));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder.path, path)), { recursive: true });
    await writeFile(join(folder.path, path), text);
  }
  const found = run(["lint", "--reporter=github", "--max-diagnostics=none", "."], folder.path);
  const lines = found.matchAll(/^::error title=([^,]+),file=([^,]+),/gm);
  return new Set([...lines].map(([, rule, path = ""]) => `${relative(folder.path, path)} ${rule}`));
}

/** Biome ends with an error when it finds something: what it printed counts. */
function run(args: readonly string[], cwd: string): string {
  try {
    return execFileSync(join(ROOT, "node_modules/.bin/biome"), args, {
      cwd,
      encoding: "utf8",
      stdio: "pipe",
    });
  } catch (error) {
    return String(Object(error).stdout);
  }
}
