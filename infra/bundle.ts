/** Bundles a function as it is deployed: one minified ESM entry, its late imports as chunks, the AWS SDK included. */
import { execFileSync } from "node:child_process";
import { resolve } from "node:path";
import { build, type Plugin } from "esbuild";

/** What AWS runs: each is `functions/{name}/index.ts` with one export, `handler`. */
export type FunctionName = "archive" | "api" | "webhook" | "hold" | "seal" | "verify" | "export";

const ROOT = resolve(import.meta.dirname, "..");

/** CommonJS packages ask for Node's own modules with `require`, which ESM lacks. */
const BANNER =
  'import{createRequire as requireOf}from"node:module";const require=requireOf(import.meta.url);';

/**
 * What is asked for late and never on Lambda: other sources of credentials than the environment, a parser for machines
 * without SIMD, bodies of forms. Left out, it saves a quarter.
 */
const NEVER_REACHED = [
  "@aws-sdk/credential-provider-http",
  "@aws-sdk/credential-provider-ini",
  "@aws-sdk/credential-provider-process",
  "@aws-sdk/credential-provider-sso",
  "@aws-sdk/credential-provider-web-identity",
  "@smithy/credential-provider-imds",
  "*/llhttp/llhttp-wasm.js",
  "*/web/fetch/body.js",
  "*/web/fetch/formdata",
  "*/web/webidl",
  "bowser",
];

const LEAN_HTTP = "./infra/lean-http.cjs";

/** What stands for packages of which a part is enough; each file says why. */
const LEAN = {
  http: LEAN_HTTP,
  "node:http": LEAN_HTTP,
  undici: "./infra/lean-undici.js",
  htmlparser2: "./infra/lean-htmlparser2.cjs",
  "@smithy/core/event-streams": "./infra/lean-event-streams.js",
};

/**
 * Modules that are loaded at once and never called here: HTTP/2 (all of our agents have it switched off), pino's threads
 * (it writes by itself), the parser of style attributes (sanitize-html is told to leave them alone), the guesses at the
 * type of a file (every part of a message is given its own). Each call of theirs throws.
 */
const NEVER_CALLED: Readonly<Record<string, string>> = {
  "undici/lib/dispatcher/client-h2.js": "module.exports = neverCalled;",
  "thread-stream/index.js": "module.exports = neverCalled;",
  "postcss/lib/postcss.js": "module.exports = { parse: neverCalled };",
  "nodemailer/dist/esm/mime-funcs/mime-types.js":
    "export { neverCalled as detectExtension, neverCalled as detectMimeType };",
};

const hollow: Plugin = {
  name: "hollow",
  setup({ onLoad }) {
    for (const [path, exports] of Object.entries(NEVER_CALLED)) {
      const filter = new RegExp(`/node_modules/${path.replaceAll(".", "[.]")}$`);
      const thrown = `${path} is left out of the bundle: see infra/bundle.ts`;
      onLoad({ filter }, () => ({
        contents: `function neverCalled() { throw new Error(${JSON.stringify(thrown)}); }\n${exports}`,
      }));
    }
  },
};

/**
 * Writes the bundle of `functions/{name}/index.ts` to `outdir`: `index.mjs`, and a chunk for each late import. The same sources
 * give the same bytes. Export of `index.mjs`: `handler`.
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
  await build({
    absWorkingDir: ROOT,
    entryPoints: { index: `functions/${name}/index.ts` },
    outdir,
    outExtension: { ".js": ".mjs" },
    chunkNames: "[name]-[hash]",
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node24",
    // ESM builds of packages first: only these can be shaken.
    mainFields: ["module", "main"],
    alias: LEAN,
    plugins: [hollow],
    // As Node's own build of undici: with one HTTP parser, and not a second one to try.
    define: { esbuildDetection: "true" },
    external: NEVER_REACHED,
    minify: true,
    // Errors are told apart by the names of their classes, in logs too.
    keepNames: true,
    legalComments: "none",
    banner: { js: BANNER },
  });
}

if (import.meta.main) {
  const [name = "", outdir = ""] = process.argv.slice(2);
  await writeBundle(name, outdir);
}
