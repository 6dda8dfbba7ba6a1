/** `ticketvault hold`: legal holds on S3, each with its append-only record of who, when and why. */
import { UsageError } from "../../shared/errors.ts";
import { applyHolds } from "../../shared/holds/apply-holds.ts";
import { type HoldChange, type HoldRegister, holdRegister } from "../../shared/holds/hold-register.ts";
import { type Matter, parseMatter } from "../../shared/holds/record.ts";
import type { LegalHold } from "../../shared/store/legal-hold.ts";
import { parseTicketId } from "../../shared/ticket/ids.ts";
import { userName } from "../account-settings.ts";
import { together } from "../checks.ts";
import type { Context } from "../context.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { orgSetting } from "../org-setting.ts";
import { startProgress } from "../progress.ts";
import { storeSettings } from "../store-settings.ts";
import { table } from "../table.ts";
import { count, counted, safeLine, utc } from "../text.ts";
import { openStore } from "../wiring.ts";

export interface MandateFlags {
  readonly reason: string;
  readonly requestedBy?: string;
}

interface Opened {
  readonly orgId: number;
  readonly register: HoldRegister;
  readonly legalHold: LegalHold;
}

export async function placeHoldCommand(
  context: Context,
  matter: string,
  tickets: readonly string[],
  flags: MandateFlags,
): Promise<ExitCode> {
  const [opened, name, ids] = await together([
    open(context),
    checkedMatter(matter),
    together(tickets.map(async (ticket) => parseTicketId(ticket))),
  ]);
  await opened.legalHold.check();
  return applyChange(context, opened, await opened.register.place(name, ids, mandateOf(context, flags)));
}

export async function releaseHoldCommand(
  context: Context,
  matter: string,
  flags: MandateFlags,
): Promise<ExitCode> {
  const [opened, name] = await together([open(context), checkedMatter(matter)]);
  return applyChange(context, opened, await opened.register.release(name, mandateOf(context, flags)));
}

/** Sets the hold of every ticket that was ever under a matter to what the records say. */
export async function applyHoldsCommand(context: Context): Promise<ExitCode> {
  const opened = await open(context);
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
    open(context),
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
      tickets.length === 0 ? "released" : "held",
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

async function open({ settings }: Context): Promise<Opened> {
  const [place, orgId] = await together([storeSettings(settings), orgSetting(settings)]);
  const { store, legalHold } = await openStore(place);
  if (legalHold === undefined) {
    const message = `${store.location} is a folder, which keeps nobody from deleting: legal hold needs a store on S3 with Object Lock (--store s3://bucket/prefix).`;
    throw new UsageError(message);
  }
  const { changedFiles } = legalHold;
  return { orgId, legalHold, register: holdRegister({ store, orgId, now: () => new Date(), changedFiles }) };
}

async function checkedMatter(name: string): Promise<string> {
  return parseMatter(name);
}

function mandateOf({ settings }: Context, { reason, requestedBy }: MandateFlags) {
  return { reason, by: requestedBy ?? userName(settings.env) };
}

/** Who was archiving meanwhile may rest on the records as they were, and writes files as they say. */
const AGAIN =
  "A ticket that is being archived right now may still get files as the record said before. Run `ticketvault hold apply` once those runs have ended: in 15 minutes in the stack.";

async function applyChange(
  context: Context,
  opened: Opened,
  { matter, tickets, changed }: HoldChange,
): Promise<ExitCode> {
  const files = await apply(context, opened, tickets);
  if (context.json) {
    context.terminal.json({ ...matterJson(matter), changed, files });
  } else {
    const what = matter.tickets.length === 0 ? "released" : "under legal hold";
    const which = `${counted(tickets.length, "ticket")}, ${counted(files, "file")}`;
    const already = changed ? "" : ", as the record said already";
    context.terminal.print(
      `${matter.matter}: ${which} ${what}${already} (under another matter they stay held)`,
    );
  }
  context.terminal.note(AGAIN);
  return EXIT.complete;
}

async function apply({ log, signal }: Context, opened: Opened, tickets: readonly number[]): Promise<number> {
  const progress = startProgress("tickets", tickets.length);
  let done = 0;
  const onTicket = (): void => {
    done += 1;
    progress.update(done, "");
  };
  return applyHolds({ ...opened, log }, tickets, { signal, onTicket }).finally(() => progress.stop());
}

function showMatter({ terminal }: Context, { matter, tickets, entries }: Matter): void {
  terminal.print(`${matter}: ${tickets.length === 0 ? "released" : counted(tickets.length, "ticket")}`);
  if (tickets.length > 0) terminal.print(tickets.map((ticket) => `#${ticket}`).join(" "));
  const rows = entries.map(({ at, action, tickets: changed, by, reason }) => [
    utc(at),
    action,
    count(changed.length),
    safeLine(by),
    safeLine(reason),
  ]);
  terminal.print(`\n${table(terminal, ["UTC", "entry", "tickets", "by", "reason"], rows)}`);
}

function matterJson({ matter, tickets, entries }: Matter) {
  return { matter, held: tickets.length > 0, tickets, entries };
}
