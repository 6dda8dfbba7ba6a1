/** Every code that can be told from a tree: broken objects and storage roots give exactly the codes of their names. */
import { describe, expect, it } from "vitest";
import { validateObject, validateStorageRoot } from "../../shared/ocfl/validator/validator.ts";
import { MemoryTree, type Spec } from "./fixtures.ts";
import { BROKEN_CONTENTS } from "./fixtures-broken-contents.ts";
import { BROKEN_FOLDERS } from "./fixtures-broken-folders.ts";
import { BROKEN_INVENTORIES } from "./fixtures-broken-inventories.ts";
import { BROKEN_ROOTS } from "./fixtures-broken-roots.ts";
import { type BrokenFixture, codesOf } from "./fixtures-change.ts";
import { WARNED_OBJECTS } from "./fixtures-warned.ts";

const BROKEN_OBJECTS = [...BROKEN_FOLDERS, ...BROKEN_INVENTORIES, ...BROKEN_CONTENTS];
const SPECS: readonly Spec[] = ["1.0", "1.1"];

function cases(fixtures: readonly BrokenFixture[]): [string, BrokenFixture, Spec][] {
  return SPECS.flatMap((spec) =>
    fixtures
      .filter((fixture) => fixture.specs?.includes(spec) !== false)
      .map((fixture): [string, BrokenFixture, Spec] => [`${spec} ${fixture.name}`, fixture, spec]),
  );
}

const unique = (codes: readonly string[]) => [...new Set(codes)].sort();

describe("broken objects give the codes of their names, and no others", () => {
  it.each(cases(BROKEN_OBJECTS))("%s", async (_name, fixture, spec) => {
    const { findings } = await validateObject(new MemoryTree(fixture.build(spec)), "", { mode: "full" });
    expect(unique(findings.map(({ code }) => code)), JSON.stringify(findings, null, 1)).toEqual(
      codesOf(fixture),
    );
  });
});

describe("in quick mode they do too, but for what only the content tells", () => {
  it.each(cases(BROKEN_OBJECTS))("%s", async (_name, fixture, spec) => {
    const tree = new MemoryTree(fixture.build(spec));
    const { findings } = await validateObject(tree, "", { mode: "quick" });
    const expected = codesOf(fixture).filter((code) => fixture.onlyFull?.includes(code) !== true);
    expect(unique(findings.map(({ code }) => code))).toEqual(expected);
    expect(tree.opened).toEqual([]);
  });
});

describe("objects that break a SHOULD give warnings only", () => {
  it.each(cases(WARNED_OBJECTS))("%s", async (_name, fixture, spec) => {
    const { findings } = await validateObject(new MemoryTree(fixture.build(spec)), "", { mode: "full" });
    expect(unique(findings.map(({ code }) => code)), JSON.stringify(findings, null, 1)).toEqual(
      codesOf(fixture),
    );
    expect(findings.every(({ severity }) => severity === "warning")).toBe(true);
  });
});

describe("broken storage roots give the codes of their names, with those of their objects", () => {
  it.each(cases(BROKEN_ROOTS))("%s", async (_name, fixture, spec) => {
    const codes: string[] = [];
    const tree = new MemoryTree(fixture.build(spec));
    const { findings } = await validateStorageRoot(tree, "", {
      mode: "full",
      onObject: (result) => {
        codes.push(...result.findings.map(({ code }) => code));
      },
    });
    codes.push(...findings.map(({ code }) => code));
    expect(unique(codes), JSON.stringify(findings, null, 1)).toEqual(codesOf(fixture));
  });
});
