#!/usr/bin/env node
/** The command `ticketvault`: in a clone from its sources, in a package as it was compiled. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { launch } from "./launcher.js";

// Streams leave short-lived buffers behind: a young generation that stays small saves a third of the memory.
const FEW_BUFFERS = ["--semi-space-growth-factor=1", "--max-semi-space-size=2"];

const [source, compiled] = ["main.ts", "../dist/main.js"].map((path) =>
  fileURLToPath(new URL(path, import.meta.url)),
);

launch([...FEW_BUFFERS, existsSync(source) ? source : compiled, ...process.argv.slice(2)]);
