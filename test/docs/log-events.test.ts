/** docs/operations.md: every log event that metrics and alarms count is in its table, by its name. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { LOG_EVENTS } from "../../shared/names.ts";

const page = readFileSync(new URL("../../docs/operations.md", import.meta.url), "utf8");
const named = new Set(
  [...page.matchAll(/^\| (`[^|]*`) \|/gm)].flatMap(([, names = ""]) => names.split(", ")),
);

it.each(Object.values(LOG_EVENTS))("%s is explained", (event) => {
  expect(named).toContain(`\`${event}\``);
});
