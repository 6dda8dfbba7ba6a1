/** What messages tell people to do: every option and setting that they name exists. */
import { globSync, readFileSync } from "node:fs";
import type { Command } from "commander";
import { expect, it } from "vitest";
import { createProgram } from "../../cli/program.ts";
import { settings } from "../../docs/settings.ts";
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

const pages = ["README.md", "CONTRIBUTING.md", ...globSync("docs/*.md", { cwd: root })].map((file) => ({
  file,
  // A command may go on in the next line.
  text: readFileSync(`${root}${file}`, "utf8").replaceAll("\\\n", " "),
}));

/** A command by its words, such as `hold place`, as far as there is one. */
function commandOf(words: readonly string[]): { readonly command: Command; readonly named: number } {
  let command = createProgram(async () => {}, nowhere);
  let named = 0;
  for (const word of words) {
    const next = command.commands.find((each) => each.name() === word);
    if (next === undefined) break;
    command = next;
    named += 1;
  }
  return { command, named };
}

// F12
it("every command that a document names exists, with every option that it is given there", () => {
  const wrong: string[] = [];
  let seen = 0;
  const global = optionsOf(createProgram(async () => {}, nowhere));
  for (const { file, text } of pages) {
    for (const [, line = ""] of text.matchAll(/(?:npx |`|^ {4}|^)ticketvault ((?:[a-z][^`\n#|;]*))/gm)) {
      const words = line.trim().split(/\s+/);
      const { command, named } = commandOf(words);
      // "ticketvault is …" is prose.
      if (named === 0) continue;
      seen += 1;
      const known = new Set([
        ...command.options.map(({ long }) => long),
        ...global.filter(isGlobal),
        "--help",
      ]);
      for (const option of words.filter((word) => /^--[a-z]/.test(word)))
        if (!known.has(option.replace(/[=,.)].*$/, "")))
          wrong.push(`${file}: ticketvault ${line}: ${option}`);
    }
  }
  expect(seen).toBeGreaterThan(30);
  expect(wrong).toEqual([]);
});

function isGlobal(option: string): boolean {
  return createProgram(async () => {}, nowhere).options.some(({ long }) => long === option);
}

// F12
it("every script that a document names is one of package.json's", () => {
  const { scripts } = JSON.parse(readFileSync(`${root}package.json`, "utf8"));
  const named = pages.flatMap(({ file, text }) =>
    [...text.matchAll(/npm run ([a-z0-9:-]+)/g)].map(([, script = ""]) => ({ file, script })),
  );
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter(({ script }) => !(script in scripts))).toEqual([]);
});

// F12
it("every setting of the stack that a document sets exists", () => {
  const known = new Set(settings().flatMap(({ name }) => [name, name.split(".")[0] ?? ""]));
  const named = pages.flatMap(({ file, text }) =>
    [...text.matchAll(/setting `([a-zA-Z][\w.]*)`|-c ticketvault\.([\w.]+)=/g)].map(([, a, b]) => ({
      file,
      name: a ?? b ?? "",
    })),
  );
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter(({ name }) => !known.has(name))).toEqual([]);
});
