/** What both kinds of requests share: sending them, and naming a failure of the network. */
import { type Dispatcher, errors } from "undici";
import { TicketvaultError } from "../errors.ts";

/** Codes of undici that mean a mistake of ours and no failure of the network. */
const OUR_MISTAKES = new Set(["UND_ERR_INVALID_ARG", "UND_ERR_NOT_SUPPORTED"]);

/**
 * The code of a failed connection (`ECONNREFUSED`, `UND_ERR_SOCKET`, `not HTTP`), undefined for any other error. Only the
 * code is passed on: a parser's error carries what it read.
 */
export function transportCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || error instanceof TicketvaultError || !("code" in error)) {
    return undefined;
  }
  const code = error instanceof errors.HTTPParserError ? "not HTTP" : error.code;
  return typeof code === "string" && !OUR_MISTAKES.has(code) ? code : undefined;
}

/**
 * Sends one request; redirects are not followed. A failure of the body reaches whoever reads it; one that nobody reads
 * or that was closed early does not end the process, as a stream's unheard error would.
 */
export async function send(
  dispatcher: Dispatcher,
  options: Dispatcher.RequestOptions,
): Promise<Dispatcher.ResponseData> {
  const response = await dispatcher.request(options);
  response.body.on("error", () => {});
  return response;
}
