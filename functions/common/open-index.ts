/** Opens the index of tickets in its table. */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { Logger } from "../../shared/log.ts";
import { ENV } from "../../shared/names.ts";
import { dynamoIndex } from "../../shared/sync/dynamo-index.ts";
import { type IndexKeeper, indexKeeper } from "../../shared/sync/keep-index.ts";
import type { TicketIndex } from "../../shared/sync/ticket-index.ts";
import { SMALL_CALLS } from "./wiring.ts";

interface IndexSettings {
  readonly [ENV.orgId]: number;
  readonly [ENV.indexTable]: string;
}

export function openIndex(settings: IndexSettings): TicketIndex {
  const client = new DynamoDBClient(SMALL_CALLS);
  return dynamoIndex({ client, table: settings[ENV.indexTable], orgId: settings[ENV.orgId] });
}

export function openIndexKeeper(settings: IndexSettings, log: Logger): IndexKeeper {
  const index = openIndex(settings);
  return indexKeeper({ index: async () => index, now: Date.now, log });
}
