/** Page and text of over 200 messages say the same words in the same order; what Chromium makes of the pages: test/browser. */
import { describe, expect, test } from "vitest";
import { breath } from "../../shared/breath.ts";
import { bodyHtml } from "../../shared/render/body/page.ts";
import { readBody } from "../../shared/render/body/read-body.ts";
import { bodyText } from "../../shared/render/body/text.ts";
import { describeImage, imageShower } from "../../shared/render/images.ts";
import { CORPUS } from "./corpus/corpus.ts";
import { wordsOfMarkup, wordsOfText } from "./corpus/words.ts";

test("the corpus has more than 200 messages", () => {
  expect(new Set(CORPUS.map(({ html }) => html)).size).toBeGreaterThan(200);
});

// X1 to X9
describe("page and text of a message", () => {
  test.each(CORPUS.map(({ name, html }) => [name, html]))("(%s) say the same words", async (_, html = "") => {
    const { blocks, notes } = await readBody({ html, text: null });
    const page = bodyHtml(blocks, imageShower([], new Map())).html.markup;
    const text = await bodyText(blocks, (image) => describeImage(image, []), breath());

    expect(wordsOfMarkup(page)).toEqual(wordsOfText(text));
    expect(notes).toEqual([]);
    expect(text).not.toMatch(/1,2503,400|500700|comlegal|\[hidden by the sender: \]/);
  });
});
