/** Has S3 tell the queue of commits of each new version, by the sidecar that is written last, and of each new record. */
import { Stack } from "aws-cdk-lib";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { Bucket, CfnBucket } from "aws-cdk-lib/aws-s3";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { PREFIXES } from "../shared/names.ts";

/**
 * In the bucket's own properties: the construct would write them with a function that may change all buckets. S3 tries
 * the queue when it is told of it, so the queue's policy must stand first, and cannot name the bucket, which does not
 * exist yet. What somebody else's bucket of the account could send is harmless: a notice is a hint, and only what the
 * archive holds is sealed.
 */
export function noticeCommits(archive: Bucket, commits: Queue): void {
  const { account } = Stack.of(archive);
  const { policyDependable } = commits.addToResourcePolicy(
    new PolicyStatement({
      sid: "NoticesOfThisAccount",
      principals: [new ServicePrincipal("s3.amazonaws.com")],
      actions: ["sqs:SendMessage"],
      resources: [commits.queueArn],
      conditions: { StringEquals: { "aws:SourceAccount": account } },
    }),
  );
  const resource = archive.node.defaultChild as CfnBucket;
  resource.notificationConfiguration = {
    queueConfigurations: [
      filesTo(commits, PREFIXES.archive, "inventory.json.sha256"),
      filesTo(commits, PREFIXES.holds, ".json"),
      filesTo(commits, PREFIXES.acceptances, ".json"),
      filesTo(commits, PREFIXES.census, ".json"),
      filesTo(commits, PREFIXES.census, ".html"),
      filesTo(commits, PREFIXES.productions, ".json"),
    ],
  };
  if (policyDependable !== undefined) resource.node.addDependency(policyDependable);
}

function filesTo({ queueArn }: Queue, prefix: string, suffix: string) {
  const rules = [
    { name: "prefix", value: prefix },
    { name: "suffix", value: suffix },
  ];
  return { event: "s3:ObjectCreated:*", queue: queueArn, filter: { s3Key: { rules } } };
}
