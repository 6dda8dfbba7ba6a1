/** The named failures of an attachment's transfer; their codes are archived, so they never change. */
import { TransferError } from "../errors.ts";
import { transportCode } from "./transport.ts";
import type { AttachmentUrl } from "./url-guard.ts";

const REASONS = {
  truncated: { retryable: true, hint: "try again" },
  "too-long": { retryable: false, hint: "compare with the file in LeadSquared" },
  "too-slow": { retryable: true, hint: "try again later" },
  "too-large": { retryable: false, hint: "raise the limit if the file really is that large" },
  expired: { retryable: false, hint: "ask LeadSquared for a fresh URL" },
  gone: { retryable: false, hint: "look whether LeadSquared still shows the file" },
  redirected: {
    retryable: false,
    hint: "redirects are not followed; check where LeadSquared keeps its files now",
  },
  refused: { retryable: false, hint: "look whether LeadSquared still shows the file" },
  "upstream-error": { retryable: true, hint: "try again later" },
  unreachable: { retryable: true, hint: "check the network and try again" },
  "not-the-file": { retryable: false, hint: "look whether LeadSquared still shows the file" },
} as const;

export type TransferReason = keyof typeof REASONS;

/** A failure at this URL; `what` completes "The attachment at … ". */
export function transferError(url: AttachmentUrl, reason: TransferReason, what: string): TransferError {
  const { retryable, hint } = REASONS[reason];
  return new TransferError(reason, `The attachment at ${url.origin}${url.path} ${what}: ${hint}.`, {
    retryable,
  });
}

/** The failure that a status other than 200 stands for. */
export function statusError(url: AttachmentUrl, status: number): TransferError {
  return transferError(url, reasonOf(status), `was answered with ${status}`);
}

function reasonOf(status: number): TransferReason {
  if (status >= 500 || status === 429) {
    return "upstream-error";
  }
  if (status >= 300 && status < 400) {
    return "redirected";
  }
  // S3 says 403 to a signature that is out of time and 400 to a temporary token that is (ExpiredToken).
  if (status === 400 || status === 401 || status === 403) {
    return "expired";
  }
  return status === 404 || status === 410 ? "gone" : "refused";
}

/** A failed connection as `reason`; any other error as it is. */
export function connectionError(url: AttachmentUrl, reason: TransferReason, error: unknown): unknown {
  const code = transportCode(error);
  return code === undefined ? error : transferError(url, reason, `could not be read to its end (${code})`);
}
