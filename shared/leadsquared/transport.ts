/** What both kinds of requests share: sending them, and naming a failure of the network. */
import { type Dispatcher, errors } from "undici";
import { TicketvaultError } from "../errors.ts";
import { WireBody } from "./wire-body.ts";

/** Codes of undici that mean a mistake in this program, not a failure of the network. */
const OUR_MISTAKES = new Set(["UND_ERR_INVALID_ARG", "UND_ERR_NOT_SUPPORTED"]);

/**
 * The code of a failed connection (`ECONNREFUSED`, `UND_ERR_SOCKET`, `not HTTP`), undefined for any other error. Only the
 * code is passed on: a parser's error carries what it read.
 */
export function transportCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || error instanceof TicketvaultError || !("code" in error)) {
    return undefined;
  }
  const [, refused] = /^Proxy response \((\d{3})\)/.exec(error.message) ?? [];
  if (refused !== undefined) return `the proxy answers ${refused}`;
  const code = error instanceof errors.HTTPParserError ? "not HTTP" : error.code;
  return typeof code === "string" && !OUR_MISTAKES.has(code) ? code : undefined;
}

export interface WireRequest extends Dispatcher.DispatchOptions {
  readonly signal: AbortSignal;
  /** Called when the request goes out on a connection that stands. */
  readonly onSent?: () => void;
}

export interface WireResponse {
  readonly statusCode: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: WireBody;
}

/**
 * Sends one request; redirects are not followed and nothing is inflated. A failure of the body reaches whoever reads
 * it; one that nobody reads ends nothing. Undici's own streams cost as much again as reading the connection does.
 * @throws what the connection failed with before the answer began; the signal's reason
 */
export function send(
  dispatcher: Dispatcher,
  { signal, onSent, ...options }: WireRequest,
): Promise<WireResponse> {
  return new Promise((resolve, reject) => {
    let controller: Dispatcher.DispatchController | undefined;
    let body: WireBody | undefined;
    const abort = (): void => {
      controller?.abort(signal.reason);
      fail(signal.reason);
    };
    const over = (): void => signal.removeEventListener("abort", abort);
    const fail = (error: Error): void => {
      over();
      body?.failed(error);
      reject(error);
    };
    if (signal.aborted) return abort();
    signal.addEventListener("abort", abort);
    dispatcher.dispatch(options, {
      onRequestStart(started) {
        controller = started;
        if (signal.aborted) started.abort(signal.reason);
        else onSent?.();
      },
      onResponseStart(started, statusCode, headers) {
        // 1xx come before the answer.
        if (statusCode < 200) return;
        body = new WireBody(started);
        resolve({ statusCode, headers, body });
      },
      onResponseData: (_, chunk) => body?.arrived(chunk),
      onResponseEnd() {
        over();
        body?.ended();
      },
      onResponseError: (_, error) => fail(error),
    });
  });
}
