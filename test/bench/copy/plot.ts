/** Draws the results as bars: an SVG of its own, without scripts and fonts. */
import { type CaseResult, rowIn } from "./results.ts";
import type { Tool } from "./tools.ts";

interface Panel {
  readonly title: string;
  readonly case: string;
  readonly value: "cpuSeconds" | "wallSeconds";
}

const PANELS: readonly Panel[] = [
  { title: "1 GiB over HTTP: CPU", case: "large-http", value: "cpuSeconds" },
  { title: "1 GiB over HTTPS: CPU", case: "large-https", value: "cpuSeconds" },
  { title: "2,000 files of 10 KB over HTTPS: CPU", case: "small-https", value: "cpuSeconds" },
  {
    title: "the same, 20 ms on both legs, 32 at once: time",
    case: "small32-https-20ms",
    value: "wallSeconds",
  },
];

const WIDTH = 900;
const PANEL = { width: WIDTH / 2, label: 190, bar: 190, row: 22, top: 40 };
const COLOURS = { ours: "#1a7f5a", floor: "#b9c0c7", peer: "#5b7fb5", text: "#1f2328", ground: "#ffffff" };

/** Only what was measured is drawn. */
export function plot(results: readonly CaseResult[], all: readonly Tool[]): string {
  const panels = PANELS.filter((panel) => rowIn(results, panel.case, "ours") !== undefined);
  const height = PANEL.top + all.length * PANEL.row + 10;
  const drawn = panels.map((panel, index) => {
    const [x, y] = [(index % 2) * PANEL.width, Math.floor(index / 2) * height];
    return `<g transform="translate(${x} ${y})">${bars(panel, results, all)}</g>`;
  });
  const whole = Math.ceil(panels.length / 2) * height;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${whole}" role="img" aria-label="Seconds that each tool takes" font-family="sans-serif" font-size="12" fill="${COLOURS.text}">
<rect width="${WIDTH}" height="${whole}" fill="${COLOURS.ground}"/>
${drawn.join("\n")}
</svg>
`;
}

function bars(panel: Panel, results: readonly CaseResult[], all: readonly Tool[]): string {
  const found = all.flatMap((tool) => {
    const row = rowIn(results, panel.case, tool.name);
    return row === undefined ? [] : [{ tool, value: row[panel.value] }];
  });
  const most = Math.max(...found.map(({ value }) => value));
  const lines = found.map(({ tool, value }, index) => {
    const y = PANEL.top + index * PANEL.row;
    const length = ((value / most) * PANEL.bar).toFixed(1);
    const weight = tool.name === "ours" ? ' font-weight="bold"' : "";
    return [
      `<text x="${PANEL.label - 8}" y="${y + 12}" text-anchor="end"${weight}>${tool.name === "ours" ? "Ticketvault" : tool.name}</text>`,
      `<rect x="${PANEL.label}" y="${y}" width="${length}" height="16" fill="${colourOf(tool)}"/>`,
      `<text x="${(PANEL.label + Number(length) + 5).toFixed(1)}" y="${y + 12}"${weight}>${value.toFixed(2)} s</text>`,
    ].join("");
  });
  return [`<text x="16" y="24" font-size="14">${panel.title}</text>`, ...lines].join("\n");
}

function colourOf({ name, floor }: Tool): string {
  if (name === "ours") return COLOURS.ours;
  return floor ? COLOURS.floor : COLOURS.peer;
}
