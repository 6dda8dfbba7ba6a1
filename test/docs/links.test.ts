/** Links between the documents lead somewhere, and every alarm leads to its section of the runbook. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { expect, it } from "vitest";
import { resources, synthesized } from "../infra/synthesized.ts";

const ROOT = join(import.meta.dirname, "../..");
const RUNBOOK = join(ROOT, "docs/operations.md");

const documents = [
  "README.md",
  "CONTRIBUTING.md",
  "SECURITY.md",
  ...readdirSync(join(ROOT, "docs")).map((name) => `docs/${name}`),
]
  .filter((name) => name.endsWith(".md"))
  .map((name) => join(ROOT, name));

/** The anchors of a document's headings, as GitHub makes them. */
function anchors(path: string): Set<string> {
  const text = readFileSync(path, "utf8").replaceAll(/^```.*?^```/gms, "");
  const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => heading);
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
        .replaceAll(" ", "-"),
    ),
  );
}

/** What of a document's links leads nowhere. */
function broken(path: string): string[] {
  const links = [...readFileSync(path, "utf8").matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = ""]) => link);
  return links.filter((link) => {
    if (/^[a-z]+:/.test(link)) return false;
    const [file = "", anchor] = link.split("#", 2);
    const target = file === "" ? path : join(dirname(path), file);
    return !existsSync(target) || (anchor !== undefined && !anchors(target).has(anchor));
  });
}

it.each(documents.map((path) => [relative(ROOT, path), path]))(
  "the links of %s lead somewhere",
  (_, path) => {
    expect(broken(path)).toEqual([]);
  },
);

it("docs/index.md names every page", () => {
  const index = readFileSync(join(ROOT, "docs/index.md"), "utf8");
  const pages = readdirSync(join(ROOT, "docs")).filter((name) => name.endsWith(".md") && name !== "index.md");
  expect(pages.filter((name) => !index.includes(`](${name}`))).toEqual([]);
});

/** Files of the examples in CONTRIBUTING.md, which somebody would write, and of a vault. */
const MADE_UP = /NAME|inbox|markdown|^vN/;

it.each(["docs/architecture.md", "CONTRIBUTING.md"])("the files that %s names are there", (page) => {
  const text = readFileSync(join(ROOT, page), "utf8");
  const named = [...text.matchAll(/`([\w.-]+\/[\w./-]+\.(?:ts|js|json|md))`/g)].map(([, name = ""]) => name);
  const missing = named.filter(
    (name) => !MADE_UP.test(name) && !["", "shared"].some((root) => existsSync(join(ROOT, root, name))),
  );
  expect(named.length).toBeGreaterThan(5);
  expect(missing).toEqual([]);
});

it("every alarm's section stands in the runbook", () => {
  const sections = resources(synthesized(), "AWS::CloudWatch::Alarm").map(({ properties }) =>
    String(properties["AlarmDescription"]).split("docs/operations.md#").at(-1),
  );
  expect(sections.length).toBeGreaterThan(10);
  expect([...new Set(sections)].filter((section) => !anchors(RUNBOOK).has(section ?? ""))).toEqual([]);
});
