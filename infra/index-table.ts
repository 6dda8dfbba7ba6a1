/** The table of the index of tickets: what is known of each number, and when it is due. Made anew when it is lost. */
import { RemovalPolicy } from "aws-cdk-lib";
import { AttributeType, BillingMode, ProjectionType, Table, TableEncryption } from "aws-cdk-lib/aws-dynamodb";
import type { Key } from "aws-cdk-lib/aws-kms";
import type { Construct } from "constructs";
import { INDEX_KEYS } from "../shared/names.ts";
import { acknowledge } from "./acknowledge.ts";

export function indexTable(scope: Construct, serviceKey: Key): Table {
  const table = new Table(scope, "TicketIndex", {
    partitionKey: { name: INDEX_KEYS.account, type: AttributeType.STRING },
    sortKey: { name: INDEX_KEYS.number, type: AttributeType.NUMBER },
    billingMode: BillingMode.PAY_PER_REQUEST,
    // Titles of tickets stand in it.
    encryption: TableEncryption.CUSTOMER_MANAGED,
    encryptionKey: serviceKey,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    removalPolicy: RemovalPolicy.DESTROY,
  });
  table.addGlobalSecondaryIndex({
    indexName: INDEX_KEYS.byDue,
    partitionKey: { name: INDEX_KEYS.line, type: AttributeType.STRING },
    sortKey: { name: INDEX_KEYS.due, type: AttributeType.NUMBER },
    projectionType: ProjectionType.KEYS_ONLY,
  });
  acknowledge(
    table,
    "DynamoDBInBackupPlan",
    "It is no evidence: the function `sync` makes it anew from the archive, and point-in-time recovery has the last 35 days.",
  );
  return table;
}
