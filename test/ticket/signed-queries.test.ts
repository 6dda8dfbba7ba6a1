/** source.json is the answer as received, byte by byte, minus signed queries. */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { withoutSignedQueries } from "../../shared/ticket/signed-queries.ts";
import { cpuClock } from "../cpu-clock.ts";

const cut = (json: string): string => Buffer.from(withoutSignedQueries(Buffer.from(json))).toString();
const A_PATH = '{"ContentPath":"https://h/a"}';
const SIGNED = "X-Amz-Security-Token=CANARY&X-Amz-Signature=CANARY";

describe("cutting signed queries", () => {
  it("cuts the query of the documented answer's ContentPath and nothing else", () => {
    const documented = readFileSync(new URL("../../cli/sandbox/tickets/143.json", import.meta.url), "utf8");
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
    ["a ContentPath's query that begins with &", `{"ContentPath":"https://h/a&${SIGNED}"}`, A_PATH],
    ["a ContentPath's query that begins with ;", `{"ContentPath":"https://h/a;${SIGNED}"}`, A_PATH],
    [
      "a ContentPath's query that is percent-encoded",
      '{"ContentPath":"https://h/a%3FX-Amz-Signature%3DCANARY"}',
      A_PATH,
    ],
    ["a ContentPath's user", '{"ContentPath":"https://me:CANARY@h/a?x=1"}', A_PATH],
    [
      "the values of keys",
      '{"X-Amz-Signature" : "CANARY, all","x-amz-security-token":"","List":["X-Amz-Signature","x"]}',
      '{"X-Amz-Signature" : "","x-amz-security-token":"","List":["X-Amz-Signature","x"]}',
    ],
    ["a signed URL as a key", `{"https://h/a?${SIGNED}":1}`, '{"https://h/a":1}'],
  ])("cuts %s", (_, json, expected) => {
    expect(cut(json)).toBe(expected);
  });

  it.each([
    '{"Text":"is this a question? design=1&signature pad"}',
    '{"Html":"<a href=\\"https://shop/?id=7&color=red\\">x</a>"}',
    '{"Id":12345678901234567890, "Id" :1.10, "Text":"\\ud800 \\/ \\u00e9"}\r\n',
    '{"Text":"the word X-Amz-Signature alone"}',
    '{"Text":"https://h/a?X-Amz-Signature="}',
    '{"Text":"X-Amz-Signature:\\r\\nis the name of a header"}',
    '{"ContentPath":null,"is this kept?":"yes?","ContentPath":["a?b"],"c?d":{"ContentPath":1},"e":"f?g"}',
    '{"Html":"a&quot;sig=x &nbsp;sig=y 5&lt;sig=z"}',
    '{"ContentPath":"https://h/a@b//c@d"}',
    '{"broken": "json',
    "",
  ])("leaves %s as it is", (json) => {
    expect(cut(json)).toBe(json);
  });

  const long = "0123456789abcdefCANARY";
  it.each([
    ["HTML's hexadecimal references", "https://h/a?X-Amz-Signature&#x3D;CANARY", "https://h/a"],
    ["HTML's decimal references", "https://h/a?b&#61;c&#38;X-Amz-Signature&#061;CANARY", "https://h/a"],
    [
      "HTML's named references",
      "https://h/a&quest;X-Amz-Signature&equals;CANARY&nbsp;more",
      "https://h/a&nbsp;more",
    ],
    ["HTML escaped twice", "https://h/a?b=c&amp;amp;X-Amz-Signature&amp;#x3D;CANARY", "https://h/a"],
    ["an escaped hyphen", "https://h/a?X%2DAmz%2DSignature=CANARY", "https://h/a"],
    [
      "JSON's escapes",
      String.raw`{"u":"https:\/\/h\/a?b\u003dc\u0026X-Amz-Signature\u003dCANARY"}`,
      String.raw`{"u":"https:\/\/h\/a"}`,
    ],
    [
      "JSON's escapes of everything",
      String.raw`https://h/a\u003F\u0058-\u0041mz-Signature\u003dCANARY`,
      "https://h/a",
    ],
    ["JSON", '{"X-Amz-Signature": "CANARY", "Text": "kept"}', '{"X-Amz-Signature": "", "Text": "kept"}'],
    [
      "JSON with escaped quotes",
      String.raw`{\u0022X-Amz-Signature\u0022:\u0022CANARY\u0022}`,
      String.raw`{\u0022X-Amz-Signature\u0022:\u0022\u0022}`,
    ],
    [
      "JSON in HTML",
      "{&quot;X-Amz-Credential&quot;:&quot;CANARY&quot;,&quot;a&quot;:1}",
      "{&quot;X-Amz-Credential&quot;:&quot;&quot;,&quot;a&quot;:1}",
    ],
    [
      "a ContentPath in JSON",
      '{"ContentPath": "https://me@h/a?CANARY", "b": "c?"}',
      '{"ContentPath": "https://h/a", "b": "c?"}',
    ],
    ["Python", "{'X-Amz-Signature': 'CANARY', 'a': 'b'}", "{'X-Amz-Signature': '', 'a': 'b'}"],
    ["headers", `x-amz-security-token: CANARY\r\nHost: h`, "\r\nHost: h"],
    ["assignments", 'X-Amz-Signature = CANARY X-Amz-Signature="CANARY"', ' X-Amz-Signature=""'],
    [
      "quoted-printable",
      `https://h/a?X-Amz-Expires=3D1&X-Amz-Signa=\r\nture=3DCAN=\r\nARY\r\nBye`,
      "https://h/a\r\nBye",
    ],
    ["a wrap before the value", "https://h/a?X-Amz-Signature=\r\nCANARY\r\nbye", "https://h/a\r\nbye"],
    [
      "wraps in a token",
      `https://h/a?X-Amz-Security-Token=AAAA\n${long}\nCANARY%2F&X-Amz-Date=1\nbye`,
      "https://h/a\nbye",
    ],
    [
      "wraps in a signature",
      "https://h/a?X-Amz-Signature=ab\r\n0123456789abcdef0123\r\nbye",
      "https://h/a\r\nbye",
    ],
    [
      "wraps in JSON",
      `{"X-Amz-Security-Token":"AAAA\r\n${long}","a":1}`,
      '{"X-Amz-Security-Token":"","a":1}',
    ],
    [
      "a space before the equals sign of a later parameter",
      "https://h/a?X-Amz-Date=1&X-Amz-Credential=b&X-Amz-Signature = CANARY",
      "https://h/a",
    ],
  ])(
    "cuts in %s, as a text in JSON, in JSON within JSON and as text that is no JSON",
    (_, text, expected) => {
      expect(cut(text)).toBe(expected);
      expect(cut(JSON.stringify({ Text: text }))).toBe(JSON.stringify({ Text: expected }));
      expect(cut(JSON.stringify(JSON.stringify({ Text: text })))).toBe(
        JSON.stringify(JSON.stringify({ Text: expected })),
      );
    },
  );

  it.each([
    [
      "an unescaped quote",
      `{"Text":"a 5" pipe","ContentPath":"https://h/a?${SIGNED}"}`,
      '{"Text":"a 5" pipe","ContentPath":"https://h/a"}',
    ],
    [
      "an escaped URL behind it",
      String.raw`{"Text":"a 5" pipe","Url":"https:\/\/h\/a?b\u0026X-Amz-Signature\u003dCANARY"}`,
      String.raw`{"Text":"a 5" pipe","Url":"https:\/\/h\/a"}`,
    ],
    [
      "a page",
      `<html><a href='https://h/a?b&amp;${SIGNED}'>it's</a>`,
      "<html><a href='https://h/a'>it's</a>",
    ],
    ["a cut answer", '{"a":[{"ContentPath":"https://h/a?sv=CANARY', '{"a":[{"ContentPath":"https://h/a'],
    [
      "what becomes JSON by the cut",
      `{"X-Amz-Signature":"it's"}X-Amz-Signature=abc`,
      '{"X-Amz-Signature":""}',
    ],
  ])("cuts in bytes that are no JSON: %s", (_, text, expected) => {
    expect(cut(text)).toBe(expected);
  });

  it.each([
    `链接：https://h/a?${SIGNED}。请查看附件，谢谢`,
    `[file](https://h/a?${SIGNED})important-words`,
    `voir https://h/a?${SIGNED}à\u0085plus\u00a0tard`,
    `See https://h/a?${SIGNED}. Then pay, please.`,
    `{https://h/a?${SIGNED}}|[https://h/b?${SIGNED}]`,
    `&ldquo;https://h/a?${SIGNED}&rdquo;&nbsp;he said`,
    `https://h/a?${SIGNED}\r\nRegards\r\nInternationalization`,
    `https://h/a?${SIGNED}\r\nDE89370400440532013000`,
    `https://h/a?${SIGNED}\r\nhttps://h/b/0123456789abcdefABCDEF`,
    `https://h/a?${SIGNED}\r\n4111111111111111`,
  ])("keeps the text around a URL: %s", (text) => {
    const expected = text.replaceAll(`?${SIGNED}`, "");
    expect(cut(text)).toBe(expected);
    expect(cut(JSON.stringify({ Html: text }))).toBe(JSON.stringify({ Html: expected }));
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

  const bits = fc.constantFrom(
    ...[
      "X-Amz-Signature",
      "x-goog-credential",
      "ContentPath",
      "ontentPath",
      "X-Amz-Sig",
      "nature",
      "sig",
      "&sig=",
    ],
    ...[
      "=",
      "=",
      "?",
      "&",
      ";",
      "#",
      "%3F",
      "%3D",
      "%22",
      "&amp;",
      "&#x3D;",
      "&quot;",
      "&#34;",
      "&nbsp;",
      "amp;",
    ],
    ...[
      String.raw`\u003d`,
      String.raw`\u0026`,
      String.raw`\u0022`,
      String.raw`\u00eC`,
      "\\",
      "\\\\",
      "\\n",
      "\\/",
    ],
    ...[
      '"',
      '\\"',
      "'",
      ":",
      '":"',
      '": "',
      " ",
      "\t",
      "\n",
      "\r\n",
      "=\r\n",
      ".",
      ",",
      ")",
      "(",
      "<",
      ">",
      "{",
      "}",
    ],
    ...[
      "https://",
      "u:p@",
      "/",
      "@",
      "a",
      "0123456789abcdefABCDEF",
      "&X-Amz-Date=1",
      '{"ContentPath":"',
      "null,",
    ],
    ...["é", "链", "。", "😀", "\u00a0", "\u0085", "\ufeff"],
  );
  const texts = fc.array(bits, { maxLength: 12 }).map((some) => some.join(""));
  const answers = fc
    .tuple(
      fc.array(
        fc.oneof(
          texts,
          fc.record({
            ContentPath: texts,
            "X-Amz-Signature": texts,
            Text: texts.map((text) => JSON.stringify({ text })),
          }),
          fc.dictionary(texts, fc.oneof(texts, fc.constantFrom(null, 1)), { maxKeys: 3 }),
        ),
        { maxLength: 3 },
      ),
      fc.constantFrom("/", "&", "=", "X", "é", "\u0000"),
    )
    .map(([answer, escaped]) =>
      JSON.stringify(answer).replaceAll(escaped, `\\u${escaped.charCodeAt(0).toString(16).padStart(4, "0")}`),
    );
  const strings = (json: string): string[] => json.match(/"(?:[^"\\]|\\.)*"/gu) ?? [];

  it("gives back its own output as it is, and UTF-8 as UTF-8, for any text", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          texts,
          answers,
          texts.map((text) => `{"a":"${text}"}`),
        ),
        (text) => {
          const left = Buffer.from(withoutSignedQueries(Buffer.from(text)));
          expect(Buffer.from(left.toString())).toEqual(left);
          expect(Buffer.from(withoutSignedQueries(left))).toEqual(left);
        },
      ),
      { numRuns: 5_000 },
    );
  });

  it("makes strings shorter and leaves all else of JSON as it is", () => {
    fc.assert(
      fc.property(answers, (json) => {
        const left = cut(json);
        expect(() => JSON.parse(left)).not.toThrow();
        expect(left.replaceAll(/"(?:[^"\\]|\\.)*"/gu, '""')).toBe(
          json.replaceAll(/"(?:[^"\\]|\\.)*"/gu, '""'),
        );
        const before = strings(json);
        expect(strings(left).every((string, index) => isWithin(string, before[index] ?? ""))).toBe(true);
      }),
      { numRuns: 3_000 },
    );
  });

  it.each([
    ["ampersands", `${"&".repeat(500_000)}X-Amz-Signature=x`],
    ["question marks", `${"?".repeat(500_000)}X-Amz-Signature=x`],
    ["backslashes", "\\".repeat(250_000)],
    ["names", `${"X-Amz-Signature".repeat(25_000)}?X-Amz-Signature=x`],
    ["parameters", "X-Amz-Signature=".repeat(25_000)],
    [
      "names that a cut brings to a value",
      `${"X-Amz-Signature?".repeat(25_000)}sig=x${" = x".repeat(25_000)}`,
    ],
    ["signed URLs", "https://h/a?X-Amz-Signature=x ".repeat(20_000)],
    ["one long query", `?X-Amz-Signature=${"a.".repeat(250_000)}`],
    ["lines of a token", `?X-Amz-Signature=a${"\r\n0123456789abcdefABCDEF".repeat(20_000)}`],
    ["lines that are none", `?X-Amz-Signature=a\n${"b".repeat(5_000)} `.repeat(200)],
    ["open quotes", `"X-Amz-Signature":"a `.repeat(25_000)],
    ["users", `"ContentPath":"https://${"a@".repeat(250_000)}"`],
  ])("takes time in proportion to the length for %s, in JSON or not", (_, text) => {
    const spentMs = cpuClock();
    cut(text);
    cut(JSON.stringify({ Text: text, ContentPath: text }));
    // The square of such a length would take a minute.
    expect(spentMs()).toBeLessThan(2_000);
  });
});

/** Whether `part` is `whole` with some characters left out. */
function isWithin(part: string, whole: string): boolean {
  let at = 0;
  for (let index = 0; index < whole.length; index += 1) if (whole[index] === part[at]) at += 1;
  return at === part.length;
}
