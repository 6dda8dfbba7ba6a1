/** Compiles the command line into `dist/`, as the package holds it: one file for each command, its libraries left to npm. */
import { cp, rm } from "node:fs/promises";
import { resolve } from "node:path";
import { build } from "esbuild";
import { BUNDLING } from "./bundle.ts";

const ROOT = resolve(import.meta.dirname, "..");

/** Writes `main.js`, which is the command, its thread and what they import later into `outdir`; what was there before is gone. */
export async function buildCli(outdir: string): Promise<void> {
  await rm(outdir, { recursive: true, force: true });
  await build({
    ...BUNDLING,
    absWorkingDir: ROOT,
    entryPoints: { main: "cli/main.ts", "pack-part.worker": "cli/pack-part.worker.ts" },
    outdir,
    packages: "external",
    // People read what their errors name.
    minify: false,
    // Only the sandbox's file asks whether it was started by itself, which it never is here.
    define: { "import.meta.main": "false" },
  });
  // The sandbox looks for them beside the file that it runs from.
  await cp(resolve(ROOT, "cli/sandbox/tickets"), resolve(outdir, "tickets"), { recursive: true });
}

if (import.meta.main) await buildCli(resolve(ROOT, "dist"));
