/** The queue of authentic webhooks that name no ticket which can be read: kept as received until somebody has looked. */
import type { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { Key } from "aws-cdk-lib/aws-kms";
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import { acknowledge } from "./acknowledge.ts";
import { DEAD_LETTER_DAYS } from "./queues.ts";
import { send, useKey } from "./statements.ts";

/** Unlike requests, a body holds whatever LeadSquared sends of a customer: it is encrypted with a key of the stack's. */
export function unreadWebhooks(scope: Construct, key: Key): Queue {
  const queue = new Queue(scope, "UnreadWebhooks", {
    encryption: QueueEncryption.KMS,
    encryptionMasterKey: key,
    enforceSSL: true,
    retentionPeriod: DEAD_LETTER_DAYS,
  });
  const last = "Nothing takes from it but a person; an alarm watches it.";
  acknowledge(queue, "SQSRedrivePolicy", last);
  acknowledge(queue, "SQSQueueDLQ", last);
  return queue;
}

/** What the function does that keeps them. */
export function keepUnread(queue: Queue, key: Key): PolicyStatement[] {
  return [
    send("KeepUnread", queue),
    useKey("EncryptUnread", key, "sqs", ["kms:Decrypt", "kms:GenerateDataKey"]),
  ];
}
