/** Prints what a server honours as a table. */
import Table from "cli-table3";
import type { Ability } from "./abilities.ts";

const WORDS = { yes: "yes", instead: "in its place", off: "–", no: "NO" } as const;

export function shownAbilities(abilities: readonly Ability[]): string {
  const table = new Table({
    head: ["it must", "it does", ""],
    style: { head: [], border: [], compact: true },
  });
  for (const { name, found, remark } of abilities) table.push([name, WORDS[found], remark]);
  return table.toString();
}
