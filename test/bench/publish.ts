/**
 * `npm run bench:publish`: what it costs to publish staged files, which S3 copies by itself, beside staging as many files
 * of 10 KB in the same rounds. `--rounds N` (5 unless said), `--count N` (2000 unless said).
 */
import { parseArgs } from "node:util";
import Table from "cli-table3";
import { tempFolder } from "../temp.ts";
import { median } from "./cold-start.ts";
import { bundleTools } from "./copy/bundle.ts";
import { SETTINGS } from "./copy/campaign.ts";
import type { Case } from "./copy/cases.ts";
import { type CopyJob, jobArguments } from "./copy/job.ts";
import { type Cost, measure } from "./copy/measure.ts";
import { startServers } from "./copy/servers.ts";
import type { Tool } from "./copy/tools.ts";

/** Copies at once, as in a commit (`shared/archive/publish.ts`). */
const COPIES_AT_ONCE = 4;

const { values } = parseArgs({
  options: { rounds: { type: "string", default: "5" }, count: { type: "string", default: "2000" } },
});
const count = Number(values.count);

await using folder = await tempFolder();
await bundleTools(folder.path, { publish: "publish.main.ts", ours: "ours.main.ts" });
const tool = (name: string, title: string, delivers: boolean): Tool => ({
  name,
  title,
  floor: false,
  delivers,
  command: (job: CopyJob) => [process.execPath, `${folder.path}/${name}.mjs`, ...jobArguments(job)],
});
const work = (size: number): Case => ({
  name: "publish",
  work: { name: "publish", title: "", count, size, concurrency: COPIES_AT_ONCE },
  network: { scheme: "http", latencyMs: 0 },
});
const subjects = [
  { tool: tool("publish", "publish, 10 KB each", false), each: work(10_000) },
  { tool: tool("publish", "publish, 1 GiB each", false), each: work(1024 ** 3) },
  { tool: tool("ours", "stage, 10 KB each", true), each: work(10_000) },
];

const costs = subjects.map((): Cost[] => []);
const servers = await startServers(0, undefined);
for (let round = 1; round <= Number(values.rounds); round += 1) {
  for (const [index, subject] of subjects.entries()) {
    costs[index]?.push(await measure(subject.tool, subject.each, servers, SETTINGS));
  }
}
servers.close();

const table = new Table({
  head: [`${count} files`, "requests", "CPU", "time", "CPU over staging", "memory"],
});
for (const [
  index,
  {
    tool: { title },
  },
] of subjects.entries()) {
  const rounds = costs[index] ?? [];
  const of = (key: keyof Cost): number => median(rounds.map((cost) => cost[key]));
  const ratio = median(
    rounds.map((cost, round) => cost.cpuSeconds / (costs.at(-1)?.[round]?.cpuSeconds ?? 0)),
  );
  table.push([
    title,
    of("requests"),
    `${of("cpuSeconds").toFixed(2)} s`,
    `${of("wallSeconds").toFixed(2)} s`,
    ratio.toFixed(2),
    `${of("memoryMb").toFixed(0)} MB`,
  ]);
}
process.stdout.write(`${table.toString()}\n`);
