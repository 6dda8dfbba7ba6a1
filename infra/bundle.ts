/** Bundles a function as it is deployed: one minified ESM entry, its late imports as chunks, the AWS SDK included. */
import { execFileSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { type BuildOptions, build } from "esbuild";
import { librariesOf, notices } from "./notices.ts";

/** What AWS runs: each is `functions/{name}/index.ts` with one export, `handler`. */
export type FunctionName =
  | "archive"
  | "api"
  | "webhook"
  | "hold"
  | "seal"
  | "verify"
  | "export"
  | "sync"
  | "catalogue";

const ROOT = resolve(import.meta.dirname, "..");

/** CommonJS packages ask for Node's own modules with `require`, which ESM lacks. */
const BANNER =
  'import{createRequire as requireOf}from"node:module";const require=requireOf(import.meta.url);';

/** How esbuild bundles for Node 24 on Lambda; the benches bundle what they measure in the same way. */
export const BUNDLING = {
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node24",
  // ESM builds of packages first: only these can be shaken.
  mainFields: ["module", "main"],
  minify: true,
  // Errors are told apart by the names of their classes, in logs too.
  keepNames: true,
  legalComments: "none",
  banner: { js: BANNER },
} as const satisfies BuildOptions;

/**
 * Writes the bundle of `functions/{name}/index.ts` to `outdir`: `index.mjs`, a chunk for each late import, and `NOTICES.txt`
 * with the licences of the libraries in it. The same sources give the same bytes. Export of `index.mjs`: `handler`.
 * @returns the path of `index.mjs`
 * @throws an error with what esbuild says, naming file and line
 */
export function bundleFunction(name: FunctionName, outdir: string): string {
  // The CDK does not wait for promises, and esbuild takes plugins only where it gives them.
  execFileSync(process.execPath, [import.meta.filename, name, resolve(outdir)], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  return resolve(outdir, "index.mjs");
}

async function writeBundle(name: string, outdir: string): Promise<void> {
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: { index: `functions/${name}/index.ts` },
    outdir,
    outExtension: { ".js": ".mjs" },
    chunkNames: "[name]-[hash]",
    ...BUNDLING,
    metafile: true,
  });
  const folders = librariesOf(Object.values(metafile.outputs).flatMap(({ inputs }) => Object.keys(inputs)));
  await writeFile(resolve(outdir, "NOTICES.txt"), await notices(ROOT, folders));
}

if (import.meta.main) {
  const [name = "", outdir = ""] = process.argv.slice(2);
  await writeBundle(name, outdir);
}
