/** The language of questions: what each form means, and what is said of mistakes. */
import { describe, expect, it } from "vitest";
import { QuestionError } from "../../shared/catalogue/question/mistake.ts";
import { parseQuestion } from "../../shared/catalogue/question/parse.ts";
import type { Question } from "../../shared/catalogue/question/tree.ts";
import { fuzz } from "./fuzz-questions.ts";

const ZONE = "Asia/Kolkata";

/** A question as a line that shows how it was understood. */
function shown(question: Question): string {
  switch (question.kind) {
    case "and":
    case "or":
      return `(${question.parts.map(shown).join(` ${question.kind} `)})`;
    case "not":
      return `not ${shown(question.part)}`;
    case "words": {
      const { column, phrase, exact } = question;
      return `${column ?? ""}[${phrase.tokens.join(" ")}${phrase.open ? "*" : ""}${exact ? ` = ${exact.tokens.join(" ")}` : ""}]`;
    }
    case "part":
      return `${question.column ?? ""}[*${question.part}*]`;
    case "near":
      return `${question.column ?? ""}near${question.distance}[${question.phrases.map(({ tokens, open }) => tokens.join(" ") + (open ? "*" : "")).join(" | ")}]`;
    case "fact":
      return `<${question.fact}${question.prefix ? "*" : ""}>`;
    case "span":
      return `${question.field}(${[question.from, question.until].map((time) => (time === null ? "" : new Date(time).toISOString())).join(" .. ")})`;
    case "person":
      return `${question.field}<${question.text}${question.phrase.open ? "*" : ""}>`;
    case "held":
      return `held(${question.matter ?? "any"}, ${question.held})`;
  }
}

const meaning = (question: string, zone = ZONE): string => shown(parseQuestion(question, zone));

describe("a question is understood", () => {
  it.each<[question: string, meaning: string]>([
    ["refund", "[refund]"],
    ["Refund délayed", "([refund] and [delayed])"],
    ['"Bank account"', "[bank account]"],
    ["“bank account”", "[bank account]"],
    ["ORD-2024/00123", "[ord 2024 00123]"],
    ["can't 5,000.00", "([can t] and [5 000 00])"],
    ["the", "[the]"],
    ["refund*", "[refund*]"],
    ['"bank acc"*', "[bank acc*]"],
    ["*fund*", "[*fund*]"],
    ["*返金*", "[返金]"],
    ["返金 東", "([返金] and [東*])"],
    ["=Müller", "[muller = Müller]"],
    ['="Straße 5"', "[strasse 5 = Straße 5]"],
    ['subject:="Straße"', "subject[strasse = Straße]"],
    ["a b OR c d", "(([a] and [b]) or ([c] and [d]))"],
    ["a AND (b OR c)", "([a] and ([b] or [c]))"],
    ["NOT a b", "(not [a] and [b])"],
    ["NOT NOT a", "[a]"],
    ["NOT (a OR b)", "not ([a] or [b])"],
    ["and or not", "([and] and [or] and [not])"],
    ["NEAR(refund delay)", "near10[refund | delay]"],
    ['NEAR(refund, "bank acc"*, 5)', "near5[refund | bank acc*]"],
    ["NEAR(top 5)", "near10[top | 5]"],
    ["NEAR (a)", "([near] and [a])"],
    ["body:NEAR(a b, 0)", "bodynear0[a | b]"],
    ["subject:refund body:(a OR b)", "(subject[refund] and (body[a] or body[b]))"],
    ["file:bill.pdf", "file[bill pdf]"],
    ['status:"On Hold"', "<status=on_hold>"],
    ["status:res* tag:VIP", "(<status=res*> and <tag=vip>)"],
    ["STATUS:(open OR pending)", "(<status=open> or <status=pending>)"],
    ["ticket:#143", "<ticket=143>"],
    ["from:asha@example.com", "from<asha@example.com>"],
    ["customer:Mee*", "customer<Mee*>"],
    ["is:removed has:attachment", "(<is=removed> and <has=attachment>)"],
    ["direction:Inbound channel:portal", "(<direction=inbound> and <channel=portal>)"],
    ["type:application/pdf", "<type=application_pdf>"],
    [`sha256:${"ab".repeat(32)}`, `<sha256=${"ab".repeat(32)}>`],
    ["sha256:ABCDEF01*", "<sha256=abcdef01*>"],
    ["held:no matter:acme-v-us", "(held(any, false) and held(acme-v-us, true))"],
    ["https://example.com/a?b=c", "[https example com a b c]"],
    ["12:30", "[12 30]"],
  ])("%s", (question, expected) => {
    expect(meaning(question)).toBe(expected);
  });
});

describe("dates are in the zone of the question", () => {
  it.each<[question: string, from: string, until: string, zone?: string]>([
    ["sent:2026", "2025-12-31T18:30:00.000Z", "2026-12-31T18:30:00.000Z"],
    ["sent:2026-03", "2026-02-28T18:30:00.000Z", "2026-03-31T18:30:00.000Z"],
    ["sent:2026-03-01", "2026-03-01T00:00:00.000Z", "2026-03-02T00:00:00.000Z", "UTC"],
    ["sent:2026-03-01T09:30", "2026-03-01T04:00:00.000Z", "2026-03-01T04:01:00.000Z"],
    ["sent:2026-03-01T09:30:15Z", "2026-03-01T09:30:15.000Z", "2026-03-01T09:30:16.000Z"],
    ["sent:2026-03-01T09:30+02:00", "2026-03-01T07:30:00.000Z", "2026-03-01T07:31:00.000Z"],
    ["sent:2026-03-01..2026-03-15", "2026-02-28T18:30:00.000Z", "2026-03-15T18:30:00.000Z"],
    ["sent:2026-03..", "2026-02-28T18:30:00.000Z", ""],
    ["sent:..2026-03", "", "2026-03-31T18:30:00.000Z"],
    ["sent:>=2026-03", "2026-02-28T18:30:00.000Z", ""],
    ["sent:>2026-03", "2026-03-31T18:30:00.000Z", ""],
    ["sent:<2026-03", "", "2026-02-28T18:30:00.000Z"],
    ["sent:<=2026-03", "", "2026-03-31T18:30:00.000Z"],
    // A day of 23 hours, one of 25, and one that begins at one o'clock.
    ["sent:2026-03-29", "2026-03-28T23:00:00.000Z", "2026-03-29T22:00:00.000Z", "Europe/Berlin"],
    ["sent:2026-10-25", "2026-10-24T22:00:00.000Z", "2026-10-25T23:00:00.000Z", "Europe/Berlin"],
    ["sent:2018-11-04", "2018-11-04T03:00:00.000Z", "2018-11-05T02:00:00.000Z", "America/Sao_Paulo"],
  ])("%s", (question, from, until, zone = ZONE) => {
    expect(meaning(question, zone)).toBe(`sent(${from} .. ${until})`);
  });
});

describe("a mistake is shown at its place", () => {
  it.each<[question: string, at: number, what: RegExp]>([
    ["", 0, /Nothing is asked/],
    ["refund custmer:12", 7, /no field custmer:.*Did you mean customer:\?/],
    ["Re: refund", 0, /no field Re:/],
    ["nonsense:x", 0, /The fields are subject, body/],
    ["refund (a OR b", 7, /not closed/],
    ["refund) a", 6, /not opened/],
    ["()", 1, /missing here/],
    ['say "bank account', 4, /quotation mark is not closed/],
    ["a AND", 5, /missing here/],
    ["OR a", 0, /missing here/],
    ["a AND OR b", 6, /missing here/],
    ["NOT", 3, /missing here/],
    ["refund -delay", 7, /write NOT/],
    ["re*fund", 0, /A star stands/],
    ["*fund", 0, /A star stands/],
    ["*a*", 0, /two letters/],
    ["a 👍", 2, /no letter or digit/],
    ["status:", 7, /right behind status:/],
    ["status: open", 7, /right behind status:/],
    ["is:deleted", 3, /is: takes is:removed/],
    ["is:removd", 3, /Did you mean is:removed\?/],
    ["sent:march", 5, /A date is/],
    ["sent:2026-02-30", 5, /A date is/],
    ["sent:..", 5, /A date is/],
    ["ticket:abc", 7, /by its number/],
    ["sha256:12", 7, /64 digits/],
    ["status:(a is:edited)", 10, /cannot stand within/],
    ["status:NEAR(a b)", 0, /takes values/],
    ["file:*.pdf", 5, /A star stands/],
    ["NEAR(a)", 0, /two words/],
    ["NEAR(a b", 0, /not closed/],
    ["NEAR(a (b))", 7, /alone/],
    ["(".repeat(51), 50, /at most 50 brackets/],
    ["a ".repeat(2001), 4000, /at most 2,000 words/],
    ["a".repeat(20_001), 20_000, /at most 20,000 characters/],
  ])("%s", (question, at, what) => {
    const error = mistakeIn(question);
    expect(error).toMatchObject({ code: "usage", at });
    expect(error?.what).toMatch(what);
  });

  it("with a caret below it, also where characters are wide or have marks", () => {
    expect(mistakeIn("refund custmer:12")?.message.split("\n").slice(1)).toEqual([
      "  refund custmer:12",
      "         ^",
    ]);
    expect(mistakeIn("返金 पैसे x:1")?.message.split("\n").slice(1)).toEqual(["  返金 पैसे x:1", "          ^"]);
  });

  it("and a long question is shown in part", () => {
    const [, line = "", caret = ""] =
      mistakeIn(`${"word ".repeat(100)}(${" more".repeat(50)}`)?.message.split("\n") ?? [];
    expect(line.length).toBeLessThan(90);
    expect(line[caret.length - 1]).toBe("(");
  });
});

function mistakeIn(question: string): QuestionError | undefined {
  try {
    parseQuestion(question, ZONE);
    return undefined;
  } catch (error) {
    if (error instanceof QuestionError) return error;
    throw error;
  }
}

it("any input is a question or a mistake, within 20 ms", () => {
  const { slowestMs, questions, mistakes } = fuzz("default suite", 5_000);
  expect(questions).toBeGreaterThan(500);
  expect(mistakes).toBeGreaterThan(500);
  expect(slowestMs).toBeLessThan(20);
});
