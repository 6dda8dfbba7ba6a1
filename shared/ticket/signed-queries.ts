/** Cuts signed queries out of a JSON text and touches nothing else: what is left are the bytes as received. */

/** A parameter that carries a signature, a credential or a token, plain or percent-encoded once or more. */
const SECRET =
  /(?:X-Amz-(?:Signature|Credential|Security-Token)|X-Goog-(?:Signature|Credential)|(?:[?&;#]|%(?:25)*(?:26|3F))(?:AWSAccessKeyId|Signature|sig))(?:=|%(?:25)*3D)/i;

/**
 * The same JSON without signed queries. Works on the bytes, not on parsed values, so that big integers, duplicate
 * keys, lone surrogates, white space and even broken JSON stay exactly as they were.
 */
export function withoutSignedQueries(json: Uint8Array): Uint8Array {
  const text = Buffer.from(json.buffer, json.byteOffset, json.byteLength).toString("latin1");
  const kept: string[] = [];
  let end = 0;
  let key = "";
  for (const literal of stringLiterals(text)) {
    for (const { from, to } of cuts(text, literal, key)) {
      kept.push(text.slice(end, from));
      end = to;
    }
    key = isKey(text, literal.to) ? unescaped(text.slice(literal.from, literal.to)).plain : "";
  }
  kept.push(text.slice(end));
  return Buffer.from(kept.join(""), "latin1");
}

interface Span {
  /** Index of the first character inside the quotes. */
  readonly from: number;
  /** Index after the last character inside the quotes. */
  readonly to: number;
}

function* stringLiterals(text: string): Generator<Span> {
  let at = text.indexOf('"');
  while (at >= 0) {
    const from = at + 1;
    let to = from;
    while (to < text.length && text[to] !== '"') to += text[to] === "\\" ? 2 : 1;
    to = Math.min(to, text.length);
    yield { from, to };
    at = text.indexOf('"', to + 1);
  }
}

const KEY_END = /"\s*:/y;

function isKey(text: string, to: number): boolean {
  KEY_END.lastIndex = to;
  return KEY_END.test(text);
}

/** Where the signed queries of one literal stand in the text: found in its unescaped form and mapped back. */
function cuts(text: string, literal: Span, key: string): Span[] {
  const raw = text.slice(literal.from, literal.to);
  const { plain, offsets } = unescaped(raw);
  const spans = /^contentpath$/i.test(key) ? wholeQuery(plain) : signedQueries(plain);
  return spans.map(({ from, to }) => ({
    from: literal.from + (offsets?.[from] ?? from),
    to: literal.from + (offsets?.[to] ?? to),
  }));
}

/** A `ContentPath` is a signed URL whatever its parameters are called: all from the query on goes. */
function wholeQuery(url: string): Span[] {
  const from = url.search(/[?#]/);
  return from < 0 ? [] : [{ from, to: url.length }];
}

/** In texts and HTML a run without white space or quotes that holds a secret is cut from where its query begins. */
function signedQueries(text: string): Span[] {
  if (!SECRET.test(text)) return [];
  const spans: Span[] = [];
  for (const run of text.matchAll(/[^\s"'<>]+/gu)) {
    const secret = run[0].search(SECRET);
    if (secret < 0) continue;
    const question = run[0].lastIndexOf("?", secret);
    const from = run.index + (question < 0 ? secret : question);
    spans.push({ from, to: run.index + run[0].length });
  }
  return spans;
}

const ESCAPE = /\\(?:u([0-9a-fA-F]{4})|(.))/gsu;
const CONTROL: Readonly<Record<string, string>> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };

/** The literal's characters and, where escapes moved them, the raw offset of each (and of the end). */
function unescaped(raw: string): { plain: string; offsets?: number[] } {
  if (!raw.includes("\\")) return { plain: raw };
  const parts: string[] = [];
  const offsets: number[] = [];
  let at = 0;
  const copy = (to: number): void => {
    parts.push(raw.slice(at, to));
    for (; at < to; at += 1) offsets.push(at);
  };
  for (const match of raw.matchAll(ESCAPE)) {
    copy(match.index);
    const [whole, hex, letter = ""] = match;
    parts.push(
      hex === undefined ? (CONTROL[letter] ?? letter) : String.fromCharCode(Number.parseInt(hex, 16)),
    );
    offsets.push(match.index);
    at = match.index + whole.length;
  }
  copy(raw.length);
  offsets.push(raw.length);
  return { plain: parts.join(""), offsets };
}
