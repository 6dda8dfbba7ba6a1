/** Where moto 5.2.5 answers otherwise than the stand-ins, which go by AWS's documentation: each difference with its reason. */
import type { Program } from "../told.ts";

const LOCKED_COPY = "refuses a copy into a bucket with Object Lock";
const CHECKSUMS = "does not check SHA-256, and tells less of checksums";
const HOLD = "forgets the default retention beside a legal hold";
const CAPACITY = "tells capacity that was not asked for";

export const KNOWN: Readonly<Record<string, string>> = {
  "S3: PutObject, If-None-Match, new: only ours tells ChecksumType": CHECKSUMS,
  "S3: PutObject, another SHA-256: 400 BadDigest, moto 200": CHECKSUMS,
  "S3: PutObject, under legal hold: only ours tells ChecksumType": CHECKSUMS,
  "S3: GetObject: only ours tells ChecksumType": CHECKSUMS,
  "S3: HeadObject: only ours tells ChecksumType": CHECKSUMS,
  "S3: HeadObject, under legal hold: only ours tells ObjectLockMode": HOLD,
  "S3: HeadObject, under legal hold: only ours tells ObjectLockRetainUntilDate": HOLD,
  "S3: CopyObject: 200, moto 400 MissingUploadObjectWithObjectLockHeaders": LOCKED_COPY,
  "S3: CopyObject, If-None-Match, there: 412 PreconditionFailed, moto 400 MissingUploadObjectWithObjectLockHeaders":
    LOCKED_COPY,
  "S3: CopyObject, none there: 404 NoSuchKey, moto 400 MissingUploadObjectWithObjectLockHeaders": LOCKED_COPY,
  "S3: CopyObject, without a lock, If-None-Match, there: 412 PreconditionFailed, moto 200":
    "ignores conditions on copies",
  "S3: CompleteMultipartUpload: only ours tells ChecksumSHA256": CHECKSUMS,
  "S3: CompleteMultipartUpload: only ours tells ChecksumType": CHECKSUMS,
  "S3: PutObjectLegalHold, none there: 404 NoSuchKey, moto 500 Error":
    "fails at a legal hold of what is not there",
  "DynamoDB: UpdateItem, new: only moto tells ConsumedCapacity": CAPACITY,
  "DynamoDB: UpdateItem, as it is: only moto tells ConsumedCapacity": CAPACITY,
  "DynamoDB: BatchWriteItem: only moto tells ConsumedCapacity": CAPACITY,
  "DynamoDB: BatchWriteItem: only moto tells ItemCollectionMetrics": CAPACITY,
  "SQS: SendMessage, a control character: 400 AWS.SimpleQueueService.InvalidMessageContents, moto 200":
    "takes control characters into a queue",
  "Secrets Manager: GetSecretValue, none there: 400 ResourceNotFoundException, moto 404 ResourceNotFoundException":
    "says 404 for a secret that is not there",
};

export const MOTO: Program = {
  name: "moto server",
  version: "5.2.5",
  limits: [...new Set(Object.values(KNOWN))].join("; "),
};
