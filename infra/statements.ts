/** The statements of which grants are made: a queue taken from or sent to, files read, a key used. */
import { Stack } from "aws-cdk-lib";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { Key } from "aws-cdk-lib/aws-kms";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import type { Parts } from "./parts.ts";

/** Every key of this account and region. */
export function anyKey({ serviceKey }: Parts): string {
  return Stack.of(serviceKey).formatArn({ service: "kms", resource: "key", resourceName: "*" });
}

/** For what AWS's poller does in the function's name, and for handing work back. */
export function take(sid: string, { queueArn }: Queue): PolicyStatement {
  const actions = [
    "sqs:ChangeMessageVisibility",
    "sqs:DeleteMessage",
    "sqs:GetQueueAttributes",
    "sqs:ReceiveMessage",
  ];
  return allow(sid, actions, queueArn);
}

export function send(sid: string, { queueArn }: Queue): PolicyStatement {
  return allow(sid, ["sqs:SendMessage"], queueArn);
}

export function allow(sid: string, actions: string[], ...resources: string[]): PolicyStatement {
  return new PolicyStatement({ sid, actions, resources });
}

export function readArchive({ archive }: Parts, ...files: string[]): PolicyStatement[] {
  return [allow("ReadArchive", ["s3:GetObject"], ...files), seeWhatIsThere("ListArchive", archive.bucketArn)];
}

/**
 * Asking for a file that is not there is answered by 404 only to who may list the bucket, and by 403 else; a condition on
 * the prefix would not hold for that, as such a request has none.
 */
export function seeWhatIsThere(sid: string, bucketArn: string): PolicyStatement {
  return allow(sid, ["s3:ListBucket"], bucketArn);
}

/** The names of all versions and delete markers; not what is in them. */
export function seeVersions({ archive }: Parts): PolicyStatement {
  return allow("ListVersions", ["s3:ListBucketVersions"], archive.bucketArn);
}

export function readByKey({ vaultKey }: Parts): PolicyStatement {
  return useKey("UseVaultKey", vaultKey, "s3", ["kms:Decrypt"]);
}

export function readAndWriteByKey({ vaultKey }: Parts): PolicyStatement {
  return useKey("UseVaultKey", vaultKey, "s3", ["kms:Decrypt", "kms:GenerateDataKey"]);
}

/** Only through that service, never with bytes of the caller's own. */
export function useKey(sid: string, key: Key, service: string, actions: string[]): PolicyStatement {
  const { region } = Stack.of(key);
  return new PolicyStatement({
    sid,
    actions,
    resources: [key.keyArn],
    conditions: { StringEquals: { "kms:ViaService": `${service}.${region}.amazonaws.com` } },
  });
}
