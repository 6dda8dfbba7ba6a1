/**
 * `npm run test:foreign [-- --only PART]… [--all] [--write]`: asks other people's programs. A part is a folder here, with
 * `install.sh` beside its tests. A part whose programs cannot be had is named and fails the run. What they said is compared
 * with docs/reality.md, which `--write` makes.
 */
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import pMap from "p-map";
import { rowsOnPage, writeRows } from "./page.ts";
import { allParts, type Outcome, runPart } from "./parts.ts";
import { SIZE } from "./told.ts";

/** What takes long, or is asked of seldom: run with `--all`, or by name. */
const BY_OPTION: readonly string[] = ["aws", "lambda"];

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      only: { type: "string", multiple: true, default: [] },
      all: { type: "boolean", default: false },
      write: { type: "boolean", default: false },
    },
  });
  const known = await allParts();
  const unknown = values.only.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    process.stderr.write(`There is no part ${unknown.join(", ")}. Parts: ${known.join(", ")}\n`);
    return 2;
  }
  const usual = known.filter((name) => values.all || !BY_OPTION.includes(name));
  const parts = values.only.length > 0 ? values.only : usual;
  // Much of a part is waiting, for a server or for a Java machine that starts.
  const outcomes = await pMap(parts, runAndShow, { concurrency: Math.max(2, availableParallelism()) });
  const passed = outcomes.filter(({ problem }) => problem === undefined);
  const problems = outcomes.flatMap(({ part, problem }) =>
    problem === undefined ? [] : `${part}: ${problem}`,
  );
  if (values.write) await writeRows(passed);
  else problems.push(...(await differencesFromPage(passed)));
  for (const { part, seconds, megabytes } of outcomes) {
    process.stdout.write(`${part}: ${seconds} s, ${megabytes} MB installed\n`);
  }
  process.stdout.write(problems.length === 0 ? "All parts passed.\n" : `Failed:\n${problems.join("\n")}\n`);
  return problems.length === 0 ? 0 : 1;
}

async function runAndShow(part: string): Promise<Outcome> {
  const outcome = await runPart(part);
  process.stdout.write(`== ${part}\n${outcome.output}`);
  return outcome;
}

/** Of a run at CI's size: others are asked of more. */
async function differencesFromPage(outcomes: readonly Outcome[]): Promise<string[]> {
  if (SIZE !== 1) return [];
  const page = await rowsOnPage();
  return outcomes.flatMap(({ part, rows }) => {
    const listed = page.filter((row) => row.startsWith(`| ${part} |`));
    return listed.join("\n") === rows.join("\n")
      ? []
      : [`${part}: docs/reality.md says otherwise; --write writes what was said now`];
  });
}

process.exitCode = await main();
