/** `/holds`: legal holds by matter. The record is written within the call; it is applied to the files by the queue. */
import pMap from "p-map";
import * as z from "zod";
import { StoreError, UsageError } from "../../shared/errors.ts";
import { holdState } from "../../shared/holds/hold-progress.ts";
import type { HoldChange } from "../../shared/holds/hold-register.ts";
import { type Matter, parseMatter } from "../../shared/holds/record.ts";
import { parseTicketId } from "../../shared/ticket/ids.ts";
import { type Answer, jsonAnswer } from "../common/http/answer.ts";
import type { ApiDependencies, Call } from "./dependencies.ts";
import type { HoldAnswer, HoldListAnswer } from "./hold-answers.ts";
import { ticketNumber } from "./inputs.ts";
import { readJsonBody } from "./json-body.ts";
import { ProblemError } from "./problems.ts";
import { reason } from "./reason.ts";

/** Matters whose progress is read at once. */
const READS_AT_ONCE = 8;
const MAX_BYTES = 256 * 1024;
/** Recorded by one entry; a matter takes any number of them. */
const MAX_TICKETS = 5_000;

export const holdBody = z
  .strictObject({
    tickets: z
      .array(ticketNumber)
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
  const ids = tickets.map((ticket) => parseTicketId(ticket));
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
  return jsonAnswer(200, await holdAnswer(dependencies, await existing(register.read(matter))));
}

export async function listHolds(dependencies: ApiDependencies): Promise<Answer> {
  const { register, progress } = await dependencies.openHolds();
  const shown = async (matter: Matter) => ({
    matter: matter.matter,
    ...holdState(matter, await progress.read(matter.matter)),
    tickets: matter.tickets.length,
    lastChange: matter.entries.at(-1)?.at ?? "",
  });
  const holds = await pMap(await register.list(), shown, { concurrency: READS_AT_ONCE });
  return jsonAnswer(200, { holds } satisfies HoldListAnswer);
}

/** First it is marked that nothing is done, so that nobody is told otherwise before the queue has begun. */
async function applied(dependencies: ApiDependencies, { matter, sequences }: HoldChange): Promise<Answer> {
  const { queue, progress } = await dependencies.openHolds();
  for (const sequence of sequences) await progress.mark(matter.matter, { sequence, look: 1, done: 0 });
  await queue.send(matter.matter, sequences);
  return jsonAnswer(202, await holdAnswer(dependencies, matter), { location: `/holds/${matter.matter}` });
}

async function holdAnswer({ openHolds }: ApiDependencies, matter: Matter): Promise<HoldAnswer> {
  const { progress } = await openHolds();
  const record = matter.entries.map(({ sequence, action, tickets, by, reason: why, at }) => ({
    sequence,
    action,
    tickets,
    by,
    reason: why,
    at,
  }));
  const { state, progress: howFar } = holdState(matter, await progress.read(matter.matter));
  return { matter: matter.matter, state, progress: howFar, tickets: [...matter.tickets], record };
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

async function existing<T>(found: Promise<T>): Promise<T> {
  try {
    return await found;
  } catch (cause) {
    const absent = cause instanceof StoreError && cause.code === "no-such-matter";
    throw absent ? new ProblemError("no-such-matter", cause.message, { cause }) : cause;
  }
}
