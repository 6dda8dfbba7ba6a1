/** Asks LeadSquared for the conversations of a ticket, and its details: paced, retried where that is of use, checked. */
import pRetry from "p-retry";
import type { Dispatcher } from "undici";
import { LeadSquaredError } from "../errors.ts";
import type { Logger } from "../log.ts";
import { LOG_EVENTS } from "../names.ts";
import { ACTIVITY_TYPES } from "../ticket/document.ts";
import type { Account, Credentials, CredentialsReader } from "./account.ts";
import { type DetailsAnswer, readDetailsResponse } from "./details-response.ts";
import { conversationEndpoint, detailsEndpoint, type Endpoint } from "./endpoint.ts";
import { type Answer, exchange } from "./exchange.ts";
import type { Pacer, RunOptions } from "./pacer.ts";
import { redact } from "./redact.ts";
import { refusal, refusalOf } from "./refusals.ts";
import { type ConversationList, readResponse } from "./response.ts";
import { retryAfterMs } from "./retry-after.ts";

export interface ClientLimits {
  /** Bytes of one answer. */
  readonly maxResponseBytes: number;
  /** For one try, from connecting to the last byte. */
  readonly deadlineMs: number;
  /** Further tries after a failure that may pass. */
  readonly retries: number;
  /** Wait before the first further try (once to twice that, by chance); each next one waits twice as long. */
  readonly backoffMs: number;
  /** Answers of 429 that are waited out in one call. */
  readonly pushBacks: number;
  /** How long the account's calls pause after an answer that every other call would get too. */
  readonly pauseMs: number;
}

const DEFAULT_LIMITS: ClientLimits = {
  maxResponseBytes: 32 * 1024 * 1024,
  deadlineMs: 30_000,
  retries: 3,
  backoffMs: 500,
  pushBacks: 5,
  pauseMs: 60_000,
};

export interface ClientDependencies {
  readonly account: Account;
  readonly credentials: CredentialsReader;
  readonly pacer: Pacer;
  readonly dispatcher: Dispatcher;
  readonly log: Logger;
  readonly limits?: Partial<ClientLimits>;
}

export interface LeadSquaredClient {
  /**
   * The conversations of one ticket, of all four activity types.
   * @throws LeadSquaredError `unauthorized`, `forbidden`, `bad-request`, `not-found`, `redirected`, `refused`,
   *   `response-too-large`, `response-encoded`;
   *   retryable: `throttled`, `server-error`, `timeout`, `unreachable`, `no-slot-in-time`, `day-used-up`, `pace-unavailable`
   * @throws UnexpectedResponseError as `readResponse`
   */
  getTicketConversations(ticketId: number, options?: RunOptions): Promise<ConversationList>;
  /**
   * The details of one ticket, in one try: no refusal but a 429 stops the account's other calls. Undefined where they are not
   * asked for (`Account.detailsPath`).
   * @throws LeadSquaredError as above, and as `readDetailsResponse`
   */
  readonly getTicketDetails: ((ticketId: number, options?: RunOptions) => Promise<DetailsAnswer>) | undefined;
}

/** Codes that have been waited for already, so that the next try belongs to the caller. */
const WAITED_FOR = new Set(["throttled", "no-slot-in-time", "day-used-up"]);

const worthATry = (error: Error): boolean =>
  error instanceof LeadSquaredError && error.retryable && !WAITED_FOR.has(error.code);

/** @throws UsageError when the account's base URL or the path of its details cannot be used */
export function createClient(dependencies: ClientDependencies): LeadSquaredClient {
  const { account, credentials, pacer, dispatcher, log } = dependencies;
  const limits = { ...DEFAULT_LIMITS, ...dependencies.limits };
  const conversations = conversationEndpoint(account);
  const details = detailsEndpoint(account);

  async function ask(
    { endpoint, body, ticketId }: { endpoint: Endpoint; body?: string; ticketId: number },
    keys: Credentials,
    run: RunOptions,
  ): Promise<Answer> {
    const slot = await pacer.slot(run);
    const started = performance.now();
    const answer = await exchange({
      dispatcher,
      endpoint,
      headers: {
        accept: "application/json",
        "accept-encoding": "identity",
        "x-lsq-access-key": keys.accessKey,
        "x-lsq-secret-key": keys.secretKey,
      },
      body,
      maxBytes: limits.maxResponseBytes,
      deadlineMs: Math.min(limits.deadlineMs, timeLeft(run)),
      onSent: slot.sent,
      onAnswer: slot.answered,
      signal: run.signal,
    });
    const durationMs = Math.round(performance.now() - started);
    log.debug("leadsquared.answered", {
      ticketId,
      status: answer.status,
      bytes: answer.raw.length,
      durationMs,
    });
    return answer;
  }

  /** What concerns the whole account stops all of its calls for a while, instead of failing each ticket. */
  async function pauseAfter({ status, retryAfter }: Answer): Promise<number | undefined> {
    const { code, ofAccount } = refusalOf(status);
    // A server that is busy may say until when (RFC 9110, 10.2.3).
    const asked =
      status === 503 && retryAfter !== undefined ? retryAfterMs(retryAfter, Date.now()) : undefined;
    const pauseMs = ofAccount ? limits.pauseMs : asked;
    if (pauseMs === undefined) return undefined;
    if (ofAccount) log.error(LOG_EVENTS.paused, { code, status, seconds: Math.round(pauseMs / 1000) });
    await pacer.pushBack(pauseMs);
    return pauseMs;
  }

  async function withoutSecrets(ticketId: number, { raw }: Answer, keys: Credentials): Promise<Uint8Array> {
    const secrets = { attachmentHosts: account.attachmentHosts, keys: [keys.accessKey, keys.secretKey] };
    const { bytes, keys: places } = await redact(raw, secrets);
    if (places > 0) log.error(LOG_EVENTS.keysEchoed, { ticketId, places });
    return bytes;
  }

  /** One try of a call; `call` remembers over the tries what is done only so often. */
  async function attempt(
    ticketId: number,
    call: { pushedBack: number; refreshed: boolean },
    run: RunOptions,
  ) {
    let keys = await credentials.read();
    const body = JSON.stringify({ TicketId: ticketId, OrgId: account.orgId, ActivityType: ACTIVITY_TYPES });
    for (;;) {
      const answer = await ask({ endpoint: conversations, body, ticketId }, keys, run);
      if (answer.status === 429) {
        const waitMs = retryAfterMs(answer.retryAfter, Date.now());
        await pacer.pushBack(waitMs, "too-many-calls");
        call.pushedBack += 1;
        if (call.pushedBack > limits.pushBacks) throw refusal(conversations, answer.status, waitMs);
      } else if (answer.status === 401 && !call.refreshed) {
        call.refreshed = true;
        keys = await credentials.refresh();
      } else if (answer.status === 200) {
        return readResponse(answer.raw, await withoutSecrets(ticketId, answer, keys));
      } else {
        throw refusal(conversations, answer.status, await pauseAfter(answer));
      }
    }
  }

  async function askDetails(endpoint: Endpoint, ticketId: number, run: RunOptions): Promise<DetailsAnswer> {
    const keys = await credentials.read();
    const answer = await ask({ endpoint, ticketId }, keys, run);
    if (answer.status === 429)
      await pacer.pushBack(retryAfterMs(answer.retryAfter, Date.now()), "too-many-calls");
    if (answer.status !== 200) throw refusal(endpoint, answer.status);
    const source = await withoutSecrets(ticketId, answer, keys);
    return readDetailsResponse(source, { orgId: account.orgId, ticketId });
  }

  return {
    getTicketDetails: details && ((ticketId, run = {}) => askDetails(details(ticketId), ticketId, run)),
    getTicketConversations(ticketId, run = {}) {
      const { signal } = run;
      const call = { pushedBack: 0, refreshed: false };
      return pRetry(() => attempt(ticketId, call, run), {
        retries: limits.retries,
        minTimeout: limits.backoffMs,
        randomize: true,
        ...(signal && { signal }),
        // A wait that may end beyond the deadline is of no use.
        shouldRetry: ({ error, retriesConsumed }) =>
          worthATry(error) && 2 * limits.backoffMs * 2 ** retriesConsumed < timeLeft(run),
        onFailedAttempt: ({ error, attemptNumber }) => {
          if (signal?.aborted) return;
          const code = error instanceof LeadSquaredError ? error.code : error.name;
          log.warn("leadsquared.try-failed", { ticketId, attempt: attemptNumber, code });
        },
      });
    },
  };
}

/** In ms, without end where there is no deadline. */
const timeLeft = ({ deadline = Number.POSITIVE_INFINITY }: RunOptions): number => deadline - Date.now();
