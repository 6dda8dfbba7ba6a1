/** What the `export` function finds in its environment, with the S3 stand-in in S3's place. */
import { ENV } from "../../shared/names.ts";
import type { S3StandIn } from "../stand-ins/s3/stand-in.ts";
import { ARCHIVE_BUCKET, STAGING_BUCKET } from "../stand-ins/s3/vault.ts";

export function exportEnvironment(s3: S3StandIn, orgId: number, bucket: string): Record<string, string> {
  return {
    AWS_REGION: "us-east-1",
    AWS_ENDPOINT_URL_S3: s3.endpoint,
    AWS_ACCESS_KEY_ID: s3.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: s3.credentials.secretAccessKey,
    [ENV.orgId]: String(orgId),
    [ENV.archiveBucket]: ARCHIVE_BUCKET,
    [ENV.stagingBucket]: STAGING_BUCKET,
    [ENV.exportsBucket]: bucket,
    [ENV.logLevel]: "error",
  };
}
