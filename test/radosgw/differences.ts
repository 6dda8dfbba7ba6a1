/** What radosgw 16.2 does otherwise than Amazon S3, as data: here the stand-in follows S3's documentation. */
import type { Fault } from "../stand-ins/s3/faults.ts";

/** Features that radosgw 16.2 ignores altogether, as faults which make the stand-in ignore them too. */
export const IGNORED_BY_RADOSGW: readonly Fault[] = [
  { kind: "no-checksum", times: Number.POSITIVE_INFINITY },
  { kind: "ignore-copy-conditions", times: Number.POSITIVE_INFINITY },
];

export interface Difference {
  /** As the suite names it. */
  readonly step: string;
  /** What S3 and the stand-in answer. */
  readonly s3: string;
  readonly radosgw: string;
}

const NO_RETENTION = {
  s3: "404 NoSuchObjectLockConfiguration",
  radosgw: "404 ObjectLockConfigurationNotFoundError",
};
const NO_VERSION = { radosgw: "404 NoSuchKey" };
const TOO_LONG = { s3: "400 KeyTooLongError", radosgw: "400 InvalidObjectName" };

/** Steps that the two answer differently. */
export const DIFFERENCES: readonly Difference[] = [
  // An If-Match header must hold the ETag without quotes.
  { step: "If-Match with a quoted ETag", s3: "200", radosgw: "412 PreconditionFailed" },
  { step: "If-Match on what is absent", s3: "404 NoSuchKey", radosgw: "412 PreconditionFailed" },
  { step: "If-Match over a marker", s3: "404 NoSuchKey", radosgw: "412 PreconditionFailed" },
  { step: "If-None-Match with an ETag", s3: "501 NotImplemented", radosgw: "200" },

  // In a bucket that keeps versions conditional writes do not work at all: whoever creates wins, nobody replaces.
  { step: "ten create with versions", s3: "1 won, theirs stands", radosgw: "10 won, theirs stands" },
  { step: "create over a version", s3: "412 PreconditionFailed", radosgw: "200" },
  { step: "replace a version", s3: "200", radosgw: "412 PreconditionFailed" },
  { step: "ten replace with versions", s3: "1 won, theirs stands", radosgw: "0 won, another stands" },

  // Conditions of completed uploads and of copied sources are ignored, and so is the order of parts.
  { step: "complete with If-None-Match on what is there", s3: "412 PreconditionFailed", radosgw: "200" },
  { step: "copy if the source matches another", s3: "412 PreconditionFailed", radosgw: "200" },
  { step: "complete in the wrong order", s3: "400 InvalidPartOrder", radosgw: "200" },
  { step: "complete again", s3: "404 NoSuchUpload", radosgw: "200" },
  { step: "complete what was aborted", s3: "404 NoSuchUpload", radosgw: "500 InternalError" },
  { step: "list the parts of nothing", s3: "404 NoSuchUpload", radosgw: "404 NoSuchKey" },

  // Codes that differ.
  { step: "get a version that never was", s3: "404 NoSuchVersion", ...NO_VERSION },
  { step: "get the marker", s3: "405 MethodNotAllowed", ...NO_VERSION },
  { step: "retention of none", ...NO_RETENTION },
  { step: "legal hold of none", ...NO_RETENTION },
  { step: "put 1025 bytes of k", ...TOO_LONG },
  { step: "put 1026 bytes of é", ...TOO_LONG },
  {
    step: "presigned for too long",
    s3: "400 AuthorizationQueryParametersError",
    radosgw: "403 AccessDenied",
  },
];
