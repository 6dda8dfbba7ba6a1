/** docs/costs.md is made of the stack as it is. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { costsPage } from "../../docs/costs.ts";
import { stackCounts } from "../../docs/stack-counts.ts";

it("docs/costs.md is the page that npm run docs makes", () => {
  const page = readFileSync(new URL("../../docs/costs.md", import.meta.url), "utf8");
  expect(page).toBe(costsPage(stackCounts()));
});
