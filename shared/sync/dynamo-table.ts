/** Calls of DynamoDB as the index makes them: bounded in time, page by page, and with errors that say what to do. */
import {
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  QueryCommand,
  type QueryCommandInput,
} from "@aws-sdk/client-dynamodb";
import pRetry from "p-retry";
import { TicketvaultError, UsageError } from "../errors.ts";
import type { Item } from "./dynamo-items.ts";

/** For one answer of DynamoDB, the SDK's retries included. */
const PATIENCE_MS = 10_000;

/** Times that what DynamoDB did not take of a batch is sent again, the first after `BACKOFF_MS`, each later one after twice that. */
const RETRIES = 8;
const BACKOFF_MS = 50;

/** Errors that stay until somebody changes the table's name or the permissions. */
const PERMANENT = new Set(["ResourceNotFoundException", "AccessDeniedException", "ValidationException"]);

export interface IndexTable {
  /** @throws TicketvaultError `index-unavailable` (retryable); UsageError for a table that cannot be used */
  call<T>(send: (client: DynamoDBClient, within: { abortSignal: AbortSignal }) => Promise<T>): Promise<T>;
  /** The same for a change under a condition: false when that does not hold. */
  changeIf(
    send: (client: DynamoDBClient, within: { abortSignal: AbortSignal }) => Promise<unknown>,
  ): Promise<boolean>;
  /** What a query finds, page by page. */
  query(input: QueryCommandInput): AsyncIterable<Item>;
  /** Puts at most 25 items. */
  put(items: readonly Item[]): Promise<void>;
}

export function indexTable(client: DynamoDBClient, table: string): IndexTable {
  const within = () => ({ abortSignal: AbortSignal.timeout(PATIENCE_MS) });
  const call: IndexTable["call"] = async (send) => {
    try {
      return await send(client, within());
    } catch (error) {
      throw error instanceof ConditionalCheckFailedException ? error : unavailable(table, error);
    }
  };
  return {
    call,
    async changeIf(send) {
      try {
        await call(send);
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      }
    },
    async *query(input) {
      let start: Item | undefined;
      do {
        const command = new QueryCommand({
          ...input,
          TableName: table,
          ...(start && { ExclusiveStartKey: start }),
        });
        const { Items = [], LastEvaluatedKey } = await call((to, options) => to.send(command, options));
        yield* Items;
        start = LastEvaluatedKey;
      } while (start !== undefined);
    },
    async put(items) {
      let left = items.map((Item) => ({ PutRequest: { Item } }));
      const attempt = async (): Promise<void> => {
        const command = new BatchWriteItemCommand({ RequestItems: { [table]: left } });
        const { UnprocessedItems = {} } = await call((to, options) => to.send(command, options));
        left = (UnprocessedItems[table] ?? []).flatMap(({ PutRequest }) =>
          PutRequest?.Item === undefined ? [] : { PutRequest: { Item: PutRequest.Item } },
        );
        if (left.length > 0) throw unavailable(table, new Error("throttled"));
      };
      await pRetry(attempt, {
        retries: RETRIES,
        minTimeout: BACKOFF_MS,
        randomize: true,
        shouldRetry: ({ error }) => error instanceof TicketvaultError && error.retryable,
      });
    },
  };
}

function unavailable(table: string, error: unknown): Error {
  const name = error instanceof Error ? error.name : "unknown error";
  const what = `The index of tickets in the DynamoDB table ${table} cannot be read or written (${name}).`;
  return PERMANENT.has(name)
    ? new UsageError(
        `${what} Check the table's name, region and keys, and the permissions on it and on its indexes.`,
        {
          cause: error,
        },
      )
    : new TicketvaultError("index-unavailable", `${what} Try again later.`, {
        cause: error,
        retryable: true,
      });
}
