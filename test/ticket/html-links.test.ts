/** The addresses in a message's HTML, as browsers read them, in time in proportion to its length. */
import { describe, expect, it } from "vitest";
import { breath } from "../../shared/breath.ts";
import { htmlLinks } from "../../shared/ticket/html-links.ts";
import { cpuClock } from "../cpu-clock.ts";

async function linksIn(html: string): Promise<{ shown: string[]; linked: string[] }> {
  const { shown, linked } = await htmlLinks(html, breath());
  return { shown: [...shown], linked: [...linked] };
}

// T8
describe("addresses", () => {
  it.each([
    ['<img src="https://h/a?b&amp;c&#x3D;d">', ["https://h/a?b&c=d"]],
    ["<IMG SRC=https://h/a?b&c>", ["https://h/a?b&c"]],
    ["<img alt='>' src='\n https://h/\r\na '>", ["https://h/a"]],
    ['<img src="https://h/a"><img src="https://h/a">', ["https://h/a"]],
    ['<td background="cid:a"><video poster=p src=v>', ["cid:a", "p", "v"]],
    ["<p style=\"background: URL( 'https://h/a' )\">", ["https://h/a"]],
    ['<style>a{b:url(https://h/a)}<!-- "c:url("d") --></style><p>url(no)', ["https://h/a", "d"]],
    ['<link rel=stylesheet href=s><svg><image href="i"/></svg>', ["s", "i"]],
  ])("that are shown: %s", async (html, shown) => {
    expect(await linksIn(html)).toEqual({ shown, linked: [] });
  });

  it("that are linked, apart from those that are shown", async () => {
    expect(await linksIn('<a href="https://h/a"><img src=b></a><map><area href=c></map>')).toEqual({
      shown: ["b"],
      linked: ["https://h/a", "c"],
    });
  });

  it.each([
    "<!-- <img src=a> -->",
    '<script>"<img src=a>"</script>',
    "<textarea><img src=a></textarea>",
    "<title><img src=a></title>",
    "no <b>tags</b> with src=a",
    "<img src=a",
  ])("are none where browsers see none: %s", async (html) => {
    expect(await linksIn(html)).toEqual({ shown: [], linked: [] });
  });
});

// T8 T16
describe("time", () => {
  const long = (bit: string, length = 2_000_000): string => bit.repeat(Math.ceil(length / bit.length));

  it.each([
    ["pictures", '<img src="https://h/a">'],
    ["tags that do not end", "<img src="],
    ["quotes that do not end", '<a href="'],
    ["attributes", "<p a"],
    ["many attributes of one tag", `<p ${Array.from({ length: 50_000 }, (_, n) => `a${n}=b`).join(" ")}>`],
    ["brackets", "<"],
    ["references", "&amp"],
    ["styles", '<p style="url(">'],
    ["urls in a style", "url("],
    ["quoted urls in a style", 'url("'],
    ["blanks in a style", `url(${" ".repeat(100)}`],
    ["comments", "<!--"],
    ["one long address", "a"],
  ])("is in proportion to the length for %s", async (_, bit) => {
    const spentMs = cpuClock();
    await linksIn(`<style>${long(bit)}</style><img src="${long(bit)}"><p>${long(bit)}`);
    // The square of such a length would take minutes.
    expect(spentMs()).toBeLessThan(3_000);
  });
});
