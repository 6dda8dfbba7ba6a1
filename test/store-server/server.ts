/** The S3 server that `npm run test:store` is asked about: how it is named, and clients and stores on it. */
import { randomUUID } from "node:crypto";
import { CreateBucketCommand, type S3Client } from "@aws-sdk/client-s3";
import { isAwsHost } from "../../shared/store/aws-hosts.ts";
import { s3Store } from "../../shared/store/s3.ts";
import { s3Client } from "../../shared/store/s3-client.ts";
import { s3Call } from "../../shared/store/s3-errors.ts";
import type { OpenedStore } from "../store/conformance.ts";

export interface ServerUnderTest {
  readonly endpoint: string;
  readonly region: string;
  /** Bucket in the path, not in the host's name. */
  readonly pathStyle: boolean;
  readonly bucket: string;
  /** Folder of all that is written. */
  readonly prefix: string;
  /** It ignores conditions on copies. */
  readonly publishingOverwrites: boolean;
}

/** Where the tests, which run in a process of their own, find what they are to test. */
export const SERVER_VARIABLE = "TICKETVAULT_SERVER_UNDER_TEST";

/** Path style for a host that is not AWS's, as the product has it, unless it is said otherwise. */
export function isPathStyle(endpoint: string): boolean {
  return !isAwsHost(new URL(endpoint).host);
}

/** Credentials come from the environment, as the AWS SDK finds them. */
export function clientOf({ endpoint, region, pathStyle }: ServerUnderTest): S3Client {
  return s3Client({ endpoint, region, forcePathStyle: pathStyle });
}

/** A bucket with Object Lock, where the server has that, and no retention of its own. @throws StoreError */
export async function makeBucket(server: ServerUnderTest): Promise<void> {
  const client = clientOf(server);
  const plain = { Bucket: server.bucket };
  try {
    await client.send(new CreateBucketCommand({ ...plain, ObjectLockEnabledForBucket: true }));
  } catch {
    await s3Call(() => client.send(new CreateBucketCommand(plain)), `s3://${server.bucket}`);
  } finally {
    client.destroy();
  }
}

/** A store in a folder of its own. */
export async function openOn(server: ServerUnderTest): Promise<OpenedStore> {
  const folder = `${server.prefix}/${randomUUID()}`;
  const clients: S3Client[] = [];
  const open = () => {
    const client = clientOf(server);
    clients.push(client);
    const { bucket } = server;
    const staging = { bucket, prefix: `${folder}/staging` };
    return s3Store({ client, bucket, prefix: `${folder}/archive`, staging });
  };
  return {
    store: open(),
    another: async () => open(),
    close: async () => {
      for (const client of clients) client.destroy();
    },
  };
}
