/** The table of the account's pace: one small item, the only mutable state outside S3. */
import { RemovalPolicy } from "aws-cdk-lib";
import { AttributeType, BillingMode, Table, TableEncryption } from "aws-cdk-lib/aws-dynamodb";
import type { Construct } from "constructs";
import { PACE_KEY } from "../shared/names.ts";
import { acknowledge } from "./acknowledge.ts";

export function paceTable(scope: Construct): Table {
  const table = new Table(scope, "Pace", {
    partitionKey: { name: PACE_KEY, type: AttributeType.STRING },
    billingMode: BillingMode.PAY_PER_REQUEST,
    // Times of calls and nothing else: a key of our own would add a grant to each function and protect nobody.
    encryption: TableEncryption.AWS_MANAGED,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    removalPolicy: RemovalPolicy.DESTROY,
  });
  acknowledge(
    table,
    "DynamoDBInBackupPlan",
    "The item holds the times of the last 25 calls and the number of those of a day; the functions make it anew when it is gone.",
  );
  return table;
}
