/** `/holds`: legal holds by matter. The record is written within the call; it is applied to the files by the queue. */
import * as z from "zod";
import { StoreError, UsageError } from "../../shared/errors.ts";
import type { HoldChange } from "../../shared/holds/hold-register.ts";
import { type Matter, parseMatter } from "../../shared/holds/record.ts";
import { parseTicketId } from "../../shared/ticket/ids.ts";
import { type Answer, jsonAnswer } from "../common/http/answer.ts";
import type { ApiDependencies, Call } from "./dependencies.ts";
import { readJsonBody, reason } from "./json-body.ts";
import { ProblemError } from "./problems.ts";
import type { HoldAnswer, HoldListAnswer } from "./schemas.ts";

const MAX_BYTES = 256 * 1024;
/** Queued within one call. */
const MAX_TICKETS = 5_000;

export const holdBody = z
  .strictObject({
    tickets: z
      .array(z.union([z.int(), z.string()]))
      .min(1)
      .max(MAX_TICKETS)
      .meta({ description: 'Ticket numbers: 143, "143" or "#143".', example: [143, 144] }),
    reason: reason.meta({
      description: "Why, in one line; stands in the record.",
      example: "Acme v. Us, 24-cv-17",
    }),
  })
  .meta({ id: "HoldRequest" });

/** @throws ProblemError */
export async function placeHold(dependencies: ApiDependencies, call: Call): Promise<Answer> {
  const matter = matterOf(call);
  const { tickets, reason: why } = readJsonBody(call.event, holdBody, MAX_BYTES);
  const ids = tickets.map((ticket, index) => ticketIdOf(ticket, index));
  const { register } = await dependencies.openHolds();
  return applied(dependencies, await register.place(matter, ids, mandateOf(call, why)));
}

/** @throws ProblemError */
export async function releaseHold(dependencies: ApiDependencies, call: Call): Promise<Answer> {
  const matter = matterOf(call);
  const why = reason.safeParse(call.event.queryStringParameters?.["reason"]);
  if (!why.success)
    throw new ProblemError("bad-query", "Say why: DELETE /holds/{matter}?reason=…, in one line.");
  const { register } = await dependencies.openHolds();
  return applied(dependencies, await existing(register.release(matter, mandateOf(call, why.data))));
}

/** @throws ProblemError */
export async function showHold(dependencies: ApiDependencies, call: Call): Promise<Answer> {
  const matter = matterOf(call);
  const { register } = await dependencies.openHolds();
  return jsonAnswer(200, holdAnswer(await existing(register.read(matter))));
}

export async function listHolds(dependencies: ApiDependencies): Promise<Answer> {
  const { register } = await dependencies.openHolds();
  const holds = (await register.list()).map(({ matter, tickets, entries }) => ({
    matter,
    state: stateOf(tickets),
    tickets: tickets.length,
    lastChange: entries.at(-1)?.at ?? "",
  }));
  return jsonAnswer(200, { holds } satisfies HoldListAnswer);
}

async function applied(dependencies: ApiDependencies, { matter, tickets }: HoldChange): Promise<Answer> {
  const { queue } = await dependencies.openHolds();
  await queue.send(tickets);
  return jsonAnswer(202, holdAnswer(matter), { location: `/holds/${matter.matter}` });
}

function holdAnswer({ matter, tickets, entries }: Matter): HoldAnswer {
  const record = entries.map(({ sequence, action, tickets: changed, by, reason: why, at }) => ({
    sequence,
    action,
    tickets: changed,
    by,
    reason: why,
    at,
  }));
  return { matter, state: stateOf(tickets), tickets: [...tickets], record };
}

function stateOf(tickets: readonly number[]): "held" | "released" {
  return tickets.length === 0 ? "released" : "held";
}

function mandateOf({ event }: Call, why: string) {
  return { by: event.requestContext.authorizer?.iam?.userArn ?? "api", reason: why };
}

function matterOf({ path }: Call): string {
  try {
    return parseMatter(path["matter"] ?? "");
  } catch (cause) {
    if (cause instanceof UsageError) throw new ProblemError("bad-matter", cause.message, { cause });
    throw cause;
  }
}

function ticketIdOf(given: number | string, index: number): number {
  try {
    return parseTicketId(given, `tickets[${index}]`);
  } catch (cause) {
    if (cause instanceof UsageError) throw new ProblemError("bad-body", cause.message, { cause });
    throw cause;
  }
}

async function existing<T>(found: Promise<T>): Promise<T> {
  try {
    return await found;
  } catch (cause) {
    const absent = cause instanceof StoreError && cause.code === "no-such-matter";
    throw absent ? new ProblemError("no-such-matter", cause.message, { cause }) : cause;
  }
}
