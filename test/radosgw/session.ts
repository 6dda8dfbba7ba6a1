/** Does the same steps on two S3 servers and notes what each of them answers, in words that can be compared. */
import { randomUUID } from "node:crypto";
import { S3, S3ServiceException } from "@aws-sdk/client-s3";
import type { S3Place } from "../stand-ins/s3/client.ts";

/** What a server answered to a step: `200`, or `404 NoSuchKey`, and what else is worth comparing. */
export interface Answer {
  readonly step: string;
  readonly answer: string;
  readonly seen?: unknown;
}

/** One server with a fresh bucket of its own. */
export class Session {
  readonly place: S3Place;
  readonly s3: S3;
  readonly bucket: string;
  readonly answers: Answer[] = [];

  private constructor(place: S3Place, s3: S3, bucket: string) {
    this.place = place;
    this.s3 = s3;
    this.bucket = bucket;
  }

  /** `lock` makes the bucket with Object Lock, and so with versions. */
  static async open(place: S3Place, { lock }: { lock: boolean }): Promise<Session> {
    const s3 = new S3({
      ...place,
      region: "us-east-1",
      forcePathStyle: true,
      requestChecksumCalculation: "WHEN_REQUIRED",
      responseChecksumValidation: "WHEN_REQUIRED",
      maxAttempts: 1,
      requestHandler: { socketAcquisitionWarningTimeout: 60_000 },
    });
    const bucket = `agreement-${randomUUID()}`;
    await s3.createBucket({ Bucket: bucket, ObjectLockEnabledForBucket: lock });
    return new Session(place, s3, bucket);
  }

  /** Notes how a call ends and, when it succeeds, what `see` picks of its output. Gives the output back. */
  async step<Output extends { $metadata: { httpStatusCode?: number | undefined } }>(
    step: string,
    call: Promise<Output>,
    see: (output: Output) => unknown = () => undefined,
  ): Promise<Output | undefined> {
    try {
      const output = await call;
      this.note(step, String(output.$metadata.httpStatusCode), await see(output));
      return output;
    } catch (error) {
      if (!(error instanceof S3ServiceException)) throw error;
      this.note(step, `${error.$metadata.httpStatusCode} ${error.name}`);
      return undefined;
    }
  }

  note(step: string, answer: string, seen?: unknown): void {
    this.answers.push({ step, answer, ...(seen !== undefined && { seen }) });
  }
}

/** An ETag as radosgw wants it back in conditions. */
export function unquoted(etag: string | undefined): string | undefined {
  return etag?.replaceAll('"', "");
}
