/** The bus, and the rules that turn events into archive requests. */
import { Duration } from "aws-cdk-lib";
import { EventBus, EventField, type EventPattern, Rule, RuleTargetInput } from "aws-cdk-lib/aws-events";
import { SqsQueue } from "aws-cdk-lib/aws-events-targets";
import { Queue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import { EVENTS } from "../shared/names.ts";
import { acknowledge } from "./acknowledge.ts";
import type { Config, ForeignEvent } from "./config.ts";
import { DEAD_LETTER_DAYS, QUEUE_HYGIENE } from "./queues.ts";

export interface EventRulesProps {
  readonly config: Config;
  readonly requests: Queue;
}

export interface EventParts {
  readonly bus: EventBus;
  /** Events that EventBridge could not deliver to the request queue; they are no requests, so they have their own queue. */
  readonly undelivered: Queue;
}

/** EventBridge's most; given, since a custom bus is no place to trust defaults. */
const RETRIES = { retryAttempts: 185, maxEventAge: Duration.hours(24) };

export function eventRules(scope: Construct, { config, requests }: EventRulesProps): EventParts {
  const bus = new EventBus(scope, "Bus", {
    eventBusName: config.stackName,
    description: "Ticketvault: requests to archive, and what became of them.",
  });
  const undelivered = new Queue(scope, "UndeliveredEvents", {
    ...QUEUE_HYGIENE,
    retentionPeriod: DEAD_LETTER_DAYS,
  });
  const last = "This is a dead-letter queue, of EventBridge's deliveries; an alarm watches it.";
  acknowledge(undelivered, "SQSRedrivePolicy", last);
  acknowledge(undelivered, "SQSQueueDLQ", last);

  const toRequests = (message: RuleTargetInput) =>
    new SqsQueue(requests, { ...RETRIES, deadLetterQueue: undelivered, message });
  new Rule(scope, "ArchiveTicketRule", {
    eventBus: bus,
    description: `Archives the ticket of each "${EVENTS.request}" event.`,
    eventPattern: { detailType: [EVENTS.request] },
    targets: [toRequests(RuleTargetInput.fromEventPath("$.detail"))],
  });
  for (const event of config.events) {
    new Rule(scope, `${event.name}EventRule`, {
      eventBus:
        event.busName === config.stackName
          ? bus
          : EventBus.fromEventBusName(scope, `${event.name}Bus`, event.busName),
      description: `Archives the ticket that each event of "${event.name}" names.`,
      eventPattern: event.pattern as EventPattern,
      targets: [toRequests(requestOf(event, config.orgId))],
    });
  }
  return { bus, undelivered };
}

/** The worker reads ids as numbers or text, so they are passed on as the event has them. */
function requestOf({ name, ticketIdPath, orgIdPath }: ForeignEvent, orgId: number): RuleTargetInput {
  return RuleTargetInput.fromObject({
    orgId: orgIdPath === undefined ? orgId : EventField.fromPath(orgIdPath),
    ticketId: EventField.fromPath(ticketIdPath),
    reason: `event ${name}`,
    requestedBy: EventField.source,
  });
}
