/** Paces an account for all processes that call it, by one DynamoDB item. */
import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import * as z from "zod";
import { LeadSquaredError, UsageError } from "../errors.ts";
import type { Logger } from "../log.ts";
import { PACE_KEY } from "../names.ts";
import { type AccountClock, accountClock } from "./account-clock.ts";
import type { PaceLimits } from "./pace.ts";
import { type Delay, pacerOn } from "./pace-keeper.ts";
import type { Hold, Pacer } from "./pacer.ts";
import { type PaceText, sharedPace } from "./shared-pace.ts";

export interface DynamoPacerOptions {
  readonly client: DynamoDBClient;
  /** A table whose partition key is `PACE_KEY`, a string. Needs `dynamodb:GetItem` and `dynamodb:UpdateItem`. */
  readonly table: string;
  /** The account's item. */
  readonly account: string;
  readonly limits: PaceLimits;
  /** This host's clock, in ms since 1970; `Date.now` unless given. */
  readonly now?: () => number;
  readonly delay?: Delay;
  readonly log?: Logger;
  readonly onHold?: (hold: Hold) => void;
}

/** For one answer of DynamoDB, the SDK's retries included. */
const PATIENCE_MS = 5000;

/** Errors that stay until somebody changes the table's name or the permissions. */
const PERMANENT = new Set(["ResourceNotFoundException", "AccessDeniedException", "ValidationException"]);

/**
 * A pacer for all callers of this process, in step with those of all other processes on the same item. A call costs one
 * write, and a read if it waited.
 */
export function dynamoPacer(options: DynamoPacerOptions): Pacer {
  const { client, table, account, limits, now = Date.now, delay, log, onHold } = options;
  const clock = accountClock(now);
  const text = paceItem(client, { table, account, clock, now });
  return pacerOn(sharedPace({ text, clock, limits, delay, log }), { limits, now, delay, log, onHold });
}

interface ItemPlace {
  readonly table: string;
  readonly account: string;
  readonly clock: AccountClock;
  readonly now: () => number;
}

/** The item's attribute `pace`. */
function paceItem(client: DynamoDBClient, { table, account, clock, now }: ItemPlace): PaceText {
  const place = { TableName: table, Key: { [PACE_KEY]: { S: account } } };

  /** Tells the clock what time each of DynamoDB's replies names. */
  const hearDate =
    <Input, Output extends { readonly response: unknown }>(next: (input: Input) => Promise<Output>) =>
    async (input: Input): Promise<Output> => {
      const sent = now();
      const reply = await next(input);
      const date = dateOf(reply.response);
      if (date !== undefined) clock.heard(date, sent);
      return reply;
    };
  const onReply = { step: "deserialize", priority: "low" } as const;
  const within = () => ({ abortSignal: AbortSignal.timeout(PATIENCE_MS) });

  return {
    async read() {
      const command = new GetItemCommand({ ...place, ConsistentRead: true });
      command.middlewareStack.add(hearDate, onReply);
      const { Item } = await client.send(command, within()).catch((error: unknown) => {
        throw unavailable(table, error);
      });
      return Item?.["pace"]?.S;
    },

    async replace(seen, text) {
      const command = new UpdateItemCommand({
        ...place,
        UpdateExpression: "SET pace = :text",
        ConditionExpression: seen === undefined ? "attribute_not_exists(pace)" : "pace = :seen",
        ExpressionAttributeValues: {
          ":text": { S: text },
          ...(seen !== undefined && { ":seen": { S: seen } }),
        },
        ReturnValuesOnConditionCheckFailure: "ALL_OLD",
      });
      command.middlewareStack.add(hearDate, onReply);
      try {
        await client.send(command, within());
        return { done: true };
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw unavailable(table, error);
        const found = error.Item?.["pace"]?.S;
        return { done: false, ...(found !== undefined && { found }) };
      }
    },
  };
}

const replySchema = z.object({ headers: z.object({ date: z.string() }) });

/** The time that a reply's Date header names, to the second. */
function dateOf(response: unknown): number | undefined {
  const reply = replySchema.safeParse(response);
  const date = reply.success ? Date.parse(reply.data.headers.date) : Number.NaN;
  return Number.isNaN(date) ? undefined : date;
}

function unavailable(table: string, error: unknown): Error {
  const name = error instanceof Error ? error.name : "unknown error";
  const what = `The account's pace in the DynamoDB table ${table} cannot be read or changed (${name}). Nothing was called.`;
  return PERMANENT.has(name)
    ? new UsageError(
        `${what} Check the table's name, region and key, and the permissions dynamodb:GetItem and dynamodb:UpdateItem.`,
        { cause: error },
      )
    : new LeadSquaredError("pace-unavailable", `${what} Try again later.`, { cause: error, retryable: true });
}
