/** Finds signed queries in a text (prose, HTML, quoted-printable, JSON within JSON) and in a `ContentPath`. */
import {
  AUTHORITY,
  AUTHORITY_START,
  NAME_SO_FAR,
  QUERY_OR_FRAGMENT,
  QUERY_SO_FAR,
  QUOTED_END,
  QUOTED_WRAP,
  SECRET,
  USER_END,
  VALUE,
} from "./signed-queries-grammar.ts";

export interface Span {
  /** Index of the first character. */
  readonly from: number;
  /** Index after the last character. */
  readonly to: number;
}

/** What to cut out of a text whose characters are bytes; spans may overlap. */
export function* signedQueries(text: string): Generator<Span> {
  let end = 0;
  for (let secret = match(SECRET, text, 0), next = 0; secret; secret = match(SECRET, text, next)) {
    const { key, url, quoted } = secret.groups ?? {};
    const value = endOf(secret);
    next = value;
    // What stands in the query that was cut last is cut already, unless its value reaches beyond that query's end;
    // a ContentPath whose key begins in it is none any more.
    if (value <= end || (url !== undefined && secret.index < end)) continue;
    const floor = end;
    if (key !== undefined || url !== undefined) {
      end = endOfQuoted(text, value);
      next = end;
      yield* url === undefined
        ? [{ from: value, to: end }]
        : shifted(contentPath(text.slice(value, end)), value);
    } else {
      end = endOfRun(VALUE, text, value);
      yield { from: quoted === undefined ? startOfQuery(text, secret.index, floor) : value, to: end };
    }
  }
}

/** What to cut out of a URL that is signed whatever its parameters are called: all from the query on, and the user. */
export function contentPath(url: string): Span[] {
  const query = url.search(QUERY_OR_FRAGMENT);
  const path = query < 0 ? url : url.slice(0, query);
  const spans = [...users(path), ...signedQueries(path)];
  if (query >= 0) spans.push({ from: beforeNames(url, query, 0), to: url.length });
  return spans.sort((a, b) => a.from - b.from);
}

export function* shifted(spans: Iterable<Span>, by: number): Generator<Span> {
  for (const { from, to } of spans) yield { from: from + by, to: to + by };
}

/** `user:password@` before a host. */
function* users(url: string): Generator<Span> {
  for (let start = match(AUTHORITY_START, url, 0); start; start = match(AUTHORITY_START, url, endOf(start))) {
    const from = endOf(start);
    const authority = url.slice(from, endOfRun(AUTHORITY, url, from));
    let to = 0;
    for (let at = match(USER_END, authority, 0); at; at = match(USER_END, authority, to)) to = endOf(at);
    yield { from, to: from + to };
  }
}

/** The first match from an index on, or there if the pattern is sticky. */
function match(pattern: RegExp, text: string, from: number): RegExpExecArray | null {
  pattern.lastIndex = from;
  return pattern.exec(text);
}

const endOf = (found: RegExpExecArray): number => found.index + found[0].length;

/** How far a run of what the sticky pattern matches reaches: matched bit by bit, since it can be very long. */
function endOfRun(bit: RegExp, text: string, from: number): number {
  let to = from;
  for (let found = match(bit, text, to); found; found = match(bit, text, to)) to = endOf(found);
  return to;
}

function endOfQuoted(text: string, from: number): number {
  for (let line = from; ; ) {
    const to = match(QUOTED_END, text, line)?.index ?? text.length;
    const wrap = match(QUOTED_WRAP, text, to);
    if (!wrap) return to;
    line = endOf(wrap);
  }
}

/** The question mark that the query begins with in which a secret stands, else the secret's name. */
function startOfQuery(text: string, secret: number, floor: number): number {
  const [, plain, encoded] = match(QUERY_SO_FAR, text, secret) ?? [];
  return beforeNames(text, Math.max(floor, secret - (plain ?? encoded ?? "").length), floor);
}

/** Names of secrets that end where a cut begins go too: what follows the cut must not become their value. */
function beforeNames(text: string, cut: number, floor: number): number {
  for (let from = cut; ; ) {
    const name = match(NAME_SO_FAR, text, from)?.[1];
    if (name === undefined || from - name.length < floor) return from;
    from -= name.length;
  }
}
