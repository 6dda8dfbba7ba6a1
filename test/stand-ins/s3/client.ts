/** Makes clients of the AWS SDK for an S3 server on this machine. */
import { S3Client, type S3ClientConfig } from "@aws-sdk/client-s3";
import type { Credentials } from "./signature.ts";

/** Where an S3 server answers, and to whom. */
export interface S3Place {
  readonly endpoint: string;
  readonly credentials: Credentials;
}

/** A client of `place`; close it with `destroy`. */
export function clientOf({ endpoint, credentials }: S3Place, more: S3ClientConfig = {}): S3Client {
  return new S3Client({ endpoint, credentials, region: "us-east-1", forcePathStyle: true, ...more });
}
