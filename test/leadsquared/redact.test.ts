/** source.json is the answer as received, byte by byte, minus what LeadSquared signed for us and the account's keys. */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { redact } from "../../shared/leadsquared/redact.ts";
import { cpuClock } from "../cpu-clock.ts";

const HOST = "service-cloud-tenant-data-prod-in.s3.ap-south-1.amazonaws.com";
const QUERY = "X-Amz-Security-Token=CANARY&X-Amz-Signature=CANARY";
const KEYS = ["canary$Access/Key", "canary+Secret&Key%41="];
const SECRETS = { attachmentHosts: ["service-cloud-tenant-data-*.s3.*.amazonaws.com"], keys: KEYS };

async function cut(text: string): Promise<string> {
  return Buffer.from((await redact(Buffer.from(text), SECRETS)).bytes).toString();
}

/** A text as a string of JSON holds it. */
const inJson = (text: string): string => JSON.stringify({ Text: text });

describe("queries of URLs at attachment hosts", () => {
  it("are all that is cut of the documented answer", async () => {
    const documented = readFileSync(new URL("../../cli/sandbox/tickets/143.json", import.meta.url), "utf8");
    const signed = documented.replace(/(?<="ContentPath": ")[^"]*/, `https://${HOST}/t/1/a?${QUERY}`);
    expect(signed).toContain(QUERY);
    expect(await cut(signed)).toBe(signed.replace(`?${QUERY}`, ""));
  });

  // [where, text, what is left]; each is also tried as a text in JSON, and in JSON within JSON.
  it.each([
    ["a text", `see https://${HOST}/t/%23143/a?${QUERY} now`, `see https://${HOST}/t/%23143/a now`],
    [
      "an image",
      `<img src="https://${HOST}/a.png?w=1&amp;X-Amz-Signature=x">`,
      `<img src="https://${HOST}/a.png">`,
    ],
    ["single quotes", `<a href='https://${HOST}/a?${QUERY}'>x</a>`, `<a href='https://${HOST}/a'>x</a>`],
    ["capitals", `HTTPS://${HOST.toUpperCase()}/a?X`, `HTTPS://${HOST.toUpperCase()}/a`],
    ["a user, a port and a final dot", `https://u:p@${HOST}.:443/a?X`, `https://u:p@${HOST}.:443/a`],
    ["no scheme and no path", `//${HOST}?X ${HOST}/a?X`, `//${HOST} ${HOST}/a`],
    [
      "HTML's references",
      `https&colon;&#x2F;&#47;${HOST}/a&quest;X&#x3D;1&amp;amp;Y`,
      `https&colon;&#x2F;&#47;${HOST}/a`,
    ],
    [
      "letters spelt in three ways",
      `https://%73ervice${HOST.slice(7).replace(".", "&#46;")}/a?X`,
      `https://%73ervice${HOST.slice(7).replace(".", "&#46;")}/a`,
    ],
    [
      "another URL's query",
      `https://r/?u=https%3A%2F%2F${HOST}%2Fa%2520b%3FX%3D1%26Y%3D2&z=3`,
      `https://r/?u=https%3A%2F%2F${HOST}%2Fa%2520b&z=3`,
    ],
    [
      "a query within two others",
      `u=https%253A%252F%252F${HOST}%252Fa%253FX%253D1%20and`,
      `u=https%253A%252F%252F${HOST}%252Fa%20and`,
    ],
    ["an encoded question mark", `https://${HOST}/a%3Fb?X`, `https://${HOST}/a%3Fb`],
    ["brackets of its own", `https://${HOST}/a(1).png?n=a(1).png&${QUERY}`, `https://${HOST}/a(1).png`],
    ["encoded quotes and blanks", `https://${HOST}/a?n=%22a%20b%22&${QUERY}`, `https://${HOST}/a`],
  ])("are cut in %s", async (_, text, left) => {
    expect(await cut(text)).toBe(left);
    expect(await cut(inJson(text))).toBe(inJson(left));
    expect(await cut(inJson(inJson(text)))).toBe(inJson(inJson(left)));
  });

  it.each([
    ["escaped slashes", (text: string) => text.replaceAll("/", "\\/")],
    [".NET's escapes", (text: string) => text.replaceAll("&", "\\u0026").replaceAll("?", "\\u003F")],
    ["escapes of every letter", (text: string) => text.replaceAll(/./gs, (c) => `\\u${hex(c)}`)],
  ])("are cut in JSON with %s", async (_, spell) => {
    const json = (url: string): string => `{"ContentPath":"${spell(url)}","b":"c?d"}`;
    expect(await cut(json(`https://${HOST}/a?b=c&${QUERY}`))).toBe(json(`https://${HOST}/a`));
  });

  it.each([
    `链接：https://${HOST}/a?${QUERY}。请查看附件，谢谢`,
    `[file](https://${HOST}/a?${QUERY})important-words`,
    `voir https://${HOST}/a?${QUERY}à\u0085plus\u00a0tard`,
    `(https://${HOST}/a?${QUERY}). See https://${HOST}/a?${QUERY}. Then pay, please. Is it https://${HOST}/a?`,
    `{https://${HOST}/a?${QUERY}}|[https://${HOST}/b?${QUERY}]`,
    `&ldquo;https://${HOST}/a?${QUERY}&rdquo;&nbsp;he said &quot;https://${HOST}/a?${QUERY}&quot;`,
    `https://${HOST}/a?${QUERY}\r\nDE89370400440532013000`,
    `{"Text":"a 5" pipe","ContentPath":"https://${HOST}/a?${QUERY}"} is no JSON`,
  ])("leave the text around them: %s", async (text) => {
    const left = text.replaceAll(`?${QUERY}`, "");
    expect(await cut(text)).toBe(left);
    expect(await cut(inJson(text))).toBe(inJson(left));
  });

  // T11
  it("keep the versionId that tells two files apart", async () => {
    expect(
      await cut(`https://${HOST}/a?versionId=1&${QUERY} https://${HOST}/a?${QUERY}&versionId=2, or`),
    ).toBe(`https://${HOST}/a?versionId=1 https://${HOST}/a?versionId=2, or`);
  });

  // T23
  it("are cut for the hosts that a ContentPath names, where the settings do not know them", async () => {
    const json = (query: string): string =>
      `{"Html":"<img src=\\"https://other.example/b${query}\\"> https://third.example/?sig=1","ContentPath" : "https://other.example/a${query}"}`;
    expect(await cut(json("?sig=CANARY"))).toBe(json(""));
  });

  it("are cut of a ContentPath that is no URL", async () => {
    expect(await cut(`{"ContentPath":"my file (1).png?n=a \\"b\\"&${QUERY}","b":"c?d"}`)).toBe(
      '{"ContentPath":"my file (1).png","b":"c?d"}',
    );
  });

  // T17
  it.each([
    "https://x.example/?sig=abc&Signature=def and https://x.blob.core.windows.net/a?sv=1&sig=abc",
    `https://my-bucket.s3.ap-south-1.amazonaws.com/a?${QUERY}`,
    `https://evil-${HOST}/a?${QUERY} https://${HOST}.evil.example/?a=b`,
    `"X-Amz-Signature": "abc", X-Amz-Signature=abc, and the word ${HOST} alone. Is it?`,
    '{"Id":12345678901234567890, "Id" :1.10, "Text":"\\ud800 \\/ \\u00e9"}\r\n',
    '{"ContentPath":null,"is this kept?":"yes?"}',
    "",
  ])("are all: %s stays to the byte", async (text) => {
    expect(await cut(text)).toBe(text);
    expect(await cut(inJson(text))).toBe(inJson(text));
  });

  it("leave bytes that are not UTF-8 as they are", async () => {
    const bytes = Buffer.from([0x22, 0xff, 0xc3, 0x28, 0x00, 0x22]);
    expect((await redact(bytes, SECRETS)).bytes).toEqual(bytes);
  });

  it("are cut of any mixture so that only strings of JSON get shorter", async () => {
    const url = fc.constantFrom(
      `https://${HOST}/a`,
      `https://${HOST}/a?`,
      HOST,
      `https%3A%2F%2F${HOST}%2Fa%3F`,
    );
    const bits = fc.constantFrom(
      ..."? & ; # %3F %22 &amp; &quot; &#x3D; . , ) ( < > { } ' \" \\ / a X-Amz-Signature=CANARY é 链 \ud800".split(
        " ",
      ),
      " ",
      "\n",
    );
    const text = fc.array(fc.oneof(url, bits), { maxLength: 14 }).map((parts) => parts.join(""));
    await fc.assert(
      fc.asyncProperty(fc.dictionary(text, fc.oneof(text, text.map(inJson))), async (answer) => {
        const json = JSON.stringify(answer);
        const left = await cut(json);
        expect(() => JSON.parse(left)).not.toThrow();
        expect(left.replaceAll(/"(?:[^"\\]|\\.)*"/gu, '""')).toBe(
          json.replaceAll(/"(?:[^"\\]|\\.)*"/gu, '""'),
        );
      }),
      { numRuns: 2_000 },
    );
  });
});

// T10
describe("the account's keys", () => {
  const echoed = (spell: (key: string) => string) =>
    `{"Debug":{"headers":{"x-lsq-access-key":"${spell(KEYS[0] ?? "")}","x-lsq-secret-key":"${spell(KEYS[1] ?? "")}"}}}`;

  it.each([
    ["as they are", (key: string) => key],
    [
      "with .NET's escapes",
      (key: string) => key.replaceAll(/[&+/]/g, (char) => `\\u00${hex(char).slice(2).toUpperCase()}`),
    ],
    ["with escaped slashes", (key: string) => key.replaceAll("/", "\\/")],
    ["with references", (key: string) => key.replaceAll("&", "&amp;").replaceAll("+", "&#43;")],
    ["percent-encoded", encodeURIComponent],
  ])("are cut out of an answer that echoes them %s, and counted", async (_, spell) => {
    const { bytes, keys } = await redact(Buffer.from(echoed(spell)), SECRETS);
    expect(Buffer.from(bytes).toString()).toBe(echoed(() => ""));
    expect(keys).toBe(2);
  });

  it("are told by their case, and are none when they are shorter than any key", async () => {
    const text = '{"a":"CANARY$ACCESS/KEY","b":"key"}';
    expect(
      Buffer.from((await redact(Buffer.from(text), { ...SECRETS, keys: [...KEYS, "key"] })).bytes).toString(),
    ).toBe(text);
  });
});

// T16
describe("time", () => {
  const long = (bit: string, length = 4_000_000): string => bit.repeat(Math.ceil(length / bit.length));

  it.each([
    ["signatures and dots", `X-Amz-Signature=a${".".repeat(65)}`],
    ["backslashes", "\\"],
    ["ampersands", "&amp;"],
    ["percent signs", "%25"],
    ["hosts", `https://${HOST}/`],
    ["signed URLs", `https://${HOST}/a?b `],
    ["labels", `service-cloud-tenant-data-${"a".repeat(60)}`],
    ["long paths", `https://${HOST}/${"a".repeat(5_000)} `],
    ["beginnings of a key", "canary$Access/"],
    ["keys", '"ContentPath"'],
    ["entries", '"ContentPath":"'],
    ["hosts behind what is encoded in two ways", "0%253fservice-cloud-tenant-data-"],
  ])("is in proportion to the length for %s", async (_, bit) => {
    const spentMs = cpuClock();
    await cut(long(bit));
    // The square of such a length would take minutes.
    expect(spentMs()).toBeLessThan(2_000);
  });

  it("is shared with others: timers go on while a long answer is searched", async () => {
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
    }, 1);
    await cut(long(`https://${HOST}/a?b `, 64_000_000));
    clearInterval(timer);
    expect(turns).toBeGreaterThan(2);
  });
});

function hex(char: string): string {
  return char.charCodeAt(0).toString(16).padStart(4, "0");
}
