/** Cuts signed queries out of an answer's bytes and touches nothing else: what is left are the bytes as received. */
import { IS_SECRET_KEY, IS_URL_KEY } from "./signed-queries-grammar.ts";
import { contentPath, type Span, shifted, signedQueries } from "./signed-queries-text.ts";

/**
 * The same bytes without signed queries. Recognised are:
 *
 * - the value of a JSON key `ContentPath`: all from the first `?` or `#` on, `user:password@`, and what follows here;
 * - `X-Amz-Signature`, `X-Amz-Credential`, `X-Amz-Security-Token`, `X-Goog-Signature`, `X-Goog-Credential` as a
 *   parameter (cut from the query's `?`), as a header (`name: value`, `name = value`) and as a key of JSON, in the
 *   answer itself and in a text (the value goes, the key stays);
 * - `AWSAccessKeyId`, `Signature` and `sig` as parameters, after one of `?&;#`.
 *
 * In any case, and in these spellings, also several times over: JSON's escapes, HTML's character references,
 * percent-encoding, quoted-printable. A query is visible ASCII without quotes, brackets and backslashes, and ends
 * before a full stop that ends a sentence; it goes on behind a soft break, and behind a line end if the next line
 * looks like a piece of a token. (Up to 15 characters of a wrapped token's last line can stay: they open nothing.)
 *
 * It works on bytes, not on parsed values, so that big integers, duplicate keys, lone surrogates and white space stay
 * as they were. Of JSON only the insides of strings (keys are strings too) get shorter; bytes that are no JSON are
 * searched as one text. Time is linear, and what is returned is returned unchanged when given again.
 */
export function withoutSignedQueries(answer: Uint8Array): Uint8Array {
  const source = Buffer.from(answer.buffer, answer.byteOffset, answer.byteLength);
  const text = source.toString("latin1");
  const json = isJson(text);
  const kept = without(source, json ? signedQueriesOfJson(text) : signedQueries(text));
  // What is left of a text that was no JSON may be JSON.
  return json || kept.length === source.length ? kept : withoutSignedQueries(kept);
}

function without(source: Buffer, cuts: Iterable<Span>): Buffer {
  const kept = Buffer.alloc(source.length);
  let read = 0;
  let written = 0;
  for (const { from, to } of cuts) {
    if (from > read) written += source.copy(kept, written, read, from);
    read = Math.max(read, to);
  }
  written += source.copy(kept, written, read);
  return kept.subarray(0, written);
}

/** Whether these bytes, each as a character, are JSON: then they are so as UTF-8 too, with or without a byte order mark. */
function isJson(text: string): boolean {
  try {
    JSON.parse(text.startsWith("\u00EF\u00BB\u00BF") ? text.slice(3) : text);
    return true;
  } catch {
    return false;
  }
}

function* signedQueriesOfJson(json: string): Generator<Span> {
  for (const { from, to, key } of strings(json)) {
    const inside = json.slice(from, to);
    if (IS_SECRET_KEY.test(key)) yield { from, to };
    else yield* shifted(IS_URL_KEY.test(key) ? contentPath(inside) : signedQueries(inside), from);
  }
}

/** The insides of the strings of valid JSON, as spelt there, each with the key that it is the value of, if any. */
function* strings(json: string): Generator<Span & { readonly key: string }> {
  const toValue = /"[ \t\r\n]*:[ \t\r\n]*"/y;
  let key = "";
  let from = json.indexOf('"') + 1;
  while (from > 0) {
    const to = endOfString(json, from);
    yield { from, to, key };
    toValue.lastIndex = to;
    key = toValue.test(json) ? json.slice(from, to) : "";
    from = key === "" ? json.indexOf('"', to + 1) + 1 : toValue.lastIndex;
  }
}

function endOfString(json: string, from: number): number {
  let to = json.indexOf('"', from);
  while (isEscaped(json, to)) to = json.indexOf('"', to + 1);
  return to;
}

function isEscaped(json: string, at: number): boolean {
  let backslashes = 0;
  while (json[at - 1 - backslashes] === "\\") backslashes += 1;
  return backslashes % 2 === 1;
}
