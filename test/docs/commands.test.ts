/** The blocks of the pages that `npm run test:install` runs: each is for a shell or is data, and each can be read by bash. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { blocksIn, RUN_PAGES } from "./blocks.ts";

describe.each(RUN_PAGES)("%s", (page) => {
  const blocks = blocksIn(readFileSync(join(import.meta.dirname, "../..", page), "utf8"));
  const shell = blocks.filter(({ language }) => language === "sh");

  it("has no fenced block but commands and JSON", () => {
    const others = blocks.filter(({ language }) => !["sh", "json"].includes(language));
    expect(others.map(({ line, language }) => `line ${line}: "${language}"`)).toEqual([]);
    expect(shell.some(({ notRun }) => notRun === undefined)).toBe(true);
  });

  it("has commands that bash can read, also where they are not run", () => {
    const unread = shell.filter(({ text }) => spawnSync("bash", ["-n"], { input: text }).status !== 0);
    expect(unread.map(({ line }) => line)).toEqual([]);
  });

  it("shows commands in fenced blocks only, where a test runs them", () => {
    const text = readFileSync(join(import.meta.dirname, "../..", page), "utf8").replaceAll(
      /^```.*?^```/gms,
      "",
    );
    expect(text.match(/^ {4}(?:npx|npm|ticketvault|node) .*/gm) ?? []).toEqual([]);
  });
});

it("a block is not run for the reason in the line above it alone", () => {
  const page = "<!-- not run: an account -->\n```sh\na\n```\n\n```sh\nb\n```\n";

  expect(blocksIn(page)).toEqual([
    { line: 2, language: "sh", text: "a\n", notRun: "an account" },
    { line: 6, language: "sh", text: "b\n", notRun: undefined },
  ]);
});
