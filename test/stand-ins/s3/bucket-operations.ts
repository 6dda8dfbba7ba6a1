/** The operations on buckets themselves: create, head, list, delete, versioning. */
import { Bucket } from "./buckets.ts";
import type { Handler } from "./call.ts";
import { s3Error } from "./errors.ts";
import { childText, xml } from "./xml.ts";

const NAME = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

const create: Handler = (call) => {
  const { buckets, now } = call.state;
  const name = call.bucketName;
  if (!NAME.test(name)) throw s3Error("InvalidArgument", "The specified bucket is not valid.");
  if (buckets.has(name)) return { status: 200 }; // in us-east-1 making one's own bucket again is no error
  const bucket = new Bucket(name, now());
  if (call.header("x-amz-bucket-object-lock-enabled") === "true") {
    bucket.versioning = "Enabled";
    bucket.objectLock = { defaultRetention: undefined };
  }
  buckets.set(name, bucket);
  return { status: 200, headers: { location: `/${name}` } };
};

const head: Handler = (call) => {
  call.bucketNamed(call.bucketName);
  return { status: 200, headers: { "x-amz-bucket-region": "us-east-1" } };
};

const remove: Handler = ({ bucket, state }) => {
  if (bucket.keys().length > 0) throw s3Error("BucketNotEmpty");
  state.buckets.delete(bucket.name);
  return { status: 204 };
};

const list: Handler = ({ state }) => {
  const Bucket = [...state.buckets.values()].map(({ name, created }) => ({
    Name: name,
    CreationDate: created,
  }));
  return { status: 200, body: xml("ListAllMyBucketsResult", { Buckets: { Bucket } }) };
};

const getVersioning: Handler = ({ bucket }) => ({
  status: 200,
  body: xml("VersioningConfiguration", { Status: bucket.versioning }),
});

const putVersioning: Handler = async (call) => {
  const { bucket } = call;
  const status = childText(await call.receiveXml("VersioningConfiguration"), "Status");
  if (status !== "Enabled" && status !== "Suspended") throw s3Error("MalformedXML");
  if (status === "Suspended" && bucket.objectLock !== undefined) {
    throw s3Error(
      "InvalidBucketState",
      "An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.",
    );
  }
  bucket.versioning = status;
  return { status: 200 };
};

export const bucketOperations = {
  CreateBucket: create,
  HeadBucket: head,
  DeleteBucket: remove,
  ListBuckets: list,
  GetBucketVersioning: getVersioning,
  PutBucketVersioning: putVersioning,
} satisfies Record<string, Handler>;
