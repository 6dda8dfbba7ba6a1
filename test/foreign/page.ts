/** docs/reality.md: one table of what other people's programs said, a row an answer, made by the suite. */
import { readFile, writeFile } from "node:fs/promises";
import type { Told } from "./told.ts";

const PAGE = new URL("../../docs/reality.md", import.meta.url);

const HEAD = `# What other people's programs say

<!-- Made by \`npm run test:foreign -- --all --write\`; each run compares what it is told with this table. -->
\`npm run test:foreign\` installs these programs, each at the version named here, and asks them about what Ticketvault writes;
or it asks Ticketvault about what they write. A row stands for a test that passed. What a program is known to get wrong, or
not to do, has a test of its own, beside the others in \`test/foreign/\`.

| part | program | version | asked | said | known limits of its own |
|---|---|---|---|---|---|
`;

/** The rows of a part, in one order; what is known of a program stands in its first. */
export function rowsOf(told: readonly Told[]): string[] {
  const inOrder = told.toSorted((a, b) => compare(a.name, b.name) || compare(a.asked, b.asked));
  return inOrder.map(({ part, name, version, asked, said, limits }, index) => {
    const isFirst = inOrder[index - 1]?.name !== name;
    const cells = [part, name, version, asked, said, isFirst ? limits || "–" : ""];
    return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

export async function rowsOnPage(): Promise<string[]> {
  const page = await readFile(PAGE, "utf8").catch(() => HEAD);
  return page
    .slice(HEAD.length)
    .split("\n")
    .filter((row) => row !== "");
}

/** Puts new rows in the place of those of the same parts. */
export async function writeRows(
  parts: readonly { readonly part: string; readonly rows: readonly string[] }[],
) {
  const ofOthers = (await rowsOnPage()).filter(
    (row) => !parts.some(({ part }) => row.startsWith(`| ${part} |`)),
  );
  const rows = [...ofOthers, ...parts.flatMap((each) => each.rows)];
  const inOrder = rows.toSorted((a, b) => compare(partOf(a), partOf(b)));
  await writeFile(PAGE, `${HEAD}${inOrder.join("\n")}\n`);
}

function partOf(row: string): string {
  return row.split(" | ")[0] ?? "";
}
