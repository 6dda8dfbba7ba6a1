/** The tokenizer: words as readers of each script expect to find them. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exactTokensOf, phraseOf, tokensOf } from "../../shared/catalogue/tokens.ts";
import { anyText } from "../any-text.ts";

describe("a text's words", () => {
  it.each<[what: string, text: string, tokens: string[]]>([
    ["case", "Refund REFUND refund", ["refund", "refund", "refund"]],
    [
      "numbers and orders",
      "ORD-2024/00123 can't 5,000.00",
      ["ord", "2024", "00123", "can", "t", "5", "000", "00"],
    ],
    ["no stop words", "to be or not to be", ["to", "be", "or", "not", "to", "be"]],
    ["an address", "asha.rao@example.com", ["asha", "rao", "example", "com"]],
    ["underscores", "SRC_CS_2", ["src", "cs", "2"]],
    ["accents", "Émile naïve façade Ångström", ["emile", "naive", "facade", "angstrom"]],
    ["decomposed accents", "E\u0301mile", ["emile"]],
    ["sharp s", "Straße STRASSE", ["strasse", "strasse"]],
    ["Turkish letters", "İstanbul ısı", ["istanbul", "isi"]],
    ["ligatures and wide letters", "ﬁnal ＲＥＦＵＮＤ", ["final", "refund"]],
    ["soft hyphens and joiners", "re\u00adfund re\u200bfund re\u2060fund", ["refund", "refund", "refund"]],
    ["Greek: accents, and sigma at an end", "Οδός ΟΔΟΣ οδος", ["οδοσ", "οδοσ", "οδοσ"]],
    ["Russian", "Ёлка Й", ["елка", "и"]],
    ["Arabic: vowels, hamza, tatweel", "أُرِيدُ المال الـــدفع", ["اريد", "المال", "الدفع"]],
    ["Persian's joiner", "می\u200cخواهم", ["میخواهم"]],
    ["Hebrew points", "שָׁלוֹם", ["שלום"]],
    ["Hindi: vowel signs are letters", "कृपया पैसे वापस करें", ["कृपया", "पैसे", "वापस", "करें"]],
    [
      "Hindi: nukta in both spellings",
      "\u0958\u0932\u092e \u0915\u093c\u0932\u092e",
      ["\u0915\u093c\u0932\u092e", "\u0915\u093c\u0932\u092e"],
    ],
    ["Tamil", "பணத்தைத் திருப்பி", ["பணத்தைத்", "திருப்பி"]],
    ["Tamil: a vowel of two signs", "கொ க\u0bc6\u0bbe", ["கொ", "கொ"]],
    ["Bengali and Thai", "ফেরত คืนเงิน", ["ফেরত", "คืนเงิน"]],
    ["Japanese as pairs", "返金して", ["返金", "金し", "して", "て"]],
    ["Japanese: half-width and voiced", "ｶﾞﾗｽ", ["ガラ", "ラス", "ス"]],
    ["the long vowel's mark", "カード", ["カー", "ード", "ド"]],
    ["Chinese as pairs", "退款，谢谢", ["退款", "款", "谢谢", "谢"]],
    ["a character beyond 16 bits", "𠮷野", ["𠮷野", "野"]],
    ["scripts without blanks between them", "東京tower退", ["東京", "京", "tower", "退"]],
    ["Korean", "환불 요청", ["환불", "요청"]],
    ["emoji are no words", "👍🏽 thanks ❤️👩‍👩‍👧 done", ["thanks", "done"]],
    ["a number in a key", "1️⃣ ①", ["1", "1"]],
    ["a fraction", "½", ["1", "2"]],
    ["nothing", " \n — … !", []],
  ])("%s", (_, text, tokens) => {
    expect(tokensOf(text)).toEqual(tokens);
  });

  it("of great length are cut into pieces, of which none is lost", () => {
    const tokens = tokensOf(`${"a".repeat(300)} ${"𝒜".repeat(300)}`);
    expect(tokens.map((token) => token.length)).toEqual([128, 128, 44, 128, 128, 44]);
  });

  it("are the same for both forms of Unicode, are found as they are, and hold no sign of a language of queries", () => {
    fc.assert(
      fc.property(anyText(), (text) => {
        const tokens = tokensOf(text);
        expect(tokensOf(text.normalize("NFD"))).toEqual(tokensOf(text.normalize("NFC")));
        for (const token of tokens) {
          expect(tokensOf(token)[0]).toBe(token);
          expect(token).not.toMatch(/[\s"'*()^:={}+,-]/);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("take time in proportion to the text", () => {
    const text = "क्षि\u0301\u200d東é".repeat(100_000);
    const started = performance.now();
    tokensOf(text);
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

describe("a phrase", () => {
  it.each<[text: string, phrase: ReturnType<typeof phraseOf>]>([
    ["bank account", { tokens: ["bank", "account"], open: false }],
    ["返金", { tokens: ["返金"], open: false }],
    ["返金して", { tokens: ["返金", "金し", "して"], open: false }],
    ["返", { tokens: ["返"], open: true }],
    ["東京 返", { tokens: ["東京", "京", "返"], open: true }],
    ["order 返金", { tokens: ["order", "返金"], open: false }],
    ["👍", undefined],
  ])("%s", (text, phrase) => {
    expect(phraseOf(text)).toEqual(phrase);
  });
});

it("exact words keep accents and case, and nothing that is not seen", () => {
  expect(exactTokensOf("Re\u00adfund E\u0301mile ΟΔΟΣ 返金")).toEqual([
    "Refund",
    "Émile",
    "ΟΔΟΣ",
    "返金",
    "金",
  ]);
});
