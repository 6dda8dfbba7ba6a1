/** The index of tickets in a DynamoDB table: a stack's, for all its functions, and for a laptop that works beside it. */
import { type DynamoDBClient, GetItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import pMap from "p-map";
import { INDEX_KEYS } from "../names.ts";
import { attributesOf, dueOfItem, entryOfItem, type Item, lineName } from "./dynamo-items.ts";
import { indexTable } from "./dynamo-table.ts";
import type { TicketEntry, TicketIndex } from "./ticket-index.ts";

export interface DynamoIndexOptions {
  readonly client: DynamoDBClient;
  /** A table with the keys and the index by due time that `INDEX_KEYS` names. */
  readonly table: string;
  readonly orgId: number;
}

/** DynamoDB's most. */
const BATCH = 25;
/** Changes at once: a queue is filled in a second, and one partition takes far more. */
const AT_ONCE = 16;
const BATCHES_AT_ONCE = 4;

/** The item of the account itself stands below all tickets, which begin at 1. */
const OWN = 0;

/**
 * All entries of an account are one partition in order of their numbers, and each of its lines is one of the index by
 * due time. A partition takes 1,000 writes a second; the vendor's 5 calls a second make 30, so nothing is sharded.
 */
export function dynamoIndex({ client, table, orgId }: DynamoIndexOptions): TicketIndex {
  const calls = indexTable(client, table);
  const { account, number, line: lineKey, due: dueKey, byDue } = INDEX_KEYS;
  const keyOf = (ticketId: number) => ({
    [account]: { S: String(orgId) },
    [number]: { N: String(ticketId) },
  });
  const item = (ticketId: number) => ({ TableName: table, Key: keyOf(ticketId) });
  const get = async (ticketId: number): Promise<Item | undefined> => {
    const command = new GetItemCommand({ ...item(ticketId), ConsistentRead: true });
    return (await calls.call((to, within) => to.send(command, within))).Item;
  };

  /** Only ever raised, so that who comes late lowers nothing. What is raised already need not be asked for. */
  let raised = 0;
  const raiseHighest = async (to: number): Promise<void> => {
    if (to <= raised) return;
    const command = new UpdateItemCommand({
      ...item(OWN),
      UpdateExpression: "SET highest = :to",
      ConditionExpression: "attribute_not_exists(highest) OR highest < :to",
      ExpressionAttributeValues: { ":to": { N: String(to) } },
    });
    await calls.changeIf((client, within) => client.send(command, within));
    raised = to;
  };

  return {
    location: `dynamodb://${table}`,
    async read(ticketId) {
      const found = await get(ticketId);
      return found && entryOfItem(found);
    },

    async *entries({ from, to } = { from: 1, to: Number.MAX_SAFE_INTEGER }) {
      const items = calls.query({
        TableName: table,
        KeyConditionExpression: "#account = :account AND #number BETWEEN :from AND :to",
        ExpressionAttributeNames: { "#account": account, "#number": number },
        ExpressionAttributeValues: {
          ":account": { S: String(orgId) },
          ":from": { N: String(Math.max(from, OWN + 1)) },
          ":to": { N: String(to) },
        },
      });
      for await (const found of items) yield entryOfItem(found);
    },

    async due(line, now, limit) {
      if (limit === 0) return [];
      const items = calls.query({
        TableName: table,
        IndexName: byDue,
        KeyConditionExpression: "#line = :line AND #due <= :now",
        ExpressionAttributeNames: { "#line": lineKey, "#due": dueKey },
        ExpressionAttributeValues: { ":line": { S: lineName(orgId, line) }, ":now": { N: String(now) } },
        Limit: limit,
      });
      const found = [];
      for await (const each of items) {
        found.push(dueOfItem(each));
        if (found.length === limit) break;
      }
      return found;
    },

    async write(entries) {
      const batches: TicketEntry[][] = [];
      for (let start = 0; start < entries.length; start += BATCH) {
        batches.push(entries.slice(start, start + BATCH));
      }
      const put = (batch: readonly TicketEntry[]): Promise<void> =>
        calls.put(batch.map((entry) => ({ ...keyOf(entry.ticketId), ...attributesOf(entry, orgId) })));
      await pMap(batches, put, { concurrency: BATCHES_AT_ONCE });
      const archived = entries.filter(({ head }) => head !== null).map(({ ticketId }) => ticketId);
      await raiseHighest(archived.reduce((most, ticketId) => Math.max(most, ticketId), 0));
    },

    async lease(ticketIds, { now, until }) {
      const take = (ticketId: number): Promise<boolean> => {
        const command = new UpdateItemCommand({
          ...item(ticketId),
          UpdateExpression: "SET leased = :until, #due = :until, changed = if_not_exists(changed, :now)",
          ConditionExpression: "attribute_not_exists(leased) OR leased <= :now",
          ExpressionAttributeNames: { "#due": dueKey },
          ExpressionAttributeValues: { ":until": { N: String(until) }, ":now": { N: String(now) } },
        });
        return calls.changeIf((to, within) => to.send(command, within));
      };
      const taken = await pMap(ticketIds, take, { concurrency: AT_ONCE });
      return ticketIds.filter((_, index) => taken[index]);
    },

    async giveBack(ticketIds, now) {
      const release = async (ticketId: number): Promise<void> => {
        const command = new UpdateItemCommand({
          ...item(ticketId),
          UpdateExpression: "REMOVE leased SET #due = :now",
          ExpressionAttributeNames: { "#due": dueKey },
          ExpressionAttributeValues: { ":now": { N: String(now) } },
        });
        await calls.call((to, within) => to.send(command, within));
      };
      await pMap(ticketIds, release, { concurrency: AT_ONCE });
    },

    async highest() {
      return Number((await get(OWN))?.["highest"]?.N ?? 0);
    },
    async memory() {
      return (await get(OWN))?.["memory"]?.S;
    },
    async remember(memory) {
      const command = new UpdateItemCommand({
        ...item(OWN),
        UpdateExpression: "SET memory = :memory",
        ExpressionAttributeValues: { ":memory": { S: memory } },
      });
      await calls.call((to, within) => to.send(command, within));
    },
    [Symbol.dispose]: () => {},
  };
}
