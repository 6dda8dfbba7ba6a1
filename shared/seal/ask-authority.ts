/** Asks a time-stamping authority over HTTP (RFC 3161, 3.4): bounded in size and time, at public addresses, without redirects. */
import { type Dispatcher, request } from "undici";
import type { Authority } from "../authorities.ts";
import { sha256Hex } from "../digest.ts";
import { TicketvaultError } from "../errors.ts";
import { guardedAgent } from "../leadsquared/guarded-agent.ts";
import { readTimeStamp, timeStampQuery } from "../ledger/time-stamp.ts";
import type { Proxies } from "../proxies.ts";

/** No answer of an authority was had that could be kept: it is asked again. */
class TimeStampError extends TicketvaultError {}

/** Gives an authority's answer (DER) for these bytes. @throws TimeStampError */
export type AskAuthority = (authority: Authority, bytes: Uint8Array) => Promise<Uint8Array>;

/** In ms, from connecting to the last byte. */
const ANSWER_TAKES = 20_000;
/** An answer with a chain of certificates has some 6 KB. */
const MOST_BYTES = 64 * 1024;

/** The agent takes only public addresses, but for the origins of stand-ins on this machine. */
export function authorityClient(authorities: readonly Authority[], proxies?: Proxies): AskAuthority {
  const local = authorities.flatMap(({ localOrigin }) => localOrigin ?? []);
  const dispatcher = guardedAgent(local, { proxies });
  return (authority, bytes) => ask(dispatcher, authority, bytes);
}

async function ask(dispatcher: Dispatcher, { url, name }: Authority, bytes: Uint8Array): Promise<Uint8Array> {
  const query = timeStampQuery(bytes);
  const fail = (why: string, cause?: unknown): TimeStampError =>
    new TimeStampError("no-time-stamp", `The time-stamping authority ${name} ${why}.`, {
      cause,
      retryable: true,
    });
  let answer: Uint8Array;
  try {
    const { statusCode, body } = await request(url, {
      dispatcher,
      method: "POST",
      headers: { "content-type": "application/timestamp-query", accept: "application/timestamp-reply" },
      body: query.der,
      signal: AbortSignal.timeout(ANSWER_TAKES),
    });
    if (statusCode !== 200) {
      await body.dump({ limit: MOST_BYTES }).catch(() => {});
      throw fail(`answers ${statusCode}`);
    }
    answer = await bounded(body, () => fail(`answers more than ${MOST_BYTES} bytes`));
  } catch (cause) {
    throw cause instanceof TimeStampError ? cause : fail("was not reached, or did not answer in time", cause);
  }
  const { sha256, nonce } = stampIn(answer, name, fail);
  if (sha256 !== sha256Hex(bytes) || nonce !== query.nonce)
    throw fail("answers something else than was asked");
  return answer;
}

function stampIn(answer: Uint8Array, name: string, fail: (why: string, cause: unknown) => TimeStampError) {
  try {
    return readTimeStamp(answer, name);
  } catch (cause) {
    throw fail("grants no time stamp", cause);
  }
}

async function bounded(body: AsyncIterable<Uint8Array>, tooLarge: () => Error): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > MOST_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
