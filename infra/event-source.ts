/** Brings a queue's messages to a function, which answers for each by itself. */
import type { Duration } from "aws-cdk-lib";
import { EventSourceMapping } from "aws-cdk-lib/aws-lambda";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import { acknowledge } from "./acknowledge.ts";
import type { OurFunction } from "./function.ts";

export interface EventSourceProps {
  readonly target: OurFunction;
  readonly queue: Queue;
  readonly batchSize: number;
  /** How long a batch may wait until it is full; none unless given. */
  readonly batchingWindow?: Duration;
  readonly maxConcurrency: number;
}

export function eventSource(scope: Construct, id: string, props: EventSourceProps): void {
  const { target, queue, batchSize, batchingWindow, maxConcurrency } = props;
  const mapping = new EventSourceMapping(scope, id, {
    target: target.lambda,
    eventSourceArn: queue.queueArn,
    batchSize,
    ...(batchingWindow !== undefined && { maxBatchingWindow: batchingWindow }),
    reportBatchItemFailures: true,
    maxConcurrency,
  });
  mapping.node.addDependency(target.policy);
  acknowledge(
    mapping,
    "LambdaEventSourceMappingDestination",
    "Destinations of event sources are for streams; of a queue, what fails too often goes to the queue's own dead-letter queue.",
  );
}
