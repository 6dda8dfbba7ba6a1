/** S3's notices: which new objects a bucket of the template tells a queue of, and in what words. */
import * as z from "zod";
import type { S3StandIn } from "../stand-ins/s3/stand-in.ts";
import { REGION, type Template } from "./template.ts";

const bucketSchema = z.object({
  NotificationConfiguration: z
    .object({
      QueueConfigurations: z.array(
        z.object({
          Event: z.literal("s3:ObjectCreated:*"),
          Queue: z.string(),
          Filter: z.object({
            S3Key: z.object({
              Rules: z.array(z.object({ Name: z.enum(["prefix", "suffix"]), Value: z.string() })),
            }),
          }),
        }),
      ),
    })
    .optional(),
});

/** A bucket's notices of new objects. */
interface NoticeRule {
  readonly bucket: string;
  readonly queueArn: string;
  takes(key: string): boolean;
}

/** Of the one bucket that gives any, to one queue. */
export function noticeRule(template: Template): NoticeRule {
  const rules = template.all("AWS::S3::Bucket", bucketSchema).flatMap(({ id, properties }) => {
    const { QueueConfigurations = [] } = properties.NotificationConfiguration ?? {};
    return QueueConfigurations.map(({ Queue: queueArn, Filter }) => ({
      bucket: id.toLowerCase(),
      queueArn,
      takes: (key: string) =>
        Filter.S3Key.Rules.every(({ Name, Value }) =>
          Name === "prefix" ? key.startsWith(Value) : key.endsWith(Value),
        ),
    }));
  });
  const [rule] = rules;
  if (
    rule === undefined ||
    rules.some(({ bucket, queueArn }) => bucket !== rule.bucket || queueArn !== rule.queueArn)
  )
    throw new Error("The harness plays the notices of one queue.");
  return { ...rule, takes: (key) => rules.some(({ takes }) => takes(key)) };
}

/** Gives at each call the notices of what was put since the call before. */
export function noticesOf(s3: S3StandIn, { bucket, takes }: NoticeRule): () => string[] {
  const told = new Set<string>();
  return () => {
    const found = s3.versions(bucket).filter(({ key, versionId, deleteMarker }) => {
      return !deleteMarker && takes(key) && !told.has(`${key} ${versionId}`);
    });
    for (const { key, versionId } of found) told.add(`${key} ${versionId}`);
    return found.map(({ key, versionId }) => noticeOf(bucket, key, versionId));
  };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html */
function noticeOf(bucket: string, key: string, versionId: string): string {
  const asInForms = encodeURIComponent(key).replaceAll("%2F", "/").replaceAll("%20", "+");
  const record = {
    eventVersion: "2.1",
    eventSource: "aws:s3",
    awsRegion: REGION,
    eventName: "ObjectCreated:Put",
    s3: {
      s3SchemaVersion: "1.0",
      bucket: { name: bucket, arn: `arn:aws:s3:::${bucket}` },
      object: { key: asInForms, versionId },
    },
  };
  return JSON.stringify({ Records: [record] });
}
