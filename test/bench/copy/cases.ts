/** The work that is measured: which files, how many at once, over what kind of network. */

export interface Work {
  readonly name: string;
  /** As a reader calls it. */
  readonly title: string;
  readonly count: number;
  /** Bytes of each file. */
  readonly size: number;
  /** Files at once. */
  readonly concurrency: number;
}

export interface Network {
  readonly scheme: "http" | "https";
  /** Wait before each answer of the source and of the sink. */
  readonly latencyMs: 0 | 20;
}

export interface Case {
  /** `{work}-{scheme}` or `{work}-{scheme}-{latency}ms`. */
  readonly name: string;
  readonly work: Work;
  readonly network: Network;
}

const KB = 1000;
const MB = 1000 * KB;

const FULL: readonly Work[] = [
  { name: "large", title: "1 file of 1 GiB", count: 1, size: 1024 ** 3, concurrency: 1 },
  { name: "medium", title: "20 files of 5 MB, 8 at once", count: 20, size: 5 * MB, concurrency: 8 },
  { name: "small", title: "2,000 files of 10 KB, 8 at once", count: 2000, size: 10 * KB, concurrency: 8 },
  { name: "small32", title: "2,000 files of 10 KB, 32 at once", count: 2000, size: 10 * KB, concurrency: 32 },
];

/** The same in little, to see that all of it works. */
const LITTLE: readonly Work[] = [
  { name: "large", title: "1 file of 64 MiB", count: 1, size: 64 * 1024 ** 2, concurrency: 1 },
  { name: "medium", title: "4 files of 5 MB, 2 at once", count: 4, size: 5 * MB, concurrency: 2 },
  { name: "small", title: "100 files of 10 KB, 8 at once", count: 100, size: 10 * KB, concurrency: 8 },
];

const STREAMS: readonly Work[] = [
  { name: "stream", title: "1 file of 100 MB", count: 1, size: 100 * MB, concurrency: 1 },
  { name: "streams", title: "8 files of 100 MB, 8 at once", count: 8, size: 100 * MB, concurrency: 8 },
];

const NEAR: Network = { scheme: "http", latencyMs: 0 };
const NETWORKS: readonly Network[] = [
  NEAR,
  { scheme: "https", latencyMs: 0 },
  { scheme: "http", latencyMs: 20 },
  { scheme: "https", latencyMs: 20 },
];

/** All cases; `little` ones take seconds in all. */
export function casesOf(little: boolean): Case[] {
  if (little) return [NEAR, NETWORKS[1] ?? NEAR].flatMap((network) => over(network, LITTLE));
  return [...NETWORKS.flatMap((network) => over(network, FULL)), ...over(NEAR, STREAMS)];
}

function over(network: Network, works: readonly Work[]): Case[] {
  const { scheme, latencyMs } = network;
  const suffix = latencyMs === 0 ? scheme : `${scheme}-${latencyMs}ms`;
  return works.map((work) => ({ name: `${work.name}-${suffix}`, work, network }));
}

/** The least that the waiting alone takes, in s: each file is read and then written. */
export function leastWaitSeconds({ work, network }: Case): number {
  return (Math.ceil(work.count / work.concurrency) * 2 * network.latencyMs) / 1000;
}
