/**
 * `npm run bench:cold`: what a cold start of each function costs, as ratios to bare Node (the same runtime with a handler
 * that does nothing) in the same rounds: until its code is loaded, until its first event is answered, and CPU until then.
 * `--runs N` (15 unless said), `--json`, and `--check`, which fails when a target is missed.
 */
import { parseArgs } from "node:util";
import Table from "cli-table3";
import { startStandIns } from "../e2e/stand-ins.ts";
import { tempFolder } from "../temp.ts";
import { type BundleSize, bundleSize } from "./cold-size.ts";
import { type ColdStart, coldStart, median } from "./cold-start.ts";
import { type Subject, subjects } from "./cold-subjects.ts";

/** Bytes of a whole bundle. */
const MOST_BYTES = 2_500_000;

interface Figures {
  readonly name: string;
  readonly size: BundleSize;
  /** Medians, in ms. */
  readonly loadMs: number;
  readonly answerMs: number;
  readonly cpuMs: number;
  /** Medians of the ratios to bare Node within each round: loaded, first event answered, and CPU until then. */
  readonly load: number;
  readonly answer: number;
  readonly cpu: number;
  readonly target?: number;
}

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "15" },
    json: { type: "boolean", default: false },
    check: { type: "boolean", default: false },
  },
});

const figures = await measure(Number(values.runs));
process.stdout.write(values.json ? `${JSON.stringify(figures, null, 2)}\n` : `${tableOf(figures)}\n`);
const missed = figures.filter(
  ({ answer, target, size }) => target !== undefined && (answer > target || size.total >= MOST_BYTES),
);
if (values.check && missed.length > 0) {
  process.stderr.write(
    `over the target, or ${MOST_BYTES} bytes or more: ${missed.map(({ name }) => name).join(", ")}\n`,
  );
  process.exitCode = 1;
}

async function measure(runs: number): Promise<Figures[]> {
  await using folder = await tempFolder();
  const standIns = await startStandIns();
  try {
    const all = await subjects(folder.path, standIns, runs + 1);
    const starts = new Map<Subject, ColdStart[]>(all.map((subject) => [subject, []]));
    // Interleaved, so that whatever else the machine does meets all of them; the first round only warms the disk's cache.
    for (let run = 0; run <= runs; run += 1) {
      for (const subject of all) {
        const start = await coldStart(subject.options, subject.event(run), subject.isRight);
        if (run > 0) starts.get(subject)?.push(start);
      }
    }
    const [bare = []] = starts.values();
    return await Promise.all(all.map((subject) => figuresOf(subject, starts.get(subject) ?? [], bare)));
  } finally {
    await standIns.close();
  }
}

async function figuresOf(
  { name, options, target }: Subject,
  starts: readonly ColdStart[],
  bare: readonly ColdStart[],
): Promise<Figures> {
  const middle = (key: keyof ColdStart): number => median(starts.map((start) => start[key]));
  const ratio = (key: keyof ColdStart): number =>
    median(starts.map((start, run) => start[key] / (bare[run]?.[key] ?? Number.NaN)));
  return {
    name,
    size: await bundleSize(options.folder),
    loadMs: middle("loadMs"),
    answerMs: middle("answerMs"),
    cpuMs: middle("cpuMs"),
    load: ratio("loadMs"),
    answer: ratio("answerMs"),
    cpu: ratio("cpuMs"),
    ...(target !== undefined && { target }),
  };
}

function tableOf(all: readonly Figures[]): string {
  const table = new Table({
    head: [
      "function",
      "KB",
      "KB at start",
      "loaded",
      "answered",
      "CPU",
      "× loaded",
      "× answered",
      "× CPU",
      "target",
    ],
    style: { head: [], border: [] },
  });
  for (const { name, size, loadMs, answerMs, cpuMs, load, answer, cpu, target } of all) {
    const kb = (bytes: number): string => (bytes / 1000).toFixed(0);
    const ms = (time: number): string => `${time.toFixed(0)} ms`;
    const times = [load, answer, cpu].map((value) => value.toFixed(2));
    table.push([
      name,
      kb(size.total),
      kb(size.atStart),
      ms(loadMs),
      ms(answerMs),
      ms(cpuMs),
      ...times,
      target ?? "",
    ]);
  }
  return table.toString();
}
