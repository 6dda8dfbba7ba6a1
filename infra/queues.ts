/** A queue of work as all of ours are: given out again while it fails, and then kept in a queue of its own for somebody. */
import { ArnFormat, Duration, Stack } from "aws-cdk-lib";
import { Queue, QueueEncryption, RedrivePermission } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import { acknowledge } from "./acknowledge.ts";

/** Nothing but ids, keys, a reason and a name is in a message, so SQS's own key is enough. */
export const QUEUE_HYGIENE = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true } as const;

/** As long as SQS keeps anything. */
export const DEAD_LETTER_DAYS = Duration.days(14);

export interface WorkQueueProps {
  /** Ids of the constructs: of the queue, and of its dead-letter queue. */
  readonly id: string;
  readonly deadLettersId: string;
  /** The end of the queue's name. */
  readonly name: string;
  /** Of the function that takes the messages. */
  readonly timeout: Duration;
  /** How long a batch may wait until it is full. */
  readonly batchingWindow?: Duration;
  /** Receives after which a message is given up. */
  readonly maxReceives: number;
}

export interface WorkQueue {
  readonly queue: Queue;
  readonly deadLetters: Queue;
}

export function workQueue(scope: Construct, props: WorkQueueProps): WorkQueue {
  const { timeout, batchingWindow = Duration.seconds(0) } = props;
  const stack = Stack.of(scope);
  // By name, as each of the two queues names the other.
  const name = `${stack.stackName}-${props.name}`;
  const arn = stack.formatArn({ service: "sqs", resource: name, arnFormat: ArnFormat.NO_RESOURCE_NAME });
  const deadLetters = new Queue(scope, props.deadLettersId, {
    ...QUEUE_HYGIENE,
    retentionPeriod: DEAD_LETTER_DAYS,
    redriveAllowPolicy: {
      redrivePermission: RedrivePermission.BY_QUEUE,
      sourceQueues: [Queue.fromQueueArn(scope, `${props.id}ByName`, arn)],
    },
  });
  acknowledge(deadLetters, "SQSRedrivePolicy", "This is the dead-letter queue; an alarm watches it.");
  const queue = new Queue(scope, props.id, {
    ...QUEUE_HYGIENE,
    queueName: name,
    // AWS advises six times the function's timeout and the window, so that no batch is given out again meanwhile.
    visibilityTimeout: Duration.seconds(6 * timeout.toSeconds() + batchingWindow.toSeconds()),
    // A message keeps its age in the dead-letter queue: what is kept here is missing there.
    retentionPeriod: Duration.days(7),
    deadLetterQueue: { queue: deadLetters, maxReceiveCount: props.maxReceives },
  });
  return { queue, deadLetters };
}
