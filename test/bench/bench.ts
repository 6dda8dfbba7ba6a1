/**
 * `npm run bench`: what copying attachments into staging costs, beside floors and beside other tools, in the same rounds.
 *
 * `--rounds N` (5 unless said), `--cases a,b`, `--tools a,b`, `--small` (seconds, with loose targets), `--json FILE`
 * (every single run), `--from FILE` (reads such a file and runs nothing; may be repeated), `--write` (into
 * docs/performance.md and its image), `--check` (fails when a target is missed). Bytes that are missing always fail.
 */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { campaign } from "./copy/campaign.ts";
import { casesOf } from "./copy/cases.ts";
import { fillIn } from "./copy/document.ts";
import { machine } from "./copy/machine.ts";
import type { Series } from "./copy/measure.ts";
import { plot } from "./copy/plot.ts";
import { resultsOf } from "./copy/results.ts";
import { resultTables, verdictTable } from "./copy/tables.ts";
import { verdicts } from "./copy/targets.ts";
import { tools } from "./copy/tools.ts";

const DOCS = join(import.meta.dirname, "../../docs");

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "5" },
    cases: { type: "string" },
    tools: { type: "string" },
    small: { type: "boolean", default: false },
    json: { type: "string" },
    from: { type: "string", multiple: true },
    write: { type: "boolean", default: false },
    check: { type: "boolean", default: false },
  },
});

const cases = casesOf(values.small);
const series = values.from === undefined ? await run() : await readAll(values.from);
if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(series)}\n`);

const results = resultsOf(cases, series);
const titled = tools("", "");
const judged = verdicts(results, values.small);
process.stdout.write(`${resultTables(results, titled)}\n\n${verdictTable(judged)}\n`);
if (values.write) {
  const rounds = [...new Set(results.map((result) => result.rounds))].toSorted((a, b) => a - b);
  const origin = `Measured in ${rounds.join(" to ")} rounds on ${machine()}.`;
  const document = join(DOCS, "performance.md");
  await fillIn(document, "copy targets", verdictTable(judged));
  await fillIn(document, "copy tables", `${origin}\n\n${resultTables(results, titled)}`);
  await writeFile(join(DOCS, "images/copy.svg"), plot(results, titled));
}
if (values.check && judged.some(({ reached }) => !reached)) process.exitCode = 1;

function run(): Promise<Series[]> {
  const wanted = list(values.cases);
  return campaign({
    cases: cases.filter(({ name }) => wanted?.includes(name) ?? true),
    only: list(values.tools),
    rounds: Number(values.rounds),
    report: (text) => process.stderr.write(`${text}\n`),
  });
}

async function readAll(files: readonly string[]): Promise<Series[]> {
  const read = await Promise.all(
    files.map(async (file): Promise<Series[]> => JSON.parse(await readFile(file, "utf8"))),
  );
  return read.flat();
}

function list(text: string | undefined): string[] | undefined {
  return text?.split(",");
}
