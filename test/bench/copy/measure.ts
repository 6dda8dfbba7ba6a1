/** Runs one tool once, under `/usr/bin/time`, and checks that all bytes arrived. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Case } from "./cases.ts";
import type { Servers } from "./servers.ts";
import type { Tool } from "./tools.ts";

/** What a run cost, with all processes that it started and waited for. */
export interface Cost {
  readonly wallSeconds: number;
  /** User and system time. */
  readonly cpuSeconds: number;
  /** The most that one of its processes had in memory, in MB (10^6 bytes). */
  readonly memoryMb: number;
  /** Requests to the source and to the sink. */
  readonly requests: number;
}

/** A case and a tool, and what each round gave. */
export interface Series {
  readonly case: string;
  readonly tool: string;
  readonly costs: Cost[];
}

const FORMAT = "\ncost %e %U %S %M";
const COST = /\ncost ([\d.]+) ([\d.]+) ([\d.]+) (\d+)\n$/;
const run = promisify(execFile);

/** @throws Error when the tool fails or not all bytes arrived */
export async function measure(
  tool: Tool,
  { name, work }: Case,
  servers: Servers,
  env: NodeJS.ProcessEnv,
): Promise<Cost> {
  const { source, sink } = servers;
  const { count, size, concurrency } = work;
  const command = tool.command({ source, sink, count, size, concurrency });
  await servers.arrived();
  const { stderr } = await run("/usr/bin/time", ["-f", FORMAT, ...command], { env, timeout: 600_000 });
  const { received, objects, requests } = await servers.arrived();
  if (tool.delivers && (received !== count * size || objects < count)) {
    const what = `${received} of ${count * size} bytes in ${objects} objects arrived`;
    throw new Error(`${tool.name} in ${name}: ${what}.\n${stderr}`);
  }
  const [wall = 0, user = 0, system = 0, kilobytes = 0] = (COST.exec(stderr) ?? []).slice(1).map(Number);
  return {
    wallSeconds: wall,
    cpuSeconds: user + system,
    memoryMb: (kilobytes * 1024) / 1e6,
    requests,
  };
}
