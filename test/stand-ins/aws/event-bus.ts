/** A stand-in for EventBridge: it keeps what is put on its buses, and fails as it is told. */
import { randomUUID } from "node:crypto";
import * as z from "zod";
import { AwsError, type JsonService, serveJson } from "./json-service.ts";

/** An event as rules see it. */
export interface BusEvent {
  readonly version: "0";
  readonly id: string;
  readonly source: string;
  readonly "detail-type": string;
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: unknown;
}

/** `refuse`: the call succeeds and its entries fail, as EventBridge does when it is busy; `stall`: no answer comes. */
type BusFault = "refuse" | "error" | "stall";

export interface EventBusStandIn extends JsonService {
  /** Of all buses, in the order in which they came. */
  readonly events: { readonly bus: string; readonly event: BusEvent }[];
  /** The next `times` calls fail so. */
  fail(fault: BusFault, times?: number): void;
}

const putEvents = z.object({
  Entries: z.array(
    z.object({ EventBusName: z.string(), Source: z.string(), DetailType: z.string(), Detail: z.string() }),
  ),
});

/** An event as EventBridge makes it of what was put. */
export function busEvent(source: string, detailType: string, detail: unknown): BusEvent {
  return {
    version: "0",
    id: randomUUID(),
    source,
    "detail-type": detailType,
    account: "000000000000",
    time: new Date().toISOString(),
    region: "us-east-1",
    resources: [],
    detail,
  };
}

export async function startEventBus(): Promise<EventBusStandIn> {
  const events: { bus: string; event: BusEvent }[] = [];
  const faults: BusFault[] = [];
  const service = await serveJson({
    async PutEvents(input) {
      const { Entries } = putEvents.parse(input);
      const fault = faults.shift();
      if (fault === "stall") await new Promise(() => {});
      if (fault === "error") throw new AwsError("InternalException", "a fault that the test asked for", 500);
      if (fault === "refuse") {
        const failed = Entries.map(() => ({ ErrorCode: "ThrottlingException", ErrorMessage: "slow down" }));
        return { FailedEntryCount: failed.length, Entries: failed };
      }
      const answers = Entries.map(({ EventBusName: bus, Source, DetailType, Detail }) => {
        if (!isJson(Detail)) return { ErrorCode: "MalformedDetail", ErrorMessage: "Detail is malformed." };
        const event = busEvent(Source, DetailType, JSON.parse(Detail));
        events.push({ bus, event });
        return { EventId: event.id };
      });
      return {
        FailedEntryCount: answers.filter(({ ErrorCode }) => ErrorCode !== undefined).length,
        Entries: answers,
      };
    },
  });
  return Object.assign(service, {
    events,
    fail(fault: BusFault, times = 1) {
      faults.push(...Array.from({ length: times }, () => fault));
    },
  });
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
