/** The body of a message about legal holds: the tickets to look at. */
import * as z from "zod";
import { UsageError } from "../errors.ts";
import { parseTicketId } from "../ticket/ids.ts";

const schema = z.strictObject({ tickets: z.array(z.unknown()).min(1).max(1000) });

export function holdMessage(tickets: readonly number[]): string {
  return JSON.stringify({ tickets });
}

/** @throws UsageError */
export function parseHoldMessage(body: string): number[] {
  try {
    return schema.parse(JSON.parse(body)).tickets.map((ticket) => parseTicketId(ticket));
  } catch (cause) {
    throw new UsageError(
      'The message about legal holds cannot be read. It must be JSON such as {"tickets": [143]}.',
      {
        cause,
      },
    );
  }
}
