/** Opens the stack's event bus. */
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { ENV } from "../../shared/names.ts";
import type { EventPublisher } from "../../shared/requests/announce.ts";
import { eventBus } from "../../shared/requests/event-bus.ts";
import { SMALL_CALLS } from "./wiring.ts";

export function openEventBus(settings: { readonly [ENV.eventBus]: string }): EventPublisher {
  return eventBus({ client: new EventBridgeClient(SMALL_CALLS), busName: settings[ENV.eventBus] });
}
