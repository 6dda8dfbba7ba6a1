/**
 * `npm run test:mutation [-- --only AREA]…`: changes the code of each area in every way that Stryker knows, and fails where
 * the tests notice less than 95 of 100 changes, or where one that they do not notice has no explanation.
 */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { AREAS, type Area } from "./areas.ts";
import { mutantsOf } from "./mutants.ts";

const LEAST = 0.95;
/** More than so many for each that counts are no doing of Stryker's: packages changed while the tests ran, or the like. */
const MOST_UNLOADABLE = 1 / 3;

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { only: { type: "string", multiple: true, default: [] } } });
  const chosen = AREAS.filter(({ name }) => values.only.length === 0 || values.only.includes(name));
  if (chosen.length === 0) {
    process.stderr.write(`Areas: ${AREAS.map(({ name }) => name).join(", ")}\n`);
    return 2;
  }
  execFileSync("bash", [join(import.meta.dirname, "install.sh")], { stdio: "inherit" });
  const results: boolean[] = [];
  for (const area of chosen) results.push(await passes(area));
  return results.every(Boolean) ? 0 : 1;
}

async function passes(area: Area): Promise<boolean> {
  const { noticed, missed, unloadable } = await mutantsOf(area);
  const counted = noticed + missed.length;
  const share = noticed / counted;
  const unexplained = missed.filter((each) => !(each in area.explained));
  const percent = (Math.floor(share * 1000) / 10).toFixed(1);
  process.stdout.write(
    `${area.name}: ${noticed} of ${counted} changes noticed, ${percent} %; ${unloadable} more stop the tests from loading\n`,
  );
  for (const each of unexplained) process.stdout.write(`  not noticed, not explained: ${each}\n`);
  if (unloadable > MOST_UNLOADABLE * counted) {
    process.stdout.write("  too many stop the tests from loading: something else was amiss while they ran\n");
    return false;
  }
  return share >= LEAST && unexplained.length === 0;
}

process.exitCode = await main();
