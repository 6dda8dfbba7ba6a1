/** What each status of the API other than 200 means, and what a person should check. */
import { LeadSquaredError } from "../errors.ts";
import type { Endpoint } from "./endpoint.ts";

interface Refusal {
  readonly code: string;
  readonly check: string;
  readonly retryable?: boolean;
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
  },
  404: {
    code: "not-found",
    check:
      "Check the base URL and the tenant id, and that 'LeadSquared Service CRM APIs' is switched on under Service Cloud > API Configurations",
  },
  429: {
    code: "throttled",
    check: "Other callers use up the account's 25 calls in 5 seconds: try again later",
    retryable: true,
  },
  500: TRANSIENT,
  502: TRANSIENT,
  503: TRANSIENT,
  504: TRANSIENT,
};

const REDIRECTED: Refusal = {
  code: "redirected",
  check: "Redirects are not followed, since the keys go to no other host: check the base URL",
};

const OTHER: Refusal = {
  code: "refused",
  check: "This status is not documented: check the base URL, the keys and the account's IP whitelist",
};

/** The error for an answer that is not 200. */
export function refusal(endpoint: Endpoint, status: number): LeadSquaredError {
  const redirect = status >= 300 && status < 400;
  const { code, check, retryable = false } = BY_STATUS[status] ?? (redirect ? REDIRECTED : OTHER);
  return new LeadSquaredError(code, `LeadSquared at ${endpoint.origin} answered ${status}. ${check}.`, {
    retryable,
  });
}
