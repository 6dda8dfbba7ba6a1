/** source.json is the answer as received, byte by byte, minus signed queries. */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { withoutSignedQueries } from "../../shared/ticket/signed-queries.ts";

const cut = (json: string): string => Buffer.from(withoutSignedQueries(Buffer.from(json))).toString();
const SIGNED = "X-Amz-Security-Token=CANARY&X-Amz-Signature=CANARY";

describe("cutting signed queries", () => {
  it("cuts the query of the documented answer's ContentPath and nothing else", () => {
    const documented = readFileSync(new URL("../sandbox/tickets/143.json", import.meta.url), "utf8");
    const signed = documented.replace(/("ContentPath": "[^"?]*)"/, `$1?${SIGNED}"`);
    expect(signed).not.toBe(documented);
    expect(cut(signed)).toBe(documented.replace(/("ContentPath": "[^"?]*)\?[^"]*"/, '$1"'));
  });

  it.each([
    [
      "any query of a ContentPath",
      '{"ContentPath":"https://h/a?sv=1&se=2"}',
      '{"ContentPath":"https://h/a"}',
    ],
    ["a fragment", '{"ContentPath":"https://h/a#x"}', '{"ContentPath":"https://h/a"}'],
    [
      "a ContentPath spelt with an escape",
      `{"Content\\u0050ath":"https://h/a?x"}`,
      `{"Content\\u0050ath":"https://h/a"}`,
    ],
    ["a ContentPath in any case", '{"contentpath" : "https://h/a?x"}', '{"contentpath" : "https://h/a"}'],
    [
      "a query behind escapes",
      '{"ContentPath":"https:\\/\\/h\\/a\\u003fX=1\\u0026y"}',
      '{"ContentPath":"https:\\/\\/h\\/a"}',
    ],
    [
      "an image in the HTML",
      `{"Html":"<img src=\\"https://h/a.png?w=1&amp;${SIGNED}\\"> text?"}`,
      '{"Html":"<img src=\\"https://h/a.png\\"> text?"}',
    ],
    ["a link in the text", `{"Text":"see https://h/a?${SIGNED} now"}`, '{"Text":"see https://h/a now"}'],
    [
      "an encoded URL in a URL",
      '{"Text":"https://r/?u=https%3A%2F%2Fh%2Fa%3FX-Amz-Signature%3DCANARY"}',
      '{"Text":"https://r/"}',
    ],
    [
      "a Google or Azure signature",
      '{"Text":"https://h/a?sig=CANARY https://h/b?X-Goog-Signature=CANARY"}',
      '{"Text":"https://h/a https://h/b"}',
    ],
  ])("cuts %s", (_, json, expected) => {
    expect(cut(json)).toBe(expected);
  });

  it.each([
    '{"Text":"is this a question? design=1&signature pad"}',
    '{"Html":"<a href=\\"https://shop/?id=7&color=red\\">x</a>"}',
    '{"Id":12345678901234567890, "Id" :1.10, "Text":"\\ud800 \\/ \\u00e9"}\r\n',
    '{"Text":"the word X-Amz-Signature alone"}',
    '{"broken": "json',
    "",
  ])("leaves %s as it is", (json) => {
    expect(cut(json)).toBe(json);
  });

  it("keeps bytes that are not UTF-8", () => {
    const bytes = Buffer.concat([
      Buffer.from('{"Text":"'),
      Buffer.from([0xff, 0xc3, 0x28]),
      Buffer.from('"}'),
    ]);
    expect(Buffer.from(withoutSignedQueries(bytes))).toEqual(bytes);
  });

  it("leaves no canary, however the URL is escaped and wherever it stands", () => {
    const escaped = fc.constantFrom(
      (text: string) => text,
      (text: string) => text.replaceAll("/", "\\/"),
      (text: string) => text.replaceAll("&", "\\u0026").replaceAll("?", "\\u003F"),
      (text: string) => text.replaceAll("&", "&amp;"),
      (text: string) => [...text].map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`).join(""),
    );
    const plain = fc.string({ maxLength: 30 }).map((text) => JSON.stringify(text).slice(1, -1));
    fc.assert(
      fc.property(
        escaped,
        plain,
        plain,
        fc.constantFrom("Html", "Text", "ContentPath", "x"),
        (spell, a, b, key) => {
          const json = `{"${key}":"${a} ${spell(`https://h/a?b=c&${SIGNED}`)} ${b}"}`;
          const left = cut(json);
          expect(JSON.stringify(JSON.parse(left))).not.toContain("CANARY");
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it("takes time in proportion to the length, also for hostile texts", () => {
    const hostile = JSON.stringify({
      Html: "&".repeat(2_000_000),
      Text: `${"?".repeat(500_000)}X-Amz-Signature=x`,
    });
    const started = performance.now();
    cut(hostile);
    expect(performance.now() - started).toBeLessThan(3_000);
  });
});
