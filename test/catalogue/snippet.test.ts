/** Snippets: what was found is marked in the text as it was written, in one line that is not too long. */
import { expect, it } from "vitest";
import { parseQuestion } from "../../shared/catalogue/question/parse.ts";
import { resolveQuestion } from "../../shared/catalogue/question/resolve.ts";
import { snippetOf, soughtIn } from "../../shared/catalogue/snippet.ts";
import { widthOf } from "../../shared/text-width.ts";

async function snippet(question: string, text: string, width = 80): Promise<string> {
  const none = { people: undefined, holds: async () => new Map() };
  const resolved = await resolveQuestion(parseQuestion(question, "UTC"), none);
  const pieces = snippetOf(text, soughtIn(resolved), width);
  return pieces.map((piece) => (piece.marked ? `<${piece.text}>` : piece.text)).join("");
}

it.each<[question: string, text: string, snippet: string]>([
  ["refund", "Please REFUND me", "Please <REFUND> me"],
  ["refund", "re\u00adfund\n\nand\trefunds", "<re\u00adfund> and refunds"],
  ["refund*", "refunds, refunded", "<refunds>, <refunded>"],
  ["*fund*", "funds are refunded", "<funds> are <refunded>"],
  ['"bank account"', "my bank–account is a bank", "my <bank–account> is a bank"],
  ["muller", "Müller", "<Müller>"],
  ["=muller", "Müller muller", "Müller <muller>"],
  ["पैसे", "मेरे पैसे वापस", "मेरे <पैसे> वापस"],
  ["返金し", "すぐ返金してください", "すぐ<返金し>てください"],
  ["金", "返金", "返<金>"],
  ["東京 tower", "東京tower", "<東京><tower>"],
  ["a NOT b", "a b", "<a> b"],
  ["NEAR(one two)", "one or two", "<one> or <two>"],
  ["status:open", "one two", "one two"],
])("%s in %s", async (question, text, expected) => {
  expect((await snippet(question, text)).replaceAll("><", "")).toBe(expected.replaceAll("><", ""));
});

it("is around the first that was found, and as wide as was asked for", async () => {
  for (const filler of ["words and words ", "返金してください", "👍🏽 ", "पैसे "]) {
    const text = `${filler.repeat(200)}needle ${filler.repeat(200)}`;
    const found = await snippet("needle", text, 60);
    const plain = found.replace(/[<>]/g, "");
    expect(found).toMatch(/^…[^…]*<needle>.*…$/u);
    expect([...plain].reduce((sum, character) => sum + widthOf(character), 0)).toBeLessThanOrEqual(60);
  }
});

it("is the beginning where nothing is marked", async () => {
  expect(await snippet("status:open", "word ".repeat(100), 20)).toBe("word word word wor…");
});
