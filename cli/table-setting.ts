/** Reads a setting that may name one of a stack's DynamoDB tables. */
import { UsageError } from "../shared/errors.ts";
import type { Setting } from "./settings.ts";

/** DynamoDB's own rule for names of tables. */
const TABLE = /^dynamodb:\/\/([A-Za-z0-9_.-]{3,255})\/?$/;

/**
 * The table's name; undefined for what is no address of DynamoDB's.
 * @param output the stack's output that has the name
 * @throws UsageError for such an address without a table's name
 */
export function tableSetting({ text, from }: Setting, output: string): string | undefined {
  if (!text.startsWith("dynamodb:")) return undefined;
  const [, table] = TABLE.exec(text) ?? [];
  if (table !== undefined) return table;
  throw new UsageError(
    `${from} ${JSON.stringify(text.slice(0, 80))}: give dynamodb://TABLE, the stack's output ${output}.`,
  );
}
