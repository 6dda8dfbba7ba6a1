/** `GET /t/{org}/ticket/%23{id}/email/{uuid}`: the bucket that attachments are fetched from by signed URL. */
import { createHash } from "node:crypto";
import type { Catalogue } from "../catalogue/catalogue.ts";
import type { FaultList } from "../faults/fault-list.ts";
import type { SandboxFile } from "../files/file-of.ts";
import type { Answer, Reply } from "../reply.ts";
import { requestHasExpired, s3Error, signatureDoesNotMatch } from "./s3-errors.ts";
import { checkQuery } from "./signed-urls.ts";

export interface AttachmentRequest {
  readonly method: string;
  /** The `Host` header, which is part of what was signed. */
  readonly host: string;
  /** As on the request line, percent-encoded. */
  readonly path: string;
  /** As on the request line, without `?`. */
  readonly query: string;
}

export interface AttachmentParts {
  readonly orgId: number;
  readonly catalogue: Pick<Catalogue, "attachment">;
  readonly faults: Pick<FaultList, "attachment">;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** The stable path of the file at `path` (`email/{uuid}`) of a ticket. */
export function attachmentPath(orgId: number, ticketId: number, path: string): string {
  return `/t/${orgId}/ticket/%23${ticketId}/${path}`;
}

/** The ticket and the path within it that a stable path names. */
export function parseAttachmentPath(
  orgId: number,
  path: string,
): { readonly ticketId: number; readonly path: string } | undefined {
  const [, org, ticketId, rest] = /^\/t\/(\d+)\/ticket\/%23(\d+)\/(email\/[^/]+)$/.exec(path) ?? [];
  return Number(org) === orgId && rest !== undefined ? { ticketId: Number(ticketId), path: rest } : undefined;
}

/** Only GET is signed, so any other method has a signature that does not match. */
export async function getAttachment(request: AttachmentRequest, parts: AttachmentParts): Promise<Reply> {
  const place = parseAttachmentPath(parts.orgId, request.path);
  const found = place && parts.catalogue.attachment(place.ticketId, withVersion(place.path, request.query));
  if (place === undefined || found === undefined) {
    return s3Error(404);
  }
  if (request.method !== "GET") {
    return signatureDoesNotMatch();
  }
  const check = checkQuery(request.host, request.path, request.query, parts.now());
  if (check.verdict === "unsigned") {
    return s3Error(403);
  }
  if (check.verdict === "bad-signature") {
    return signatureDoesNotMatch();
  }
  if (check.verdict === "expired") {
    return requestHasExpired(check.expiredAt, parts.now());
  }
  const right = fileAnswer(found.file, request.path, check.disposition);
  const strike = parts.faults.attachment.take(place.ticketId, found.attachment);
  return strike === undefined ? right : await strike(right, { file: found.file, now: parts.now() });
}

/** The path of one version of an object, where the query asks for one. */
function withVersion(path: string, query: string): string {
  const version = /(?:^|&)(versionId=[\w.-]+)(?:&|$)/.exec(query)?.[1];
  return version === undefined ? path : `${path}?${version}`;
}

/** The ETag is opaque, as under KMS encryption: it changes with the file and is no MD5 of it. */
function fileAnswer(file: SandboxFile, path: string, disposition: string | undefined): Answer {
  const etag = createHash("md5").update(`${path} ${file.contentType} ${file.size}`).digest("hex");
  return {
    kind: "answer",
    status: 200,
    headers: {
      "x-amz-request-id": "0A49CE4060975EAC",
      "Last-Modified": "Wed, 28 Aug 2024 13:55:43 GMT",
      ETag: `"${etag}"`,
      "Content-Type": headerText(file.contentType),
      ...(disposition === undefined ? {} : { "Content-Disposition": headerText(disposition) }),
      Server: "AmazonS3",
    },
    body: file.bytes(),
    framing: file.size,
    ending: "end",
  };
}

/** Text as a header can carry it: its UTF-8 bytes, control characters left out. */
function headerText(text: string): string {
  return Buffer.from(text.replace(/\p{Cc}/gu, "")).toString("latin1");
}
