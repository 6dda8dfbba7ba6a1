#!/usr/bin/env node
/** The command `ticketvault`: plain JavaScript that any Node can read, so that an old one is told what is missing. */
import { setFlagsFromString } from "node:v8";

// Streams leave short-lived buffers behind: a young generation that does not grow saves a third of the memory.
setFlagsFromString("--semi-space-growth-factor=1");

const WANTED = 24;
const [major = "0"] = process.versions.node.split(".");

if (Number(major) < WANTED) {
  process.stderr.write(
    `ticketvault needs Node ${WANTED} or later; this is Node ${process.versions.node}: run it as "npx ticketvault", which brings its own, or install Node ${WANTED}.\n`,
  );
  process.exitCode = 4;
} else {
  const { main } = await import("./main.ts");
  await main(process.argv.slice(2));
}
