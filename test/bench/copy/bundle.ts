/** Bundles the tools that are written in TypeScript, ours and the peers alike, in the way the functions are deployed. */
import { join, resolve } from "node:path";
import { build } from "esbuild";
import { BUNDLING } from "../../../infra/bundle.ts";

const ROOT = resolve(import.meta.dirname, "../../..");

/** Writes `{folder}/{name}.mjs` for each entry point. @param sources paths relative to this folder, by name */
export async function bundleTools(folder: string, sources: Readonly<Record<string, string>>): Promise<void> {
  await build({
    absWorkingDir: ROOT,
    entryPoints: Object.fromEntries(
      Object.entries(sources).map(([name, path]) => [name, join(import.meta.dirname, path)]),
    ),
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    ...BUNDLING,
    logLevel: "silent",
  });
}
