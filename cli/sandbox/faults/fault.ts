/** Everything that can be made to go wrong on demand, as data that also travels over the control endpoint. */
import * as z from "zod";

const count = z.int().nonnegative();

/** Whom a fault of the API strikes: one ticket or all, and how many times (for ever unless said). */
const onApi = z.strictObject({
  on: z.literal("api"),
  ticketId: z.int().optional(),
  times: z.int().positive().optional(),
});

/** As `onApi`, and of the attachments those with this file name or path (`email/{uuid}`), or all. */
const onAttachment = z.strictObject({
  on: z.literal("attachment"),
  ticketId: z.int().optional(),
  file: z.string().optional(),
  times: z.int().positive().optional(),
});

const apiFault = z.discriminatedUnion("kind", [
  /** An error status, with the error body that the sandbox gives it. */
  onApi.extend({
    kind: z.literal("status"),
    status: z.int().min(400).max(599),
    retryAfter: z.string().optional(),
  }),
  /** Status 200 around an error. */
  onApi.extend({ kind: z.literal("error-envelope") }),
  onApi.extend({ kind: z.literal("list-null") }),
  onApi.extend({ kind: z.literal("list-absent") }),
  /** `Total` says this, whatever the list holds. */
  onApi.extend({ kind: z.literal("total"), total: z.unknown() }),
  /** Fields that are not documented, on every level. */
  onApi.extend({ kind: z.literal("extra-fields") }),
  /** The answer's first half. */
  onApi.extend({ kind: z.literal("malformed-json") }),
  /** Well-formed JSON of this many bytes, length not announced. */
  onApi.extend({ kind: z.literal("huge-json"), bytes: z.int().min(1000) }),
  /** This body instead, with status 200. */
  onApi.extend({ kind: z.literal("raw"), body: z.string(), contentType: z.string().optional() }),
  /** No answer, the connection stays open. */
  onApi.extend({ kind: z.literal("stall") }),
  onApi.extend({ kind: z.literal("reset") }),
  onApi.extend({ kind: z.literal("drip"), bytesPerSecond: z.number().positive().optional() }),
  onApi.extend({ kind: z.literal("slow"), delayMs: count }),
  onApi.extend({ kind: z.literal("redirect"), location: z.string(), status: z.int().optional() }),
  /** `FileSize` in the answer, for the attachments with this name or path, or all; the file stays as it is. */
  onApi.extend({ kind: z.literal("file-size"), fileSize: z.unknown(), file: z.string().optional() }),
  /** `ContentPath` in the answer, for the attachments with this name or path, or all. */
  onApi.extend({ kind: z.literal("content-path"), contentPath: z.string(), file: z.string().optional() }),
]);

const attachmentFault = z.discriminatedUnion("kind", [
  /** 403, as if the URL's time had passed. */
  onAttachment.extend({ kind: z.literal("expired") }),
  /** 400, as S3 answers when the temporary token that signed the URL has died. */
  onAttachment.extend({ kind: z.literal("expired-token") }),
  /** An error status with S3's XML. */
  onAttachment.extend({ kind: z.literal("status"), status: z.int().min(400).max(599) }),
  /** The length announced, fewer bytes sent (half unless said), the connection closed. */
  onAttachment.extend({ kind: z.literal("short-body"), sendBytes: count.optional() }),
  /** No length announced, fewer bytes sent (half unless said), a clean end by closing. */
  onAttachment.extend({ kind: z.literal("truncated"), sendBytes: count.optional() }),
  /** No length announced, more bytes than the file has (1000 more unless said), ended by closing. */
  onAttachment.extend({ kind: z.literal("overlong"), extraBytes: count.optional() }),
  /** The length announced, some bytes sent (half unless said), the connection reset. */
  onAttachment.extend({ kind: z.literal("reset"), sendBytes: count.optional() }),
  /** Nothing more after this many bytes; without the number, not even headers. The connection stays open. */
  onAttachment.extend({ kind: z.literal("stall"), sendBytes: count.optional() }),
  onAttachment.extend({ kind: z.literal("drip"), bytesPerSecond: z.number().positive().optional() }),
  onAttachment.extend({ kind: z.literal("slow"), delayMs: count }),
  /** Bytes without end and without an announced length. */
  onAttachment.extend({ kind: z.literal("endless") }),
  /** `Content-Encoding: gzip` over the file as it is, over the file compressed, or over 64 KB that inflate to 64 MB. */
  onAttachment.extend({ kind: z.literal("gzip"), wire: z.enum(["plain", "compressed", "bomb"]) }),
  /** Status 200, but an error page is what comes. */
  onAttachment.extend({ kind: z.literal("error-page"), format: z.enum(["xml", "html"]) }),
  onAttachment.extend({ kind: z.literal("content-type"), contentType: z.string() }),
  onAttachment.extend({ kind: z.literal("redirect"), location: z.string(), status: z.int().optional() }),
]);

/** One fault: where it strikes, how often, and what happens. */
export const fault = z.union([apiFault, attachmentFault]);

export type ApiFault = z.infer<typeof apiFault>;
export type AttachmentFault = z.infer<typeof attachmentFault>;
export type Fault = ApiFault | AttachmentFault;
