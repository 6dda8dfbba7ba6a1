/** The named failures of an attachment's transfer; their codes are archived, so they never change. */
import { certificateAdvice } from "../certificate-advice.ts";
import { TransferError } from "../errors.ts";
import type { S3Refusal } from "./s3-refusal.ts";
import { transportCode } from "./transport.ts";
import type { AttachmentUrl } from "./url-guard.ts";

const REASONS = {
  truncated: { retryable: true, hint: "try again" },
  "too-long": { retryable: false, hint: "compare with the file in LeadSquared" },
  "too-slow": { retryable: true, hint: "try again later" },
  "too-large": {
    retryable: false,
    hint: "save the file from LeadSquared yourself: no setting allows a larger one",
  },
  expired: { retryable: false, hint: "ask LeadSquared for a fresh URL" },
  forbidden: {
    retryable: false,
    hint: "ask LeadSquared for a fresh URL; if that changes nothing, look what stands between this machine and the host",
  },
  gone: { retryable: false, hint: "look whether LeadSquared still shows the file" },
  redirected: {
    retryable: false,
    hint: "redirects are not followed; check where LeadSquared keeps its files now",
  },
  refused: { retryable: false, hint: "look whether LeadSquared still shows the file" },
  "upstream-error": { retryable: true, hint: "try again later" },
  unreachable: { retryable: true, hint: "check the network and try again" },
} as const;

export type TransferReason = keyof typeof REASONS;

/** What people are told to do, by reason. */
export const TRANSFER_HINTS: ReadonlyMap<string, string> = new Map(
  Object.entries(REASONS).map(([reason, { hint }]) => [reason, hint]),
);

/**
 * A failure at this URL; `what` completes "The attachment at … ".
 * @param by whose word it is, such as a code of S3's: archived behind the reason, as `refused:InvalidObjectState`
 */
export function transferError(
  url: AttachmentUrl,
  reason: TransferReason,
  what: string,
  by?: string,
): TransferError {
  const { retryable, hint } = REASONS[reason];
  const code = by === undefined ? reason : `${reason}:${by}`;
  return new TransferError(code, `The attachment at ${url.origin}${url.path} ${what}: ${hint}.`, {
    retryable,
  });
}

/** The failure that a status other than 200 stands for, by S3's own code where its answer has one. */
export function statusError(url: AttachmentUrl, status: number, said: S3Refusal): TransferError {
  const what = `was answered with ${status}${said.code === undefined ? "" : ` ${said.code}`}`;
  return transferError(url, ...reasonOf(status, said, what));
}

type Reason = [reason: TransferReason, what: string, by?: string];

function reasonOf(status: number, { code, expired }: S3Refusal, what: string): Reason {
  if (status >= 500 || status === 429 || status === 408) return ["upstream-error", what];
  if (expired) return ["expired", what];
  if (code === "NoSuchKey") return ["gone", what];
  if (code !== undefined) return ["refused", what, code];
  if (status === 403) return ["forbidden", what];
  if (status === 404 || status === 410) return ["gone", what];
  if (status === 206) return ["truncated", what];
  // 304 leads nowhere: there is nothing that it could be compared with.
  if (status >= 300 && status < 400 && status !== 304) return ["redirected", what];
  return ["refused", what, String(status)];
}

/** A failed connection as `reason`; any other error as it is. */
export function connectionError(url: AttachmentUrl, reason: TransferReason, error: unknown): unknown {
  const code = transportCode(error);
  if (code === undefined) return error;
  const why = certificateAdvice(code);
  const what = why === undefined ? "could not be read to its end" : `could not be read, as ${why}`;
  return transferError(url, reason, `${what} (${code})`);
}
