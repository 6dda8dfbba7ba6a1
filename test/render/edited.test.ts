/** What was edited or removed at the source, in everything that people read of a ticket. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { messagesCsv } from "../../shared/render/tables.ts";
import { textFiles } from "../../shared/render/texts.ts";
import { exportTranscript } from "../../shared/render/transcript.ts";
import { type Piece, wordDifference } from "../../shared/render/word-difference.ts";
import { cpuClock } from "../cpu-clock.ts";
import {
  attachmentEntry,
  type Entry,
  type RenderedTicket,
  renderedHistory,
  textOf,
} from "./rendered-ticket.ts";

const AT = "2024-08-28T12:00:00";

async function pageOf(answers: readonly (readonly Entry[])[]): Promise<string> {
  const { ticket, open } = await renderedHistory(answers);
  return textOf(exportTranscript(ticket, { zone: "UTC", open }));
}

// T1
describe("a ticket that LeadSquared emptied", () => {
  const answers = [[{ Text: "One", Attachments: [attachmentEntry("a.pdf")] }, { Text: "Two" }], []];

  test("says first that its messages were removed, shows them marked, and lacks nothing", async () => {
    const page = await pageOf(answers);

    expect(page).toMatch(
      /aria-label="Completeness">\n<p><strong>At the source, 2 messages were removed, 1 attachment was removed\.<\/strong>/,
    );
    expect(page).toContain('<a href="#m2">Message 2</a>: not listed by LeadSquared since v2');
    expect(page.match(/<article /g)).toHaveLength(2);
    expect(
      page.match(/<p class="note"><strong>not listed by LeadSquared since v2<\/strong><\/p>/g),
    ).toHaveLength(2);
  });

  test("has texts that begin with what became of it", async () => {
    const [first] = await textsOf(await renderedHistory(answers));

    expect(first).toBe("[not listed by LeadSquared since v2]\n\nOne\n");
  });
});

// T2
describe("a message that was edited", () => {
  const paid = { Id: 7, CreatedOn: AT, Html: "<p>We pay INR 5000 to you.</p><p>Regards</p>" };
  const answers = [
    [paid, { Id: 8, Text: "Ok" }],
    [{ ...paid, Html: "<p>We pay INR 5 to you.</p><p>Regards</p>" }],
  ];

  test("stands behind its earlier wording, and says which words differ", async () => {
    const page = await pageOf(answers);

    expect(page).toContain("<strong>At the source, 1 message was edited, 1 message was removed.</strong>");
    expect(page.indexOf("INR 5000 to you.")).toBeLessThan(page.indexOf("INR 5 to you."));
    expect(page).toContain(
      '<h3 id="m2-edit">Edited at the source: what differs from <a href="#m1">message 1</a>, the earlier wording, v1</h3>',
    );
    expect(page).toContain(
      'We pay INR <del><span class="hidden">[deleted: </span>5000<span class="hidden">]</span></del><ins><span class="hidden">[inserted: </span>5<span class="hidden">]</span></ins> to you.',
    );
  });

  test("stands in texts and tables in each wording", async () => {
    const rendered = await renderedHistory(answers);
    const { ticket } = rendered;
    const texts = await textsOf(rendered);
    const table = messagesCsv.lines(ticket, () => undefined);

    expect(texts).toEqual([
      "[earlier wording, v1]\n\nWe pay INR 5000 to you.\n\nRegards\n",
      "We pay INR 5 to you.\n\nRegards\n",
      "[not listed by LeadSquared since v2]\n\nOk\n",
    ]);
    expect(table.match(/"?earlier wording, v1"?|listed(?: by LeadSquared since v2)?,/g)).toHaveLength(3);
  });

  test.each([
    [{ CreatedOn: "2024-08-28T12:00:01" }, `Time: it was <bdi>${AT}</bdi>.`],
    [{ RelatedActivityType: "OutboundEmail" }, "Type: it was <bdi>InboundEmail</bdi>."],
    [{ CreatedBy: null }, "LeadSquared user: it was <bdi>a443f7b7-"],
    [{ Priority: 1 }, "Fields that are not shown differ"],
    [{ Html: `${paid.Html}<!-- -->` }, "Its words are as they were; how they are written is not."],
  ])("says what else differs than words: %j", async (more, said) => {
    const page = await pageOf([[paid], [{ ...paid, ...more }]]);

    expect(page).toContain(said);
    expect(page).not.toContain("<del>");
  });

  test("that is long shows what differs and the words around it", async () => {
    const around = "The same words again. ".repeat(2_000);
    const page = await pageOf([
      [{ Id: 7, CreatedOn: AT, Text: `${around}yes ${around}` }],
      [{ Id: 7, CreatedOn: AT, Text: `${around}no ${around}` }],
    ]);
    const section = /<section class="edit".*?<\/section>/s.exec(page)?.[0] ?? "";

    expect(section.match(/\[43,\d\d\d characters that are the same\]/g)).toHaveLength(2);
    expect(section.length).toBeLessThan(2_000);
  });

  test("that showed a picture describes it alike in both wordings", async () => {
    const picture = attachmentEntry("p.png", { ContentId: "<p@x>" });
    const entry = { Id: 7, CreatedOn: AT, Html: 'One <img src="cid:p@x">', Attachments: [picture] };
    const { ticket } = await renderedHistory(
      [[entry], [{ ...entry, Html: 'Two <img src="cid:p@x">' }]],
      new Map([["p.png", Buffer.from("x")]]),
    );

    expect(ticket.messages.map(({ text }) => text)).toEqual(["One [image: p.png]", "Two [image: p.png]"]);
  });
});

describe("a comparison by words", () => {
  const marked = (pieces: readonly Piece[]): string =>
    pieces
      .map(({ kind, text }) => (kind === "same" ? text : `${kind === "deleted" ? "-" : "+"}{${text}}`))
      .join("");

  test.each([
    ["We accept no liability.", "We accept liability.", "We accept -{no }liability."],
    ["up to INR 50,000.", "up to INR 5,000.", "up to INR -{50,000}+{5,000}."],
    ["the old and grey cat", "the new and white dog", "the -{old}+{new} and -{grey cat}+{white dog}"],
    ["राम घर गया था", "राम घर आया था", "राम घर -{गया}+{आया} था"],
    ["払います", "払いません", "払いま-{す}+{せん}"],
    ["on 2024-08-28", "on 2024-08-29", "on -{2024-08-28}+{2024-08-29}"],
    ["", "all new", "+{all new}"],
    ["same", "same", "same"],
  ])("of %j and %j", (before, after, expected) => {
    expect(marked(wordDifference(before, after))).toBe(expected);
  });

  test("gives both texts back, whatever they are", () => {
    const texts = fc.array(fc.constantFrom("a", "b", " ", "  ", "\n", "ab", "1,2", "😀", "म", "े"), {
      maxLength: 40,
    });
    const both = fc.tuple(texts, texts);
    fc.assert(
      fc.property(both, ([one, other]) => {
        const [before, after] = [one.join(""), other.join("")];
        const pieces = wordDifference(before, after);
        const without = (kind: Piece["kind"]): string =>
          pieces
            .filter((each) => each.kind !== kind)
            .map(({ text }) => text)
            .join("");
        expect([without("inserted"), without("deleted")]).toEqual([before, after]);
        expect(pieces.every(({ kind, text }, index) => text !== "" && kind !== pieces[index - 1]?.kind)).toBe(
          true,
        );
      }),
    );
  });

  test.each([
    ["other words throughout", "a b ".repeat(1_250_000), "b c ".repeat(1_250_000)],
    ["words that repeat", "a ".repeat(120_000), `${"a b ".repeat(60_000)}`],
    ["one word", "x".repeat(5_000_000), "y".repeat(5_000_000)],
    ["one word within", `${"word ".repeat(500_000)}no ${"word ".repeat(500_000)}`, "word ".repeat(1_000_000)],
  ])("of 5 MB of %s takes a second at most", (_what, before, after) => {
    const spent = cpuClock();
    const pieces = wordDifference(before, after);

    expect(spent()).toBeLessThan(2_000);
    expect(pieces.length).toBeLessThan(5);
  });
});

async function textsOf({ ticket, open }: RenderedTicket): Promise<string[]> {
  const texts: string[] = [];
  for await (const { bytes } of textFiles(ticket, open)) texts.push(Buffer.from(bytes).toString());
  return texts;
}
