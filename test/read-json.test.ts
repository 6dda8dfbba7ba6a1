/** Reading hostile JSON: digits kept, repeated names seen, depth and size bounded, the event loop shared. */
import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { JsonError, readJson } from "../shared/read-json.ts";

const read = (text: string, limits = {}) => readJson(Buffer.from(text), limits);
const parsed = async (text: string): Promise<unknown> => (await read(text)).value;

async function reasonOf(text: string): Promise<string> {
  const error: unknown = await read(text).catch((thrown: unknown) => thrown);
  if (error instanceof JsonError) return error.reason;
  throw new Error(`no JsonError: ${String(error)}`);
}

describe("readJson", () => {
  it("reads any JSON as JSON.parse does", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.json({ maxDepth: 6 }),
        fc.constantFrom(undefined, 1, "\t"),
        async (json, indent) => {
          const text = JSON.stringify(JSON.parse(json), null, indent);
          const expected: unknown = JSON.parse(text, (_, value) =>
            typeof value === "number" && Math.abs(value) > Number.MAX_SAFE_INTEGER ? String(value) : value,
          );
          expect(await parsed(text)).toEqual(expected);
        },
      ),
    );
  });

  it("refuses whatever JSON.parse refuses", async () => {
    const bits = fc.constantFrom(
      ...'{ } [ ] , : " \\ 1 -1 1.5e3 01 . true null nul \\u00e9 \\x \n'.split(" "),
      " ",
    );
    await fc.assert(
      fc.asyncProperty(fc.array(bits, { maxLength: 8 }), async (parts) => {
        const text = parts.join("");
        let valid = true;
        try {
          JSON.parse(text);
        } catch {
          valid = false;
        }
        if (valid) await expect(read(text)).resolves.toBeDefined();
        else expect(await reasonOf(text)).toBe("malformed");
      }),
      { numRuns: 3_000 },
    );
  });

  it("keeps numbers beyond 2^53 as their digits", async () => {
    expect(
      await parsed('{"a":9007199254740993,"b":-12345678901234567890,"c":1e400,"d":9007199254740991}'),
    ).toEqual({ a: "9007199254740993", b: "-12345678901234567890", c: "1e400", d: 9007199254740991 });
  });

  it("keeps lone surrogates, __proto__ as a name like others, and reads past a byte order mark", async () => {
    const value = await parsed('\ufeff{"a":"\\ud83d","__proto__":{"b":1}}');
    expect(value).toEqual(JSON.parse('{"a":"\\ud83d","__proto__":{"b":1}}'));
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });

  it("joins long strings that it reads in pieces, whatever escapes stand at the seams", async () => {
    const text = '\\"\u0000é😀\n'.repeat(40_000);
    for (const shift of ["", "a", "ab", "abc", "abcd", "abcde"]) {
      expect(await parsed(JSON.stringify(shift + text))).toBe(shift + text);
    }
  });

  // F1
  it("sees every name that stands twice in one object, and all of its values in order", async () => {
    const { value, repeated } = await read(
      '{"Total":2,"List":[{"Html":"a","Html":"b","Html":null}],"Total":1,"List":[7]}',
    );
    expect(value).toEqual({ Total: 1, List: [7] });
    const [[inner, names] = [], [outer, outerNames] = []] = [...repeated];
    expect([inner, [...(names ?? [])]]).toEqual([{ Html: null }, [["Html", ["a", "b", null]]]]);
    expect(outer).toBe(value);
    expect([...(outerNames ?? [])]).toEqual([
      ["Total", [2, 1]],
      ["List", [[{ Html: null }], [7]]],
    ]);
  });

  // T24
  it.each([
    ["3,000 levels", "[".repeat(3_000) + "]".repeat(3_000), "too-deep"],
    ["a name eleven times in one object", `{${'"a":1,'.repeat(10)}"a":1}`, "too-many-values"],
    ["15 MB of nulls", `[${"null,".repeat(3_000_000)}null]`, "too-many-values"],
    ["a million empty objects and more", `[${"{},".repeat(1_000_001)}{}]`, "too-many-values"],
    ["a number as long as a book", "7".repeat(1_000_000), "malformed"],
    ["a string without an end", `"${"a".repeat(1_000_000)}`, "malformed"],
  ])("classifies %s at once", async (_, text, reason) => {
    expect(await reasonOf(text)).toBe(reason);
  });

  it("lets timers go on while it reads", async () => {
    let turns = 0;
    const stop = new AbortController();
    const counting = (async () => {
      while (!stop.signal.aborted) {
        turns += 1;
        await sleep(1);
      }
    })();
    await read(
      JSON.stringify({ Html: '<p class="x">é</p>\r\n'.repeat(800_000), List: Array(800_000).fill(null) }),
    );
    stop.abort();
    await counting;
    expect(turns).toBeGreaterThan(3);
  });
});
