/** Object Lock: default retention of buckets, retention and legal hold of versions, and what they forbid. */
import type { Bucket, ObjectVersion, Retention, Version } from "./buckets.ts";
import type { Call, Handler } from "./call.ts";
import { s3Error } from "./errors.ts";
import { child, childText, type Element, xml } from "./xml.ts";

const DAY_MS = 24 * 3600 * 1000;
const DAYS_OF_A_YEAR = 365;

interface Lock {
  readonly retention: Retention | undefined;
  readonly legalHold: "ON" | "OFF" | undefined;
}

/** The lock that a new object gets: what its headers ask for, else what its bucket does by default. */
export function lockOfNew(bucket: Bucket, header: (name: string) => string | undefined, now: Date): Lock {
  const mode = header("x-amz-object-lock-mode");
  const until = header("x-amz-object-lock-retain-until-date");
  const legalHold = header("x-amz-object-lock-legal-hold");
  const asked = mode !== undefined || until !== undefined || legalHold !== undefined;
  if (bucket.objectLock === undefined) {
    if (asked) throw s3Error("InvalidRequest", "Bucket is missing Object Lock Configuration");
    return { retention: undefined, legalHold: undefined };
  }
  if (mode !== undefined && !isMode(mode)) throw s3Error("InvalidArgument", "Unknown wormMode directive.");
  if (legalHold !== undefined && !isHold(legalHold))
    throw s3Error("InvalidArgument", "Legal Hold must be either of 'ON' or 'OFF'");
  if ((mode === undefined) !== (until === undefined)) {
    throw s3Error(
      "InvalidArgument",
      "x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied",
    );
  }
  const byDefault = bucket.objectLock.defaultRetention;
  const otherwise = byDefault && {
    mode: byDefault.mode,
    until: new Date(now.getTime() + byDefault.days * DAY_MS),
  };
  return {
    retention: mode === undefined ? otherwise : retentionOf(mode, until, now),
    legalHold,
  };
}

function isMode(text: string | undefined): text is Retention["mode"] {
  return text === "GOVERNANCE" || text === "COMPLIANCE";
}

function isHold(text: string | undefined): text is "ON" | "OFF" {
  return text === "ON" || text === "OFF";
}

function modeOf(text: string | undefined): Retention["mode"] {
  if (!isMode(text)) throw s3Error("MalformedXML");
  return text;
}

function retentionOf(mode: string | undefined, until: string | undefined, now: Date): Retention {
  const date = new Date(until ?? "");
  if (Number.isNaN(date.getTime())) throw s3Error("MalformedXML");
  if (date <= now) throw s3Error("InvalidArgument", "The retain until date must be in the future!");
  return { mode: modeOf(mode), until: date };
}

/** @throws S3Error AccessDenied when the version may not be taken away yet */
export function checkDeletable(version: Version, now: Date, bypassGovernance: boolean): void {
  if (version.deleteMarker) return;
  const { retention, legalHold } = version;
  const retained =
    retention !== undefined &&
    retention.until > now &&
    !(retention.mode === "GOVERNANCE" && bypassGovernance);
  if (retained || legalHold === "ON") {
    throw s3Error("AccessDenied", "Access Denied because object protected by object lock.");
  }
}

/** What HEAD and GET say of the lock. */
export function lockHeaders(object: ObjectVersion): Record<string, string> {
  const { retention, legalHold } = object;
  return {
    ...(retention && {
      "x-amz-object-lock-mode": retention.mode,
      "x-amz-object-lock-retain-until-date": retention.until.toISOString(),
    }),
    ...(legalHold && { "x-amz-object-lock-legal-hold": legalHold }),
  };
}

function lockable(call: Call): ObjectVersion {
  const { bucket } = call;
  if (bucket.objectLock === undefined) {
    throw s3Error("InvalidRequest", "Bucket is missing Object Lock Configuration");
  }
  return bucket.object(call.key, call.versionId);
}

/** Whether `next` takes nothing away from `previous`. */
function keepsLonger(previous: Retention, next: Retention | undefined): boolean {
  if (next === undefined || next.until < previous.until) return false;
  return previous.mode === "GOVERNANCE" || next.mode === "COMPLIANCE";
}

function bypasses(call: Call): boolean {
  return call.header("x-amz-bypass-governance-retention") === "true";
}

const putRetention: Handler = async (call) => {
  const object = lockable(call);
  const root = await call.receiveXml("Retention");
  const now = call.state.now();
  const empty = root.children.length === 0;
  const next = empty
    ? undefined
    : retentionOf(childText(root, "Mode"), childText(root, "RetainUntilDate"), now);
  const previous = object.retention;
  const binding = previous !== undefined && previous.until > now;
  if (binding && !keepsLonger(previous, next) && !(previous.mode === "GOVERNANCE" && bypasses(call))) {
    throw s3Error("AccessDenied", "Access Denied because object protected by object lock.");
  }
  object.retention = next;
  return { status: 200 };
};

const getRetention: Handler = (call) => {
  const { retention } = lockable(call);
  if (retention === undefined) throw s3Error("NoSuchObjectLockConfiguration");
  return { status: 200, body: xml("Retention", { Mode: retention.mode, RetainUntilDate: retention.until }) };
};

const putLegalHold: Handler = async (call) => {
  const object = lockable(call);
  const status = childText(await call.receiveXml("LegalHold"), "Status");
  if (!isHold(status)) throw s3Error("MalformedXML");
  object.legalHold = status;
  return { status: 200 };
};

const getLegalHold: Handler = (call) => {
  const { legalHold } = lockable(call);
  if (legalHold === undefined) throw s3Error("NoSuchObjectLockConfiguration");
  return { status: 200, body: xml("LegalHold", { Status: legalHold }) };
};

const putConfiguration: Handler = async (call) => {
  const { bucket } = call;
  if (bucket.versioning !== "Enabled") {
    throw s3Error(
      "InvalidBucketState",
      "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration",
    );
  }
  const root = await call.receiveXml("ObjectLockConfiguration");
  if (childText(root, "ObjectLockEnabled") !== "Enabled") throw s3Error("MalformedXML");
  const rule = child(child(root, "Rule"), "DefaultRetention");
  bucket.objectLock = {
    defaultRetention: rule && { mode: modeOf(childText(rule, "Mode")), days: daysOf(rule) },
  };
  return { status: 200 };
};

function daysOf(rule: Element): number {
  const days = Number(childText(rule, "Days") ?? 0) + Number(childText(rule, "Years") ?? 0) * DAYS_OF_A_YEAR;
  if (!(days > 0)) throw s3Error("MalformedXML");
  return days;
}

const getConfiguration: Handler = ({ bucket }) => {
  if (bucket.objectLock === undefined) throw s3Error("ObjectLockConfigurationNotFoundError");
  const rule = bucket.objectLock.defaultRetention;
  const body = xml("ObjectLockConfiguration", {
    ObjectLockEnabled: "Enabled",
    Rule: rule && { DefaultRetention: { Mode: rule.mode, Days: rule.days } },
  });
  return { status: 200, body };
};

export const lockOperations = {
  PutObjectRetention: putRetention,
  GetObjectRetention: getRetention,
  PutObjectLegalHold: putLegalHold,
  GetObjectLegalHold: getLegalHold,
  PutObjectLockConfiguration: putConfiguration,
  GetObjectLockConfiguration: getConfiguration,
} satisfies Record<string, Handler>;
