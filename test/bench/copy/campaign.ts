/** Runs all tools over all cases in interleaved rounds, so that whatever else the machine does meets all of them. */
import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { tempFolder } from "../../temp.ts";
import { bundleTools } from "./bundle.ts";
import type { Case } from "./cases.ts";
import { type Certificate, makeCertificate, trusting } from "./certificate.ts";
import { measure, type Series } from "./measure.ts";
import { startServers } from "./servers.ts";
import { type Tool, TYPESCRIPT_TOOLS, tools } from "./tools.ts";

/** What all tools are told, and all that they are told: nothing of this machine's own settings. */
export const SETTINGS = {
  PATH: "/usr/bin:/bin",
  AWS_ACCESS_KEY_ID: "benchmark",
  AWS_SECRET_ACCESS_KEY: "benchmark-secret",
  AWS_REGION: "us-east-1",
  AWS_DEFAULT_REGION: "us-east-1",
  AWS_EC2_METADATA_DISABLED: "true",
  AWS_CONFIG_FILE: "/dev/null",
  AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
};

export interface Campaign {
  readonly cases: readonly Case[];
  /** Names of tools; undefined for all. */
  readonly only: readonly string[] | undefined;
  readonly rounds: number;
  /** Told of each round before it begins. */
  readonly report: (text: string) => void;
}

/** @throws Error when a tool fails, or does not deliver every byte */
export async function campaign({ cases, only, rounds, report }: Campaign): Promise<Series[]> {
  await using folder = await tempFolder();
  const certificate = makeCertificate(folder.path);
  const bytes = join(folder.path, "bytes");
  await pipeline(pattern(Math.max(...cases.map(({ work }) => work.size))), createWriteStream(bytes));
  await bundleTools(folder.path, TYPESCRIPT_TOOLS);
  const chosen = tools(folder.path, bytes).filter(({ name }) => only?.includes(name) ?? true);
  const all: Series[] = [];
  for (const each of cases) {
    const able = chosen.filter(({ leavesOut }) => leavesOut?.(each.work) === undefined);
    const setting = {
      certificate: each.network.scheme === "https" ? certificate : undefined,
      rounds,
      report,
    };
    all.push(...(await runCase(each, able, setting, folder.path)));
  }
  return all;
}

async function runCase(
  each: Case,
  able: readonly Tool[],
  {
    certificate,
    rounds,
    report,
  }: Pick<Campaign, "rounds" | "report"> & { certificate: Certificate | undefined },
  TMPDIR: string,
): Promise<Series[]> {
  const servers = await startServers(each.network.latencyMs, certificate);
  const env = { ...SETTINGS, TMPDIR, ...(certificate && trusting(certificate)) };
  const series = able.map((tool) => ({ tool, costs: [] as Series["costs"] }));
  try {
    for (let round = 1; round <= rounds; round += 1) {
      report(`${each.name}: round ${round} of ${rounds}`);
      for (const { tool, costs } of series) costs.push(await measure(tool, each, servers, env));
    }
  } finally {
    servers.close();
  }
  return series.map(({ tool, costs }) => ({ case: each.name, tool: tool.name, costs }));
}

/** Bytes that are not all alike. */
function* pattern(size: number): Generator<Buffer> {
  const block = Buffer.from(Array.from({ length: 1024 * 1024 }, (_, index) => (index * 7919) % 251));
  for (let left = size; left > 0; left -= block.length) yield block.subarray(0, left);
}
