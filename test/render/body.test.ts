/** The sanitizer of transcripts and the reading of text out of HTML. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { messageBody } from "../../shared/render/body.ts";
import { htmlText } from "../../shared/render/html-text.ts";
import { cpuClock } from "../cpu-clock.ts";

const shown = (html: string, images = new Map<string, string>()): string =>
  messageBody(html, images).html.markup;

describe("a message's HTML in a transcript", () => {
  test.each([
    ["<script>alert(1)</script>Hi", "Hi"],
    ["<p onclick=alert(1) id=x class=y>Hi</p>", "<p>Hi</p>"],
    ["<style>p{color:red}</style>Hi", "Hi"],
    ["<form action=//x.test><input name=a><button>Go</button></form>", "Go"],
    ['<meta http-equiv=refresh content="0;url=//x.test"><base href=//x.test>Hi', "Hi"],
    ["<svg onload=alert(1)><text>Hi</text></svg>", "Hi"],
    ["<p style='position:fixed;background:url(//x.test);color:red;width:expression(1)'>Hi</p>", "color"],
  ])("keeps the words of %s and nothing that acts", (html, expected) => {
    const markup = shown(html);
    expect(markup).toContain(expected);
    expect(markup).not.toMatch(
      /script|onclick|onload|id=|action|http-equiv|base|svg|position|url\(|expression/,
    );
  });

  test.each([
    ['<img src="https://tracker.test/1.gif">', "[remote image blocked: tracker.test]"],
    ["<img src=logo.png>", "[remote image blocked: no address]"],
    ['<iframe src="//frame.test/x"></iframe>', "[remote frame blocked: frame.test]"],
    ['<embed src="https://o.test/x.swf">', "[remote object blocked: o.test]"],
    ['<img src="cid:unknown@x">', "[inline image not shown: unknown@x]"],
    ['<img src="data:image/svg+xml;base64,AAAA">', "[image embedded in a form that is not shown]"],
  ])("marks what it leaves out of %s", (html, mark) => {
    expect(shown(html)).toBe(`<span class="blocked">${mark}</span>`);
  });

  test.each([
    "<p>a<!-- x --!> SEEN</p>",
    "a<![CDATA[x>SEEN",
    "<style>x</style/>SEEN",
    "<script>x</script/x>SEEN",
    "<xmp>SEEN</xmp>",
    "<xmp><!--</xmp>SEEN",
    "<object>SEEN</object>",
    '<object data="//h.test/x"><p>SEEN</p></object>',
    "<video src=//h.test/v>SEEN</video>",
  ])("loses none of the words that browsers show of %s", (html) => {
    expect(shown(html)).toContain("SEEN");
    expect(htmlText(html)).toContain("SEEN");
  });

  test("says so where a browser may have shown what it cannot tell", () => {
    const { notes } = messageBody("<svg><title></svg>SEEN", new Map());
    expect(notes).toEqual([expect.stringContaining("“svg”")]);
    expect(messageBody("<p>Hi</p>", new Map()).notes).toEqual([]);
  });

  test("shows what is written as text as text", () => {
    expect(shown("<xmp><img src=x onerror=a()></xmp>")).toBe("&lt;img src=x onerror=a()&gt;");
  });

  test("marks what would be in place of an object before its words", () => {
    expect(shown('<object data="https://o.test/x">No <b>player</b></object>')).toBe(
      '<span class="blocked">[remote object blocked: o.test]</span><span>No <b>player</b></span>',
    );
  });

  test("tells the description of an image that is not shown, which cannot end the mark", () => {
    expect(shown('<img src="https://t.test/1" alt="Pay ] 500 [">')).toBe(
      '<span class="blocked">[remote image blocked: t.test; its description: Pay 500 ]</span>',
    );
    expect(shown('<img src="cid:x] Complete. [">')).toBe(
      '<span class="blocked">[inline image not shown: x Complete. ]</span>',
    );
  });

  test("shows a large image once, however often it is named", () => {
    const images = new Map([
      ["large", `data:image/png;base64,${"A".repeat(700_000)}`],
      ["dot", "data:image/png;base64,AAAA"],
    ]);
    const markup = shown('<img src="cid:large"><img src="cid:dot">'.repeat(2_000), images);
    expect(markup.length).toBeLessThan(2_500_000);
    expect(markup.match(/;base64,AAAA"/g)).toHaveLength(2_000);
    expect(markup).toContain("[inline image not shown again: see above]");
  });

  test("shows characters that turn text around by their code", () => {
    expect(shown("<p title='\u202e'>Pay \u202e005 EUR</p>")).toBe("<p>Pay [U+202E]005 EUR</p>");
  });

  test("shows a link as text with its destination, which nobody can follow", () => {
    expect(shown('<a href="https://evil.test/?id=1&amp;x">https://bank.test</a>')).toBe(
      '<span class="link">https://bank.test <span class="to">&lt;https://evil.test/?id=1&amp;x&gt;</span></span>',
    );
  });

  test("does not repeat the destination of a link that says it itself", () => {
    expect(shown('<a href="mailto:a@example.com">a@example.com</a>')).toBe(
      '<span class="link">a@example.com</span>',
    );
  });

  test("shows inline images that it is given, and no other cid", () => {
    const images = new Map([["a@b", "data:image/png;base64,AAAA"]]);
    expect(shown('<img src="cid:a%40b" alt="Logo" width=10 height="20px">', images)).toBe(
      '<img src="data:image/png;base64,AAAA" alt="Logo" width="10" height="20" />',
    );
  });

  test("folds up the quotation that ends a message, and leaves those between answers open", () => {
    const first = shown("<p>New</p><blockquote>old <blockquote>older</blockquote></blockquote>");
    expect(first).toBe(
      '<p>New</p><details class="history"><summary>Quoted earlier messages</summary><blockquote>old <blockquote>older</blockquote></blockquote></details>',
    );
    expect(shown("<blockquote>question</blockquote><p>answer</p>")).not.toContain("<details");
    expect(shown("<blockquote>all of it</blockquote>")).not.toContain("<details");
  });

  test("shows text in any colour dark enough to be read on white", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffffff }), (rgb) => {
        const colour = `#${rgb.toString(16).padStart(6, "0")}`;
        const kept = /color:(#[0-9a-f]{6})/.exec(shown(`<span style="color:${colour}">x</span>`))?.[1] ?? "";
        expect(contrastWithWhite(kept)).toBeGreaterThanOrEqual(4.5);
      }),
    );
  });

  test("cuts HTML that is too long for a page, and says so", () => {
    const { html, notes } = messageBody(`<p>start</p>${"x".repeat(5_000_000)}`, new Map());
    expect(html.markup.length).toBeLessThan(1_100_000);
    expect(notes).toEqual([
      "The message's HTML is too long for a page: its first 1,000,000 of 5,000,012 characters are shown.",
    ]);
  });

  test("flattens deep nesting, and says so", () => {
    const { html, notes } = messageBody(`${"<div>".repeat(500)}deep${"</div>".repeat(500)}`, new Map());
    expect(html.markup).toContain("deep");
    expect(html.markup.match(/<div>/g)?.length).toBe(100);
    expect(notes).toHaveLength(1);
  });

  test.each([
    ["50,000 elements", `${"<div>".repeat(50_000)}deep`],
    ["formatting", `${"<p><b>".repeat(100_000)}deep`],
    ["tables", `${"<table><tr><td>".repeat(30_000)}deep`],
    ["quotations", `${"<blockquote>".repeat(50_000)}deep`],
  ])("shows the text alone of what nests without end (%s), at once", (_, source) => {
    const spentMs = cpuClock();
    const { html, notes } = messageBody(source, new Map());
    expect(html.markup).toBe('<div class="text">deep</div>');
    expect(notes).toHaveLength(1);
    expect(htmlText(source)).toBe("deep");
    expect(spentMs()).toBeLessThan(3_000);
  });

  test("writes well-formed markup of known tags for anything", () => {
    const piece = fc.constantFrom(
      ...[
        "<p>",
        "</p>",
        "<b style=color:red>",
        "</b>",
        "<a href='x'>",
        "</a>",
        "<table>",
        "<td>",
        "</table>",
      ],
      ...[
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<svg>",
        "<style>",
        "</style>",
        "<math>",
        "<mtext>",
        "<img src=x onerror=y>",
      ],
      ...[
        "<noscript>",
        "</noscript>",
        "<xmp>",
        "</xmp>",
        "<textarea>",
        "</textarea>",
        "<blockquote>",
        "</blockquote>",
      ],
      ...[
        "<title>",
        "</title>",
        '"',
        "'",
        ">",
        "<",
        "&lt;script&gt;",
        "&",
        "\0",
        "text",
        "<plaintext>",
        "<template>",
      ],
    );
    const tag =
      /<(\/?)([a-z][a-z0-9]*)((?: (?:class|style|dir|lang|src|alt|width|height)="[^"<>]*")*)( \/)?>/g;
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const markup = shown(pieces.join(""));
        const open: string[] = [];
        for (const [, slash, name = "", , empty] of markup.matchAll(tag)) {
          expect(KNOWN.has(name)).toBe(true);
          if (slash !== "") expect(open.pop()).toBe(name);
          else if (empty === undefined) open.push(name);
        }
        expect(open).toEqual([]);
        expect(markup.replaceAll(tag, "")).not.toMatch(/[<\0]/);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("the text of a message's HTML", () => {
  test("has a line for each block, and what stands in angle brackets", () => {
    const html = "<p>Hi,\r\n  there</p><div>Asha &lt;asha@example.com&gt;<br>second<script>x</script></div>";
    expect(htmlText(html)).toBe("Hi, there\n\nAsha <asha@example.com>\nsecond");
  });
});

const KNOWN = new Set("p b a span table tbody tr td th div blockquote details summary img".split(" "));

function contrastWithWhite(colour: string): number {
  const channel = (index: number): number => {
    const value = Number.parseInt(colour.slice(index, index + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 1.05 / (0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5) + 0.05);
}
