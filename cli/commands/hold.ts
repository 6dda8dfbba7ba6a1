/** `ticketvault hold`: legal holds on S3, each with its append-only record of who, when and why. */
import type { AskedQuestion } from "../../shared/asked-question.ts";
import { StoreError, UsageError } from "../../shared/errors.ts";
import { isOpen, type Matter } from "../../shared/holds/record.ts";
import { parseTicketId } from "../../shared/ticket/ids.ts";
import { userName } from "../account-settings.ts";
import { openAskedVault, questionSetting, type VaultAnswer } from "../ask-vault.ts";
import { together } from "../checks.ts";
import type { Context } from "../context.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { apply, applyChange, checkedMatter, type HoldVault, matterJson, openHolds } from "../holds.ts";
import { answerLines } from "../search-about.ts";
import { showPlacing } from "../show-placing.ts";
import { table } from "../table.ts";
import { placedBy, takeIn, takenInWords } from "../take-in.ts";
import { count, counted, safeLine, utc } from "../text.ts";

export interface MandateFlags {
  readonly reason: string;
  readonly requestedBy?: string;
}

export interface PlaceFlags extends MandateFlags {
  readonly query?: string;
  readonly standing?: true;
  readonly dryRun?: true;
}

export async function placeHoldCommand(
  context: Context,
  matter: string,
  tickets: readonly string[],
  flags: PlaceFlags,
): Promise<ExitCode> {
  const [opened, name, ids, question] = await together([
    openHolds(context),
    checkedMatter(matter),
    together(tickets.map(async (ticket) => parseTicketId(ticket))),
    placingQuestion(context, tickets, flags),
  ]);
  await opened.legalHold.check();
  const answer = question && (await askOnce(context, opened, question));
  const isStanding = flags.standing === true;
  if (answer?.found.size === 0 && !isStanding)
    throw new StoreError("nothing-found", "The question finds no ticket. Nothing was held.");
  const wanted = answer === undefined ? ids : [...answer.found.keys()];
  if (flags.dryRun === true)
    return showPlacing(context, await opened.register.list(), { name, wanted, answer });
  const asked = answer && placedBy(answer, isStanding);
  const placed = await opened.register.place(name, wanted, mandateOf(context, flags), asked);
  return applyChange(context, opened, placed);
}

/** Takes in what standing questions find now. */
export async function takeInCommand(context: Context, matter: string | undefined): Promise<ExitCode> {
  const [opened, name] = await together([
    openHolds(context),
    matter === undefined ? undefined : checkedMatter(matter),
  ]);
  if (name !== undefined) await opened.register.read(name);
  const taken = await takeIn(context, opened, name);
  if (context.json) context.terminal.json(taken);
  else context.terminal.print(takenInWords(taken));
  return EXIT.complete;
}

async function placingQuestion(
  { settings }: Context,
  tickets: readonly string[],
  { query, standing }: PlaceFlags,
): Promise<AskedQuestion | undefined> {
  if (query !== undefined && tickets.length > 0)
    throw new UsageError(
      "Give ticket numbers or --query, not both: in a question, ticket:(143 OR 144) stands for numbers.",
    );
  if (query === undefined && tickets.length === 0)
    throw new UsageError("Say which tickets: their numbers, or --query with a question that finds them.");
  if (query === undefined && standing === true)
    throw new UsageError("--standing goes with --query: it asks the question again and again.");
  return query === undefined ? undefined : questionSetting(query, settings);
}

async function askOnce(context: Context, vault: HoldVault, question: AskedQuestion): Promise<VaultAnswer> {
  using asked = await openAskedVault(context, { ...vault, opened: vault });
  const answer = await asked.ask(question);
  context.terminal.note(answerLines(answer));
  return answer;
}

export async function releaseHoldCommand(
  context: Context,
  matter: string,
  flags: MandateFlags,
): Promise<ExitCode> {
  const [opened, name] = await together([openHolds(context), checkedMatter(matter)]);
  return applyChange(context, opened, await opened.register.release(name, mandateOf(context, flags)));
}

/** Sets the hold of every ticket that was ever under a matter to what the records say. */
export async function applyHoldsCommand(context: Context): Promise<ExitCode> {
  const opened = await openHolds(context);
  const matters = await opened.register.list();
  const ever = new Set(matters.flatMap(({ entries }) => entries.flatMap(({ tickets }) => tickets)));
  const files = await apply(context, opened, [...ever]);
  if (context.json) context.terminal.json({ tickets: ever.size, files });
  else
    context.terminal.print(`${counted(ever.size, "ticket")}, ${counted(files, "file")}: as the records say`);
  return EXIT.complete;
}

export async function listHoldsCommand(context: Context, matter: string | undefined): Promise<ExitCode> {
  const { terminal, json } = context;
  const [{ register }, name] = await together([
    openHolds(context),
    matter === undefined ? undefined : checkedMatter(matter),
  ]);
  if (name !== undefined) {
    const found = await register.read(name);
    if (json) terminal.json(matterJson(found));
    else showMatter(context, found);
    return EXIT.complete;
  }
  const matters = await register.list();
  if (json) {
    terminal.json(matters.map(matterJson));
    return EXIT.complete;
  }
  const rows = matters.map(({ matter: each, tickets, entries }) => {
    const last = entries.at(-1);
    return [
      each,
      isOpen({ entries }) ? "held" : "released",
      count(tickets.length),
      utc(last?.at ?? ""),
      safeLine(last?.by ?? ""),
      safeLine(last?.reason ?? ""),
    ];
  });
  terminal.print(
    rows.length === 0
      ? "No legal holds."
      : table(terminal, ["matter", "state", "tickets", "last change, UTC", "by", "reason"], rows),
  );
  return EXIT.complete;
}

function showMatter({ terminal }: Context, { matter, tickets, entries }: Matter): void {
  terminal.print(`${matter}: ${isOpen({ entries }) ? counted(tickets.length, "ticket") : "released"}`);
  if (tickets.length > 0) terminal.print(tickets.map((ticket) => `#${ticket}`).join(" "));
  const rows = entries.map(({ at, action, tickets: changed, by, reason }) => [
    utc(at),
    action,
    count(changed.length),
    safeLine(by),
    safeLine(reason),
  ]);
  terminal.print(`\n${table(terminal, ["UTC", "entry", "tickets", "by", "reason"], rows)}`);
  for (const { sequence, question } of entries) {
    if (question === undefined) continue;
    const again = question.standing === null ? "" : question.standing === sequence ? ", standing" : ", again";
    terminal.print(`Entry ${sequence}${again}: ${safeLine(question.text)} (dates in ${question.zone})`);
  }
}

function mandateOf({ settings }: Context, { reason, requestedBy }: MandateFlags) {
  return { reason, by: requestedBy ?? userName(settings.env) };
}
