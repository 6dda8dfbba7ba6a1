/** What the functions are made to work on: the parts of the stack that stand before them. */
import type { Table } from "aws-cdk-lib/aws-dynamodb";
import type { EventBus } from "aws-cdk-lib/aws-events";
import type { Key } from "aws-cdk-lib/aws-kms";
import type { Bucket } from "aws-cdk-lib/aws-s3";
import type { Secret } from "aws-cdk-lib/aws-secretsmanager";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import type { Config } from "./config.ts";
import type { Egress } from "./egress.ts";
import type { WorkQueues } from "./work-queues.ts";

export interface Parts extends WorkQueues {
  readonly config: Config;
  readonly vaultKey: Key;
  readonly serviceKey: Key;
  /** Signs the ledger. */
  readonly signingKey: Key;
  readonly archive: Bucket;
  readonly staging: Bucket;
  readonly exports: Bucket;
  readonly catalogue: Bucket;
  /** Webhooks of which no ticket could be read; undefined without a webhook. */
  readonly unread: Queue | undefined;
  /** Events that EventBridge could not deliver. */
  readonly undelivered: Queue;
  readonly bus: EventBus;
  readonly credentials: Secret;
  readonly paceTable: Table;
  /** The index of tickets. */
  readonly indexTable: Table;
  readonly egress: Egress | undefined;
}
