/** What the stack tells whoever runs it: where everything is, and how to get the key that checks the ledger. */
import { PREFIXES } from "../shared/names.ts";
import type { Parts } from "./parts.ts";

export function placesOf(parts: Parts): Readonly<Record<string, string>> {
  const {
    credentials,
    archive,
    staging,
    exports,
    catalogue,
    requests,
    holds,
    commits,
    undelivered,
    bus,
    paceTable,
    indexTable,
  } = parts;
  return {
    CredentialsSecretName: credentials.secretName,
    ArchiveBucketName: archive.bucketName,
    StagingBucketName: staging.bucketName,
    ExportsBucketName: exports.bucketName,
    CatalogueBucketName: catalogue.bucketName,
    RequestQueueUrl: requests.queue.queueUrl,
    DeadLetterQueueUrl: requests.deadLetters.queueUrl,
    HoldDeadLetterQueueUrl: holds.deadLetters.queueUrl,
    CommitDeadLetterQueueUrl: commits.deadLetters.queueUrl,
    UndeliveredEventsQueueUrl: undelivered.queueUrl,
    IndexTableName: indexTable.tableName,
    EventBusName: bus.eventBusName,
    PaceTableName: paceTable.tableName,
  };
}

/**
 * KMS makes the key when the stack is deployed, so the public key itself cannot stand here; who asks KMS need not trust
 * the copy beside the ledger.
 */
export function signingOf({ config, archive, signingKey }: Parts): Readonly<Record<string, string>> {
  const { keyArn } = signingKey;
  return {
    SigningKeyArn: keyArn,
    PublicKeyCommand: `aws kms get-public-key --key-id ${keyArn} --query PublicKey --output text | base64 -d | openssl pkey -pubin -inform DER`,
    PublicKeyCopies: `s3://${archive.bucketName}/${PREFIXES.ledger}${config.orgId}/keys/`,
  };
}
