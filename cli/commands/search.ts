/** `ticketvault search`: asks the index of words, and says what the answer is about. */
import { parseQuestion } from "../../shared/catalogue/question/parse.ts";
import { resolveQuestion } from "../../shared/catalogue/question/resolve.ts";
import type { ResolvedQuestion } from "../../shared/catalogue/question/tree.ts";
import { UsageError } from "../../shared/errors.ts";
import { heldIn } from "../ask-vault.ts";
import { together } from "../checks.ts";
import type { Context } from "../context.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { indexSetting } from "../index-settings.ts";
import { orgSetting } from "../org-setting.ts";
import { peopleSetting } from "../people-file.ts";
import { type AnswerAbout, aboutAnswer } from "../search-about.ts";
import { answerJson, hitsCsv, showHits } from "../search-answer.ts";
import { openExistingSearch, openSearch, zoneSetting } from "../search-settings.ts";
import { storeSettings } from "../store-settings.ts";
import { counted } from "../text.ts";
import { updateInWords, updateWords } from "../update-words.ts";
import { openStore } from "../wiring.ts";

export interface SearchFlags {
  readonly limit?: string;
  readonly count?: boolean;
  readonly csv?: boolean;
  readonly update?: boolean;
  readonly open?: boolean;
}

/** Messages that are shown unless more are asked for. */
const USUAL_LIMIT = 20;

export async function searchCommand(
  context: Context,
  question: string,
  flags: SearchFlags,
): Promise<ExitCode> {
  const { settings } = context;
  const [place, orgId, zone, limit] = await together([
    storeSettings(settings),
    orgSetting(settings),
    zoneSetting(settings),
    limitOf(flags),
  ]);
  const isAsked = question.trim() !== "" || flags.update !== true;
  const parsed = isAsked ? parseQuestion(question, zone) : undefined;
  const indexPlace = await indexSetting(settings, place, orgId);
  if (flags.update === true) {
    const { store } = await openStore(place, context.log);
    using index = openSearch(indexPlace.words);
    const updated = await updateWords(context, { store, orgId, index });
    const { terminal, json } = context;
    if (parsed !== undefined) terminal.note(updateInWords(updated, index));
    else if (json) terminal.json({ index: index.location, ...updated, next: updated.next ?? null });
    else terminal.print(updateInWords(updated, index));
    if (updated.next !== undefined) return EXIT.failed;
    if (parsed === undefined) return updated.unreadable.length > 0 ? EXIT.incomplete : EXIT.complete;
  }
  if (parsed === undefined) return EXIT.complete;

  using index = await openExistingSearch(indexPlace.words);
  const people = await peopleSetting(settings);
  const holds = async () => heldIn(await openStore(place, context.log), orgId);
  const resolved = await resolveQuestion(parsed, { people, holds });
  const about = await aboutAnswer(index, indexPlace);
  const asked = { question, zone, index, resolved, about, limit };
  return flags.csv === true ? csv(context, asked) : answer(context, asked, flags);
}

interface Asked {
  readonly question: string;
  readonly zone: string;
  readonly index: Awaited<ReturnType<typeof openExistingSearch>>;
  readonly resolved: ResolvedQuestion;
  readonly about: AnswerAbout;
  readonly limit: number | undefined;
}

function answer({ terminal, json }: Context, asked: Asked, { count }: SearchFlags): ExitCode {
  const { question, zone, index, resolved, about, limit = USUAL_LIMIT } = asked;
  const hits = count === true ? [] : [...index.find(resolved, limit)];
  // The list stands there before all is counted.
  if (!json) showHits(terminal, hits, { zone, resolved });
  const counts = index.count(resolved);
  if (json) {
    terminal.json(
      answerJson({ question, zone, resolved, counts, about, hits: count === true ? undefined : hits }),
    );
  } else {
    const shown =
      hits.length < counts.messages && count !== true ? `, of which the newest ${hits.length} are shown` : "";
    const summary = `${counted(counts.messages, "message")} in ${counted(counts.tickets, "ticket")}`;
    if (count === true) terminal.print(summary);
    else terminal.note(`${summary}${shown}.`);
    terminal.note(about.text(zone));
  }
  return counts.messages === 0 ? EXIT.incomplete : EXIT.complete;
}

function csv({ terminal }: Context, { index, resolved, about, zone, limit }: Asked): ExitCode {
  let messages = 0;
  for (const lines of hitsCsv(index.find(resolved, limit ?? Number.POSITIVE_INFINITY))) {
    terminal.write(lines.text);
    messages += lines.rows;
  }
  terminal.note(`${counted(messages, "message")} written.\n${about.text(zone)}`);
  return messages === 0 ? EXIT.incomplete : EXIT.complete;
}

async function limitOf({ limit }: SearchFlags): Promise<number | undefined> {
  if (limit === undefined) return undefined;
  if (/^[1-9]\d{0,8}$/.test(limit)) return Number(limit);
  throw new UsageError(
    `--limit ${JSON.stringify(limit.slice(0, 20))}: give a number of messages, such as 100.`,
  );
}
