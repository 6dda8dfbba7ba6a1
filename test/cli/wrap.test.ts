/** Long lines on a terminal: broken between words, under the text and not under its label; and never in a pipe. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { placesOf, wrapped } from "../../cli/wrap.ts";

const DIGEST = "ecdb6f71a2b3a32eed1cd3dd1eeb2234";

// U5
test.each([
  [
    "a sentence",
    "Nothing was asked, and nothing was written.",
    ["Nothing was asked,", "and nothing was", "written."],
  ],
  ["a label and its text", "title   Rechnung zu Bestellung", ["title   Rechnung zu", "        Bestellung"]],
  ["a text that is indented", "    one two three four five", ["    one two three", "    four five"]],
  ["a label too long to stand beside", "nothing-here  one two three", ["nothing-here  one", "  two three"]],
  ["a digest that no line can hold", `sha256  ${DIGEST}`, [`sha256  ${DIGEST}`]],
  ["a command to copy", "  ticketvault show 143 --org 22824", ["  ticketvault show 143 --org 22824"]],
  [
    "colours, which take no place",
    "\u001b[1mone two three four\u001b[22m",
    ["\u001b[1mone two three four\u001b[22m"],
  ],
  ["wide characters, which take two", "返金 返金 返金 返金 返金", ["返金 返金 返金 返金", "返金"]],
  ["marks, which take none", "e\u0301".repeat(20), ["e\u0301".repeat(20)]],
  ["lines, each by itself", "one two three four five\n\nsix", ["one two three four", "five", "", "six"]],
])("%s", (_what, text, lines) => {
  expect(wrapped(text, 20).split("\n")).toEqual(lines);
  expect(wrapped(text, undefined)).toBe(text);
});

test("no word is lost, cut or moved, and no line is too long but for one word", () => {
  const word = fc.stringMatching(/^[a-zé返]{1,30}$/u);
  fc.assert(
    fc.property(fc.array(word, { maxLength: 30 }), fc.integer({ min: 10, max: 80 }), (words, columns) => {
      const broken = wrapped(words.join(" "), columns);
      expect(broken.split(/\s+/).filter((each) => each !== "")).toEqual(words);
      for (const line of broken.split("\n"))
        expect(
          placesOf(line) <= columns || line.split(" ").some((each) => placesOf(each) + 2 > columns),
        ).toBe(true);
    }),
  );
});
