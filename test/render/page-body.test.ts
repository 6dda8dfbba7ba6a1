/** A message's hostile HTML on a page: nothing in it acts, nothing of its words is lost, nothing takes without end. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { attachmentList } from "../../shared/render/attachment-list.ts";
import { bodyHtml } from "../../shared/render/body/page.ts";
import { readBody } from "../../shared/render/body/read-body.ts";
import { imageShower } from "../../shared/render/images.ts";
import type { Attachment, StoredAttachment } from "../../shared/ticket/document.ts";
import { textOf } from "./said.ts";

const PICTURE: Attachment = {
  ...{ foundIn: "Html", status: "stored", path: "attachments/131/1-x.png", size: 3, sha256: "a".repeat(64) },
  ...{ id: null, fileName: "x.png", declaredSize: null, declaredType: null, contentId: null },
  ...{ contentLocation: null, sourceUrl: null, flags: [], extra: {} },
  ...{ firstSeen: "v1", lastSeen: null, listed: true },
};

async function shown(html: string): Promise<string> {
  const { blocks } = await readBody({ html, text: null });
  return bodyHtml(blocks, imageShower([], new Map())).html.markup;
}

describe("a message's HTML on a page", () => {
  test.each([
    ["<script>alert(1)</script>Hi", "Hi"],
    ["<p onclick=alert(1) id=x class=y>Hi</p>", '<p dir="auto">Hi</p>'],
    ["<style>p{color:red}</style>Hi", "Hi"],
    ["<form action=//x.test><input name=a><button>Go</button></form>", "Go"],
    ['<meta http-equiv=refresh content="0;url=//x.test"><base href=//x.test>Hi', "Hi"],
    ["<svg onload=alert(1)><text>Hi</text></svg>", "Hi"],
    ["<p style='position:fixed;background:url(//x.test);color:red;width:expression(1)'>Hi</p>", "color"],
    ["<xmp><img src=x onerror=a()></xmp>", "&lt;img src=x onerror=a()&gt;"],
  ])("keeps the words of %s and nothing that acts", async (html, expected) => {
    const markup = await shown(html);
    expect(markup).toContain(expected);
    expect(markup).not.toMatch(
      /<script|onclick|onload|id=|action|http-equiv|base|svg|position|url\(|expression/,
    );
  });

  test.each([
    ['<img src="https://tracker.test/1.gif">', "[remote image blocked: tracker.test]"],
    ["<img src=logo.png>", "[remote image blocked: no address]"],
    ['<iframe src="//frame.test/x"></iframe>', "[remote frame blocked: frame.test]"],
    ['<embed src="https://o.test/x.swf">', "[remote object blocked: o.test]"],
    ['<img src="cid:unknown@x">', "[inline image not shown: unknown@x]"],
    ['<img src="data:image/svg+xml;base64,AAAA">', "[image embedded in a form that is not shown]"],
    [
      '<img src="https://t.test/1" alt="Pay ] 500 [">',
      "[remote image blocked: t.test; its description: Pay 500]",
    ],
    ['<img src="cid:x] Complete. [">', "[inline image not shown: x Complete.]"],
  ])("marks what it leaves out of %s, and so does the text", async (html, mark) => {
    expect(await shown(html)).toBe(`<p class="line" dir="auto"><span class="blocked">${mark}</span></p>`);
    expect(await textOf(html)).toBe(mark);
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
    "<svg><title></svg>SEEN",
    "<table>SEEN<tr><td>x</table>",
    "<noscript>SEEN</noscript>",
    "<iframe><p>SEEN</p></iframe>",
    "<noembed>SEEN</noembed>",
    "<template>SEEN</template>",
    "<textarea>SEEN</textarea>",
  ])("loses none of the words that some program shows of %s", async (html) => {
    expect(await shown(html)).toContain("SEEN");
    expect(await textOf(html)).toContain("SEEN");
  });

  test("shows what stands in a message as text as text, and characters that turn text around by their code", async () => {
    expect(await shown("<p title='\u202e'>Pay \u202e005 EUR</p>")).toBe(
      '<p dir="auto">Pay [U+202E]005 EUR</p>',
    );
  });

  test("shows a large image once, however often it is named", async () => {
    const large = `data:image/png;base64,${"A".repeat(700_000)}`;
    const dots = '<img src="data:image/png;base64,AAAA">'.repeat(500);
    const markup = await shown(`${`<img src="${large}">`.repeat(4)}${dots}`);
    expect(markup.length).toBeLessThan(1_600_000);
    expect(markup.match(/;base64,AAAA"/g)).toHaveLength(500);
    expect(markup).toContain("[image, not shown again: without a description]");
  });

  // X17
  test.each([
    ["<p>New</p><blockquote>old <blockquote>older</blockquote></blockquote>", "old"],
    ['<p>New</p><div id="divRplyFwdMsg"><b>From:</b> Asha</div><p>old</p>', "From:"],
    [
      "<p>New</p><div style='border:none;border-top:solid #E1E1E1 1.0pt'><p><b>Von:</b> Asha</p></div><p>old</p>",
      "Von:",
    ],
    ['<p>New</p><hr><div id="x_divRplyFwdMsg"><b>发件人：</b> Asha</div><p>old</p>', "<hr>"],
    [
      'New<div class="gmail_quote"><div class="gmail_attr">On 28 Aug Asha wrote:</div><blockquote>old</blockquote></div>',
      "On 28 Aug",
    ],
  ])("folds up the earlier messages that end %s", async (html, first) => {
    const [before, folded] = (await shown(html)).split(
      '<details class="history"><summary>Quoted earlier messages</summary>',
    );
    expect(before).toContain("New");
    expect(folded?.replace(/^<[^>]*>(?=[^<])|^(?:<(?!hr)[^>]*>)+/, "")).toMatch(new RegExp(`^${first}`));
  });

  // X17
  test.each([
    "<blockquote>question</blockquote><p>answer</p>",
    "<blockquote>all of it</blockquote>",
    "<p>New</p><div style='border-top:solid red 1pt'>Regards, Asha</div>",
  ])("leaves %s open, of which some may be new", async (html) => {
    expect(await shown(html)).not.toContain("<details");
  });

  test("shows text in any colour so that it can be read on white and on dark", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 0xffffff }), async (rgb) => {
        const colour = `#${rgb.toString(16).padStart(6, "0")}`;
        const markup = await shown(`<span style="color:${colour}">x</span>`);
        const [, light, dark] = /light-dark\((#[0-9a-f]{6}),(#[0-9a-f]{6})\)/.exec(markup) ?? [];
        if (light === undefined || dark === undefined) return;
        expect(1.05 / (luminance(light) + 0.05)).toBeGreaterThanOrEqual(4.5);
        expect((luminance(dark) + 0.05) / (luminance("#26282d") + 0.05)).toBeGreaterThanOrEqual(4.5);
      }),
    );
  });

  // T8
  test("shows a picture at LeadSquared's host that was archived, however its URL was signed", async () => {
    const sourceUrl = "https://files.example/t/1/x.png";
    const picture = { ...PICTURE, sourceUrl };
    const { blocks } = await readBody({ html: `<img src="${sourceUrl}?X-Amz-Signature=1">`, text: null });
    const { html } = bodyHtml(
      blocks,
      imageShower([picture], new Map([[picture, "data:image/png;base64,AAAA"]])),
    );
    expect(html.markup).toContain('<img src="data:image/png;base64,AAAA" alt="x.png">');
  });

  // T5
  test("says in words why an attachment is doubted", () => {
    const kept = PICTURE as StoredAttachment;
    const reasons = ["page", "size", "of-a-later-program"];
    const doubtful = { ...kept, status: "doubtful" as const, reasons, tries: 1, first: null };
    const { markup } = attachmentList([doubtful], { linkTo: () => undefined, pathOf: (path) => path }) ?? {};
    expect(markup).toContain(
      'it is a web page, XML or JSON where another kind of file was announced <span class="code">page</span>; ' +
        'its size is not the one announced <span class="code">size</span>; <bdi>of-a-later-program</bdi>',
    );
  });

  test("ends where a browser could not lay it out, and says so", async () => {
    const { blocks } = await readBody({ html: `<p>start</p>${"word ".repeat(250_000)}`, text: null });
    const { html, cut } = bodyHtml(blocks, imageShower([], new Map()));
    expect(html.markup.length).toBeLessThan(1_100_000);
    expect(cut).toBe(true);
  });

  test("shows what is nested too deep without its frames, and says so", async () => {
    const html = `${"<blockquote>".repeat(300)}deep${"</blockquote>".repeat(300)}`;
    const { notes } = await readBody({ html, text: null });
    expect((await shown(html)).match(/<blockquote>/g)?.length).toBeLessThan(50);
    expect(await shown(html)).toContain("deep");
    expect(notes).toHaveLength(1);
  });

  test("writes well-formed markup of known tags for anything", async () => {
    const tag =
      /<(\/?)([a-z][a-z0-9]*)((?: (?:class|style|dir|lang|src|alt|width|height|role|aria-label|tabindex|colspan|rowspan)="[^"<>]*")*)>/g;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...PIECES), { maxLength: 30 }), async (pieces) => {
        const markup = await shown(pieces.join(""));
        const open: string[] = [];
        for (const [, slash, name = ""] of markup.matchAll(tag)) {
          expect(KNOWN.has(name)).toBe(true);
          if (slash !== "") expect(open.pop()).toBe(name);
          else if (!VOID.has(name)) open.push(name);
        }
        expect(open).toEqual([]);
        expect(markup.replaceAll(tag, "")).not.toMatch(/[<\0]/);
      }),
      { numRuns: 1_000 },
    );
  });
});

const PIECES = [
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
    "<th>",
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
  ...[
    "<del>",
    "</del>",
    "<mark>",
    "<sup>",
    "<ol start=3>",
    "<li>",
    "</ol>",
    "<div hidden>",
    "</div>",
    "<br>",
    "<pre>",
  ],
];
const VOID = new Set(["img", "br", "hr"]);
const KNOWN = new Set(
  "p pre b i u s del ins mark sup sub code span table caption tbody tr td th div ul ol li blockquote details summary img br hr h4 h5 h6".split(
    " ",
  ),
);

function luminance(colour: string): number {
  const channel = (index: number): number => {
    const value = Number.parseInt(colour.slice(index, index + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}
