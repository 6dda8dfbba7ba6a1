/** What the copy path is held to, and whether it was reached. */
import { leastWaitSeconds } from "./cases.ts";
import { type CaseResult, type Row, rowIn } from "./results.ts";

export interface Verdict {
  readonly what: string;
  /** `at most 1.00` or `at least 0.80`. */
  readonly target: string;
  readonly figure: string;
  readonly reached: boolean;
}

interface Target {
  readonly what: string;
  readonly limit: number;
  /** The figure has to be at least the limit; at most it when left out. */
  readonly atLeast?: boolean;
  readonly unit?: "MB";
  /** Undefined when it was not measured. */
  readonly figure: (results: readonly CaseResult[]) => number | undefined;
}

type RatioKey = "cpuRatio" | "wallRatio";

/** Ours over another tool's, in one case. */
function over(tool: string, key: RatioKey, name: string, limit: number, what: string): Target {
  return { what, limit, figure: (results) => rowIn(results, name, tool)?.[key] };
}

function ours(key: keyof Row, name: string) {
  return (results: readonly CaseResult[]): number | undefined => {
    const value = rowIn(results, name, "ours")?.[key];
    return typeof value === "number" ? value : undefined;
  };
}

const WAITING = "small32-http-20ms";

const FULL: readonly Target[] = [
  over("curl", "cpuRatio", "large-http", 1.0, "CPU of 1 GiB over the floor, HTTP"),
  over("curl", "cpuRatio", "large-https", 1.1, "CPU of 1 GiB over the floor, HTTPS"),
  ...(["http", "https"] as const).flatMap((scheme) => {
    const [large, small, by] = [`large-${scheme}`, `small-${scheme}`, scheme.toUpperCase()];
    return [
      over("sdk-upload", "cpuRatio", large, 0.45, `… over lib-storage \`Upload\`, ${by}`),
      over("rclone", "cpuRatio", large, 1.0, `… over rclone copyurl, ${by}`),
      over("boto3", "cpuRatio", large, 0.75, `… over boto3, ${by}`),
      over("aws", "cpuRatio", large, 0.55, `… over \`aws s3 cp\`, ${by}`),
      over("sdk-put", "cpuRatio", small, 0.4, `CPU of 2,000 × 10 KB over \`PutObject\`, ${by}`),
      over("rclone", "wallRatio", small, 0.85, `time of 2,000 × 10 KB over rclone, ${by}, no latency`),
      over("rclone", "wallRatio", `${small}-20ms`, 0.85, `time of 2,000 × 10 KB over rclone, ${by}, 20 ms`),
    ];
  }),
  {
    what: "2,000 × 10 KB, 20 ms on both legs, 32 at once: part of the ideal speed",
    limit: 0.8,
    atLeast: true,
    figure: (results) => {
      const waited = results.find((result) => result.case.name === WAITING)?.case;
      const wall = ours("wallSeconds", WAITING)(results);
      return waited && wall && leastWaitSeconds(waited) / wall;
    },
  },
  { what: "memory, 8 streams of 100 MB", limit: 200, unit: "MB", figure: ours("memoryMb", "streams-http") },
  {
    what: "… over that of one stream",
    limit: 1.15,
    figure: (results) => {
      const [one, eight] = ["stream-http", "streams-http"].map((name) => ours("memoryMb", name)(results));
      return one && eight && eight / one;
    },
  },
];

/** What holds on a busy machine too. */
const SMALL: readonly Target[] = (["http", "https"] as const).flatMap((scheme) => [
  over(
    "sdk-upload",
    "cpuRatio",
    `large-${scheme}`,
    1.5,
    `CPU over lib-storage \`Upload\`, ${scheme.toUpperCase()}`,
  ),
  over("sdk-put", "cpuRatio", `small-${scheme}`, 1.5, `CPU over \`PutObject\`, ${scheme.toUpperCase()}`),
]);

/** Of what was measured; the targets of the small size are loose. */
export function verdicts(results: readonly CaseResult[], small: boolean): Verdict[] {
  return (small ? SMALL : FULL).flatMap(({ what, limit, atLeast = false, unit, figure }) => {
    const value = figure(results);
    if (value === undefined) return [];
    const shown = (number: number): string =>
      unit === undefined ? number.toFixed(2) : `${number.toFixed(0)} ${unit}`;
    return {
      what,
      target: `${atLeast ? "at least" : "at most"} ${shown(limit)}`,
      figure: shown(value),
      reached: atLeast ? value >= limit : value <= limit,
    };
  });
}
