/** Tables of the results in Markdown. */
import type { Network, Work } from "./cases.ts";
import { type CaseResult, type Row, rowIn } from "./results.ts";
import type { Verdict } from "./targets.ts";
import type { Tool } from "./tools.ts";

/** One table for each kind of work; a cell gives the tool's own figure and, after it, ours over it. */
export function resultTables(results: readonly CaseResult[], all: readonly Tool[]): string {
  const works = new Map(results.map((result) => [result.case.work.name, result.case.work]));
  return [...works.values()].map((work) => workTable(work, results, all)).join("\n\n");
}

function workTable(work: Work, results: readonly CaseResult[], all: readonly Tool[]): string {
  const mine = results.filter((result) => result.case.work.name === work.name);
  const near = mine.filter((result) => result.case.network.latencyMs === 0);
  const measured = all.filter(({ name }) => mine.some(({ rows }) => rows.some((row) => row.tool === name)));
  const head = [
    "",
    ...near.map(({ case: { network } }) => `CPU, ${shownNetwork(network)}`),
    ...mine.map(({ case: { network } }) => `time, ${shownNetwork(network)}`),
    "memory",
    "requests",
  ];
  const rows = measured.map(({ name, title }) => {
    const first = mine[0] && rowIn(results, mine[0].case.name, name);
    return [
      title,
      ...near.map((result) => seconds(rowIn(results, result.case.name, name), "cpu")),
      ...mine.map((result) => seconds(rowIn(results, result.case.name, name), "wall")),
      first === undefined ? "" : `${first.memoryMb.toFixed(0)} MB`,
      first === undefined ? "" : first.requests.toLocaleString("en"),
    ];
  });
  const omitted = all.flatMap(({ title, leavesOut }) => {
    const why = leavesOut?.(work);
    return why === undefined ? [] : [`${title}: ${why}`];
  });
  const note = omitted.length === 0 ? [] : ["", `Left out: ${omitted.join("; ")}.`];
  return [`### ${work.title}`, "", table(head, rows), ...note].join("\n");
}

export function verdictTable(verdicts: readonly Verdict[]): string {
  const rows = verdicts.map(({ what, target, figure, reached }) => {
    return [what, target, figure, reached ? "reached" : "**not reached**"];
  });
  return table(["what", "target", "measured", ""], rows);
}

function shownNetwork({ scheme, latencyMs }: Network): string {
  return latencyMs === 0 ? scheme.toUpperCase() : `${scheme.toUpperCase()} + ${latencyMs} ms`;
}

function seconds(row: Row | undefined, kind: "cpu" | "wall"): string {
  if (row === undefined) return "";
  const [value, ratio] = kind === "cpu" ? [row.cpuSeconds, row.cpuRatio] : [row.wallSeconds, row.wallRatio];
  const beside = row.tool === "ours" || ratio === undefined ? "" : ` · ${ratio.toFixed(2)}`;
  return `${value.toFixed(2)} s${beside}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const align = head.map((_, index) => (index === 0 ? "---" : "---:"));
  return [line(head), line(align), ...rows.map(line)].join("\n");
}
