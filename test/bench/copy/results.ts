/** What the rounds of a campaign come to: medians, and ratios that were taken within each round. */
import { median } from "../cold-start.ts";
import type { Case } from "./cases.ts";
import type { Cost, Series } from "./measure.ts";

export interface Row {
  readonly tool: string;
  /** Medians over the rounds. */
  readonly wallSeconds: number;
  readonly cpuSeconds: number;
  readonly memoryMb: number;
  readonly requests: number;
  /** Ours over this tool's: the median of each round's ratio; undefined where ours was not measured. */
  readonly wallRatio: number | undefined;
  readonly cpuRatio: number | undefined;
}

export interface CaseResult {
  readonly case: Case;
  readonly rounds: number;
  readonly rows: readonly Row[];
}

/** @param cases those that were measured are given back, in their order */
export function resultsOf(cases: readonly Case[], series: readonly Series[]): CaseResult[] {
  return cases.flatMap((each) => {
    const mine = series.filter((one) => one.case === each.name);
    const ours = mine.find(({ tool }) => tool === "ours")?.costs;
    const rows = mine.map((one) => rowOf(one, ours));
    return rows.length === 0 ? [] : [{ case: each, rounds: mine[0]?.costs.length ?? 0, rows }];
  });
}

function rowOf({ tool, costs }: Series, ours: readonly Cost[] | undefined): Row {
  const middle = (key: keyof Cost): number => median(costs.map((cost) => cost[key]));
  const ratio = (key: keyof Cost): number | undefined =>
    ours && median(costs.map((cost, round) => (ours[round]?.[key] ?? Number.NaN) / cost[key]));
  return {
    tool,
    wallSeconds: middle("wallSeconds"),
    cpuSeconds: middle("cpuSeconds"),
    memoryMb: middle("memoryMb"),
    requests: middle("requests"),
    wallRatio: ratio("wallSeconds"),
    cpuRatio: ratio("cpuSeconds"),
  };
}

/** A tool's figures in a case; undefined when it was not measured. */
export function rowIn(results: readonly CaseResult[], name: string, tool: string): Row | undefined {
  return results.find((result) => result.case.name === name)?.rows.find((row) => row.tool === tool);
}
