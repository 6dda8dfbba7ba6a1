/** Publishes on EventBridge, which accepts a call and may still refuse the event in it. */
import { type EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { TicketvaultError } from "../errors.ts";
import { EVENTS } from "../names.ts";
import type { EventPublisher } from "./announce.ts";

export interface EventBusOptions {
  readonly client: EventBridgeClient;
  /** Name or ARN of the bus. */
  readonly busName: string;
}

/** Publishes on one bus. `publish` throws a TicketvaultError when the call fails, or the bus refuses the event. */
export function eventBus({ client, busName }: EventBusOptions): EventPublisher {
  return {
    async publish(detailType, detail) {
      const entry = {
        EventBusName: busName,
        Source: EVENTS.source,
        DetailType: detailType,
        Detail: JSON.stringify(detail),
      };
      const answer = await client.send(new PutEventsCommand({ Entries: [entry] })).catch((error: unknown) => {
        throw notPublished(detailType, busName, error instanceof Error ? error.name : "unknown error", error);
      });
      // A refused event is no error of the call.
      if ((answer.FailedEntryCount ?? 0) > 0) {
        throw notPublished(detailType, busName, answer.Entries?.[0]?.ErrorCode ?? "no code");
      }
    },
  };
}

function notPublished(detailType: string, busName: string, code: string, cause?: unknown): TicketvaultError {
  return new TicketvaultError(
    "event-not-published",
    `The event "${detailType}" could not be put on the bus ${busName} (${code}). Check the bus and the permission events:PutEvents, or try again later.`,
    { cause, retryable: true },
  );
}
