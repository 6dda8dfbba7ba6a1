/** docs/check.py itself: short enough to be read, and the one that exports have. */
import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { checkerScript } from "../../shared/export/checker.ts";
import { CHECKER } from "./checker.ts";

it("is the one that exports have, after `npm run docs`, and has 300 lines at most, of 120 characters", async () => {
  const source = await readFile(CHECKER, "utf8");
  const lines = source.split("\n");

  expect(Buffer.from(checkerScript()).toString()).toBe(source);
  expect(lines.length - 1).toBeLessThanOrEqual(300);
  expect(lines.filter((line) => line.length > 120)).toEqual([]);
});

it("imports what neither asks a network nor starts a program", async () => {
  const source = await readFile(CHECKER, "utf8");

  const imported = [...source.matchAll(/^(?:import|from) (.*)$/gm)].map(([, names]) => names);

  expect(imported).toEqual([
    "argparse, base64, contextlib, hashlib, json, os, re, sys",
    "datetime import datetime, timedelta, timezone",
  ]);
  expect(source).not.toMatch(/os\.(system|popen|exec|spawn|remove|unlink|rename)|open\([^)]*"[wax]/);
});
