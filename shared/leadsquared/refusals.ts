/** What each status of the API other than 200 means, what a person should check, and whether it is about the whole account. */
import { LeadSquaredError } from "../errors.ts";
import type { Endpoint } from "./endpoint.ts";

interface Refusal {
  readonly code: string;
  readonly check: string;
  /** Worth another try within the same call. */
  readonly retryable?: true;
  /** Every other ticket would meet it too: the account's calls pause. */
  readonly ofAccount?: true;
}

const TRANSIENT: Refusal = {
  code: "server-error",
  check: "This is a failure on LeadSquared's side: try again later",
  retryable: true,
};

const BY_STATUS: Readonly<Record<number, Refusal>> = {
  400: {
    code: "bad-request",
    check: "Check the ticket number and that the org id is the account's own",
  },
  401: {
    code: "unauthorized",
    check:
      "Check that the host is the one of the account's region, that both keys are current, that the user they belong to is active, and that the account's IP whitelist (if any) has this machine's address",
    ofAccount: true,
  },
  403: {
    code: "forbidden",
    check:
      "Check that the account's IP whitelist (if any) has this machine's address, that no firewall or proxy stands between, and that the user the keys belong to may call the API",
    ofAccount: true,
  },
  404: {
    code: "not-found",
    check:
      "Check the base URL and the tenant id, and that 'LeadSquared Service CRM APIs' is switched on under Service Cloud > API Configurations",
  },
  405: {
    code: "refused",
    check: "The address takes no POST: check the base URL, and what stands between",
    ofAccount: true,
  },
  407: {
    code: "refused",
    check: "A proxy between wants a login: check the network's settings",
    ofAccount: true,
  },
  408: TRANSIENT,
  429: {
    code: "throttled",
    check: "The account's calls are used up, by other programs perhaps: try again later",
    retryable: true,
  },
};

const REDIRECTED: Refusal = {
  code: "redirected",
  check: "Redirects are not followed, since the keys go to no other host: check the base URL",
  ofAccount: true,
};

const OTHER: Refusal = {
  code: "refused",
  check: "This status is not documented: check the base URL, the keys and the account's IP whitelist",
};

/** What an answer that is not 200 means. */
export function refusalOf(status: number): Refusal {
  if (status >= 500) return TRANSIENT;
  return BY_STATUS[status] ?? (status >= 300 && status < 400 ? REDIRECTED : OTHER);
}

/** The error for an answer that is not 200. @param waitMs for how long the account's calls pause */
export function refusal(endpoint: Endpoint, status: number, waitMs?: number): LeadSquaredError {
  const { code, check, retryable = false } = refusalOf(status);
  const message = `LeadSquared at ${endpoint.origin} answered ${status}. ${check}.`;
  return new LeadSquaredError(code, message, { retryable, waitMs });
}
