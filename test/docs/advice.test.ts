/** What messages tell people to do: every option and setting that they name exists. */
import { globSync, readFileSync } from "node:fs";
import type { Command } from "commander";
import { expect, it } from "vitest";
import { createProgram } from "../../cli/program.ts";
import { TRANSFER_HINTS } from "../../shared/leadsquared/transfer-error.ts";

const root = new URL("../../", import.meta.url).pathname;
const nowhere = { stdout: process.stdout, stderr: process.stderr };

function optionsOf(command: Command): string[] {
  return [...command.options.map(({ long }) => long ?? ""), ...command.commands.flatMap(optionsOf)];
}

/** The texts in quotes of all code that users run, without its comments. */
const texts = ["shared", "cli", "functions"].flatMap((folder) =>
  globSync(`${folder}/**/*.ts`, { cwd: root })
    // Style sheets have names that look alike, and guides name other people's programs.
    .filter((file) => !/^(cli\/sandbox|shared\/render|shared\/export)\//.test(file))
    .flatMap((file) => {
      const code = readFileSync(`${root}${file}`, "utf8").replaceAll(/^\s*(?:\/?\*|\/\/).*$/gm, "");
      return [...code.matchAll(/`[^`]*`|"(?:[^"\\\n]|\\.)*"/g)].map(([text]) => ({ file, text }));
    }),
);

// F12
it("every option that a message names is one of a command's", () => {
  const known = new Set([...optionsOf(createProgram(async () => {}, nowhere)), "--help", "--version"]);
  const named = texts.flatMap(({ file, text }) =>
    [...text.matchAll(/(?<![\w-])--[a-z][a-z-]+/g)].map(([option]) => `${file}: ${option}`),
  );

  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((each) => !known.has(each.split(": ")[1] ?? ""))).toEqual([]);
});

// F12
it("no message speaks of a limit that nobody can set", () => {
  expect(texts.filter(({ text }) => /raise (?:the|its|that) limit/i.test(text))).toEqual([]);
});

it("every failed transfer has advice", () => {
  expect([...TRANSFER_HINTS.values()].every((hint) => hint.length > 5)).toBe(true);
});
