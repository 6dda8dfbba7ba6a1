/** Messages about legal holds, each naming an entry of a matter's record to apply, and the port of their queue. */
import * as z from "zod";
import { UsageError } from "../errors.ts";
import { jsonOf } from "../json.ts";
import { parseMatter } from "./record.ts";

/** Every change is looked at twice: at once, and after the longest time that an archive run takes. */
export const LOOKS = [1, 2] as const;

const schema = z.strictObject({
  matter: z.string(),
  sequence: z.int().min(1),
  look: z.literal(LOOKS),
});

/** An entry whose tickets' files are to be brought level with the records. */
export type HoldTask = z.infer<typeof schema>;

/** The queue of changes of legal holds that are to be applied to the files. */
export interface HoldQueue {
  /**
   * Asks for the tickets of these entries to be looked at, however many they are: at once, and once more after the longest
   * time that an archive run takes, since a run that was under way may have written files as they were to be before.
   * Durable once it returns.
   * @throws TicketvaultError `queue-unavailable` (retryable) or `queue-refused`
   */
  send(matter: string, sequences: readonly number[]): Promise<void>;
}

/** The body of a message that asks for this. */
export function holdMessage(task: HoldTask): string {
  return JSON.stringify(task);
}

/** @throws UsageError */
export function parseHoldMessage(body: string): HoldTask {
  try {
    const task = jsonOf(schema, body);
    return { ...task, matter: parseMatter(task.matter) };
  } catch (cause) {
    const example = holdMessage({ matter: "acme-v-us", sequence: 1, look: 1 });
    throw new UsageError(
      `The message about legal holds cannot be read. It must be JSON such as ${example}.`,
      {
        cause,
      },
    );
  }
}
