/** Messages about legal holds, each naming tickets to look at, and the port of their queue. */
import * as z from "zod";
import { UsageError } from "../errors.ts";
import { jsonOf } from "../json.ts";
import { parseTicketId } from "../ticket/ids.ts";

/** The queue of tickets whose legal hold must be brought level with the records. */
export interface HoldQueue {
  /**
   * Asks for these tickets to be looked at: at once, and once more after the longest time that an archive run takes,
   * since a run that was under way may have written files as they were to be before. Durable once it returns.
   * @throws TicketvaultError `queue-unavailable` (retryable) or `queue-refused`
   */
  send(tickets: readonly number[]): Promise<void>;
}

const schema = z.strictObject({ tickets: z.array(z.unknown()).min(1).max(1000) });

/** The body of a message that asks for the holds of these tickets to be applied. */
export function holdMessage(tickets: readonly number[]): string {
  return JSON.stringify({ tickets });
}

/** @throws UsageError */
export function parseHoldMessage(body: string): number[] {
  try {
    return jsonOf(schema, body).tickets.map((ticket) => parseTicketId(ticket));
  } catch (cause) {
    throw new UsageError(
      'The message about legal holds cannot be read. It must be JSON such as {"tickets": [143]}.',
      {
        cause,
      },
    );
  }
}
