/** Throws made-up questions at the parser: some nearly right, some any characters, some as long as they may be. */
import { type Random, seededRandom } from "../../cli/sandbox/random.ts";
import { LIMITS } from "../../shared/catalogue/question/lexer.ts";
import { QuestionError } from "../../shared/catalogue/question/mistake.ts";
import { parseQuestion } from "../../shared/catalogue/question/parse.ts";

const FRAGMENTS = [
  ...' ,( ,) ,",“,”,*,=,-,:,..,>=,<,AND ,OR ,NOT ,NEAR(,)*,"*'.split(","),
  ..."subject:,body:,file:,from:,to:,customer:,status:,tag:,ticket:,sent:,archived:,is:,has:,held:,matter:,sha256:,sbject:".split(
    ",",
  ),
  ..."refund,पैसे,返金,பணம்,استرداد,👍🏽,é,ß,5,000.00,ORD-2024/00123,can't,#143,143,2026-03,2026-02-30,removed,yes,𝒜,\u200d,\u0301,\ud800,\n,\t".split(
    ",",
  ),
];
const ZONES = ["UTC", "Asia/Kolkata", "America/Sao_Paulo"];

interface Fuzzed {
  readonly questions: number;
  readonly mistakes: number;
  /** The longest that one took on this thread's CPU clock, measured again where it was long. */
  readonly slowestMs: number;
}

/** @throws what the parser throws beside its own error */
export function fuzz(seed: string, count: number): Fuzzed {
  const random = seededRandom(seed);
  let [questions, mistakes, slowestMs] = [0, 0, 0];
  // Before the first is measured, tables are made and code is compiled.
  timed(madeUp(random), "UTC");
  for (let index = 0; index < count; index += 1) {
    const question = madeUp(random);
    const zone = random.pick(ZONES);
    const first = timed(question, zone);
    // What is slow once may have been interrupted by another process: the parser is slow when it is slow again.
    const ms =
      first.ms < 10 ? first.ms : Math.min(first.ms, timed(question, zone).ms, timed(question, zone).ms);
    slowestMs = Math.max(slowestMs, ms);
    if (first.isQuestion) questions += 1;
    else mistakes += 1;
  }
  return { questions, mistakes, slowestMs };
}

function madeUp(random: Random): string {
  const way = random.integer(100);
  if (way === 0)
    return FRAGMENTS.map(() => random.pick(FRAGMENTS))
      .join("")
      .repeat(200)
      .slice(0, LIMITS.characters);
  if (way === 1) return random.pick(FRAGMENTS).repeat(random.integer(LIMITS.words));
  if (way < 10) {
    const any = Array.from({ length: random.integer(40) }, () => random.integer(0x3000));
    return String.fromCharCode(...any);
  }
  const pieces = Array.from({ length: 1 + random.integer(12) }, () => random.pick(FRAGMENTS));
  return pieces.join(random.pick(["", " ", " "]));
}

function timed(question: string, zone: string): { readonly ms: number; readonly isQuestion: boolean } {
  const started = performance.now();
  let isQuestion = true;
  try {
    parseQuestion(question, zone);
  } catch (error) {
    if (!(error instanceof QuestionError)) throw error;
    isQuestion = false;
  }
  return { ms: performance.now() - started, isQuestion };
}
