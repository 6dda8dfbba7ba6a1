/** A queue of work as all of ours are: given out again while it fails, and then kept in a queue of its own for somebody. */
import { ArnFormat, Duration, Stack } from "aws-cdk-lib";
import { Queue, QueueEncryption, RedrivePermission } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import { acknowledge } from "./acknowledge.ts";

/** Nothing but ids, keys, a reason and a name is in a message, so SQS's own key is enough. */
export const QUEUE_HYGIENE = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true } as const;

/** A message keeps its age in the dead-letter queue: what is kept here is missing there. */
const KEPT_FOR = Duration.days(7);

/**
 * What fails each time is handed out again until shortly before that: outages last days, and throttling uses up receives.
 * Requests and holds are given up earlier, by their functions, and alarms tell of failures at once.
 */
const TRIED_FOR = Duration.days(6);

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
}

export interface WorkQueue {
  readonly queue: Queue;
  readonly deadLetters: Queue;
}

export function workQueue(scope: Construct, props: WorkQueueProps): WorkQueue {
  const { timeout, batchingWindow = Duration.seconds(0) } = props;
  const stack = Stack.of(scope);
  // Twice a run, so that no batch is given out again meanwhile; what is given out again after all does no harm.
  const visible = Duration.seconds(2 * timeout.toSeconds() + batchingWindow.toSeconds());
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
    visibilityTimeout: visible,
    retentionPeriod: KEPT_FOR,
    deadLetterQueue: {
      queue: deadLetters,
      maxReceiveCount: Math.floor(TRIED_FOR.toSeconds() / visible.toSeconds()),
    },
  });
  return { queue, deadLetters };
}
