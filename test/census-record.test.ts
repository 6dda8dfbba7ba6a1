/** What a census says of itself: its bytes, its key, and that each number is of one class. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Census, censusBytes, censusJsonSchema, readCensus, wrongSum } from "../shared/census-record.ts";
import { censusKey, parseCensusKey } from "../shared/record-keys.ts";
import { exampleCensus } from "./example-census.ts";

const AT = new Date("2026-11-28T03:00:00.000Z");
const census = (): Census => readCensus(censusBytes(exampleCensus(AT)), "census");
const numbers = (ranges: readonly string[], count: number) => ({ ranges: [...ranges], count });

describe("a census", () => {
  it("adds up when each number is of one class", () => expect(wrongSum(census())).toBeUndefined());

  it.each<[string, Partial<Census["numbers"]>, RegExp]>([
    ["leaves a number out", { empty: numbers(["3"], 1) }, /number 4 is of no class/],
    ["names a number in two classes", { accepted: numbers(["5"], 1) }, /twice/],
    ["names a span in two classes", { accepted: numbers(["4-5"], 2) }, /number 5 is of no class|twice/],
    ["goes beyond the highest number", { archived: numbers(["1-2", "6-7"], 4) }, /beyond 6/],
    ["names a number beyond it", { accepted: numbers(["9"], 1) }, /beyond 6/],
    ["states another count", { archived: numbers(["1-2", "6"], 4) }, /archived states 4 numbers and lists 3/],
    ["has a range that runs backwards", { archived: numbers(["1-2", "6-5"], 2) }, /number 6/],
  ])("that %s does not", (_, changed, message) => {
    const { numbers: of, ...rest } = census();
    expect(wrongSum({ ...rest, numbers: { ...of, ...changed } })).toMatch(message);
  });

  it("of numbers whose sum is right by chance does not add up", () => {
    const { numbers: of, ...rest } = census();
    const swapped = { ...of, archived: numbers(["1", "3", "6"], 3) };
    expect(wrongSum({ ...rest, numbers: swapped })).toMatch(/number 2/);
  });

  it("that a newer program wrote is told from one that was altered", () => {
    const bytes = censusBytes(exampleCensus(AT)).toString();
    expect(() => readCensus(Buffer.from(bytes.replace("census:1", "census:2")), "x")).toThrow(/newer/);
    expect(() => readCensus(Buffer.from("{}"), "x")).toThrow(/no census/);
  });

  it("has a key that only its time and account make", () => {
    const key = censusKey(22824, AT, "json");
    expect(key).toBe("census/22824/20261128T030000000Z.json");
    expect(parseCensusKey(key)).toEqual({ orgId: 22824, at: AT });
    for (const other of [
      "census/22824/20261328T030000000Z.json",
      "census/22824/20261128T030000000Z.txt",
      "census/022824/20261128T030000000Z.json",
      "census/22824/more/20261128T030000000Z.json",
      "census/22824/2026-11-28.json",
    ])
      expect(parseCensusKey(other)).toBeUndefined();
  });

  it("has the schema in docs/census.schema.json (npm run docs makes it)", () => {
    const schema = readFileSync(new URL("../docs/census.schema.json", import.meta.url), "utf8");
    expect(JSON.parse(schema)).toEqual(JSON.parse(JSON.stringify(censusJsonSchema())));
  });
});
