/** Cuts out of an answer what LeadSquared signed for us, and the account's keys. All else stays to the byte. */
import { type Breath, breath } from "../breath.ts";

export interface Secrets {
  /** As `Account.attachmentHosts`. */
  readonly attachmentHosts: readonly string[];
  /** The account's keys. */
  readonly keys: readonly string[];
}

export interface Redacted {
  /** The answer itself where nothing was cut. */
  readonly bytes: Uint8Array;
  /** At how many places one of the keys was cut. */
  readonly keys: number;
}

/** What is shorter is no key of LeadSquared's, and would be found in words. */
const SHORTEST_KEY = 8;
const WINDOW = 256 * 1024;
/** What of the text around a window may belong to what is found in it: an escape before, a host in its longest spelling. */
const MARGIN = 4096;

/** What begins an escape of JSON, in JSON within JSON too, and a reference of HTML, in escaped HTML too. */
const ESCAPE = String.raw`(?<!\\)\\{1,15}`;
const REFERENCE = `(?:&|${ESCAPE}u0026)(?:amp;){0,4}`;
const ENCODED = "%(?:25){0,4}";

/** A character, in either case unless `exact`, as it is or as JSON, HTML and percent-encoding spell it. */
function spelt(char: string, exact = false): string {
  const codes = [...new Set(exact ? [char] : [char.toLowerCase(), char.toUpperCase()])].map((each) =>
    each.charCodeAt(0),
  );
  const hex = codes.map((code) => code.toString(16).padStart(2, "0"));
  const asIs = char === "&" ? REFERENCE : `(?-i:[${hex.map((each) => `\\x${each}`).join("")}])`;
  const escaped = char === "/" || char === '"' ? `${ESCAPE}${char}|` : "";
  const number = `#(?:0{0,5}(?:${codes.join("|")})|x0{0,5}(?:${hex.join("|")}))`;
  return `(?:${asIs}|${escaped}${ESCAPE}u00(?:${hex.join("|")})|${ENCODED}(?:${hex.join("|")})|${REFERENCE}${number};)`;
}

/** Of a letter, a digit or a hyphen, in hexadecimal; anything more would be read in two ways, and tried in each. */
const OF_LABEL = "(?:2d|3\\d|[46][1-9a-f]|[57][\\da])";
const ANY_LETTER = `(?:[a-z0-9-]|${ESCAPE}u00${OF_LABEL}|${ENCODED}${OF_LABEL}|${REFERENCE}#x?[0-9a-f]{1,6};)`;

/** A host, whose pattern's * is one label or a part of one, as a whole. */
function host(pattern: string): string {
  const parts = pattern.split(/\*+/).map((part) => Array.from(part, (char) => spelt(char)).join(""));
  return `(?<![\\w.-](?<!%(?:25){0,4}[0-9a-f]{2}|\\\\(?:[bfnrt]|u[0-9a-f]{4})))${parts.join(`${ANY_LETTER}{1,63}`)}(?![\\w-]|[.]\\w)`;
}

/** In hexadecimal: blanks, controls, quotes, angle brackets, backslashes and the like, which end a URL in a text. */
const ENDS = "[01][0-9a-f]|2[027]|3[ce]|5[ce]|60|7[cf]|[89a-f][0-9a-f]";
/** References of HTML to characters that a query may have; any other one ends it. */
const CONTENT_REFERENCE =
  "amp|equals|quest|num|semi|colon|sol|commat|percnt|plus|dash|lowbar|period|comma|excl" +
  "|#0{0,5}(?:3[35-8]|4\\d|5\\d|6[1345-9]|[78]\\d|9[01357-9]|1[01]\\d|12[0-356])" +
  "|#x0{0,5}(?:2[1345689a-f]|3[0-9abdf]|4[0-9a-f]|5[0-9abdf]|6[1-9a-f]|7[0-9abde])";
const END_REFERENCE = `${REFERENCE}(?!(?:${CONTENT_REFERENCE});)#?\\w{2,8};`;
const MARK = `(?:[?]|${ESCAPE}u003f|${REFERENCE}(?:quest|#0{0,5}63|#x0{0,5}3f);)`;
const INNER = `(?:[^\x00- "'<>\\\\^\`|\x7f-\xff&?.,:;!*)\\]}]|${ESCAPE}(?:/|u00(?!26|${ENDS})[0-9a-f]{2})|(?!${END_REFERENCE})(?:&|${ESCAPE}u0026))`;
/** Punctuation at the end is the sentence's, and a closing bracket that of the text around. */
const CLOSED = "[)\\]}](?=[%&]|[.?]\\w)";
const OF_QUERY = `(?:${INNER}|[.,:;!?*]{1,64}(?=${INNER}|${CLOSED})|${CLOSED})`;
/** A URL within another one's query: its own delimiters are encoded once more, and the other's end it. */
const WITHIN = (and: string) =>
  `(?:[\\w~-]|[.](?=[\\w%])|%(?!${ENDS}|\\k<level>(?:${ENDS}${and}))[0-9a-f]{2})`;

/** What follows a host, to the end of the URL. Longer paths and queries than these no server takes. */
const BEHIND_HOST = new RegExp(
  `%(?<level>(?:25){0,4})(?=2f|3a|3f)${WITHIN("|3f")}{0,4096}(?<within>%\\k<level>3f${WITHIN("")}{1,65536})?` +
    `|(?:(?!${MARK})(?:${INNER}|[.,:;!*)\\]}])){0,4096}(?<query>${MARK}${OF_QUERY}{1,65536})?`,
  "iy",
);
/** What LeadSquared signs for us, whatever it is: to the end of the string. */
const ENTRY = `(?<entry>(?<!\\\\)"ContentPath"\\s{0,64}:\\s{0,64}")`;
const IN_ENTRY = new RegExp(
  `(?:(?!${MARK})(?:[^"\\\\]|\\\\.)){0,4096}(?<query>${MARK}(?:[^"\\\\]|\\\\.){1,65536})?`,
  "iy",
);
/** What tells two files of one path apart, and is no secret. */
const VERSION = /(?<=[?&;])versionId=[\w.~-]{1,1024}/;

/**
 * The answer without the queries of every `ContentPath`, of URLs whose host is an attachment host or stands in one, and
 * without the account's keys; in any spelling of JSON, HTML and percent-encoding, also several times over. Of a query
 * `versionId` stays. Takes time in proportion to the answer's size, whatever is in it.
 */
export async function redact(answer: Uint8Array, secrets: Secrets): Promise<Redacted> {
  const bytes = Buffer.from(answer.buffer, answer.byteOffset, answer.byteLength);
  const text = bytes.toString("latin1");
  const pause = breath();
  const find = await finder(text, secrets, pause);
  const kept: Buffer[] = [];
  let [at, read, keys] = [0, 0, 0];
  const cut = (from: number, to: number): void => {
    if (from >= to) return;
    kept.push(bytes.subarray(read, from));
    read = to;
  };
  for (let end = WINDOW; at < text.length; end = at + WINDOW) {
    const start = Math.max(0, at - MARGIN);
    const window = text.slice(start, end + MARGIN);
    while (at < end) {
      find.lastIndex = at - start;
      const found = find.exec(window);
      if (found === null || start + found.index >= end) break;
      at = start + found.index + found[0].length;
      if (found.groups?.["key"] === undefined) {
        at = cutQuery(text, at, found.groups?.["entry"] === undefined ? BEHIND_HOST : IN_ENTRY, cut);
      } else {
        cut(at - found[0].length, at);
        keys += 1;
      }
    }
    at = Math.max(at, end);
    await pause();
  }
  return { bytes: read === 0 ? answer : Buffer.concat([...kept, bytes.subarray(read)]), keys };
}

/** Cuts the query of the URL that goes on at `from` as `rest` says, and gives the URL's end. */
function cutQuery(text: string, from: number, rest: RegExp, cut: (from: number, to: number) => void): number {
  rest.lastIndex = from;
  const { 0: behind, groups } = rest.exec(text) ?? { 0: "" };
  const query = groups?.["query"] ?? groups?.["within"] ?? "";
  const [end, begin] = [from + behind.length, from + behind.length - query.length];
  const version = query.startsWith("?") ? VERSION.exec(query) : null;
  if (version === null) cut(begin, end);
  else {
    cut(begin + 1, begin + version.index);
    cut(begin + version.index + version[0].length, end);
  }
  return end;
}

const NAME = '"ContentPath"';
const NAMED_HOST = /\s{0,64}:\s{0,64}"https?:(?:\\?\/){2}([\w.-]{1,255})/iy;
/** Names that are looked at between two looks at the clock. */
const NAMES_AT_ONCE = 4096;

/** Finds the exact keys, and our hosts; what a `ContentPath` names is one of them, whatever the settings. */
async function finder(text: string, { attachmentHosts, keys }: Secrets, pause: Breath): Promise<RegExp> {
  const hosts = new Set(attachmentHosts.map((entry) => URL.parse(entry)?.hostname ?? entry));
  let names = 0;
  for (let at = text.indexOf(NAME); at >= 0; at = text.indexOf(NAME, at + NAME.length)) {
    NAMED_HOST.lastIndex = at + NAME.length;
    const [, named] = NAMED_HOST.exec(text) ?? [];
    if (named !== undefined) hosts.add(named.toLowerCase());
    names += 1;
    if (names % NAMES_AT_ONCE === 0) await pause();
  }
  const searched = keys.filter(({ length }) => length >= SHORTEST_KEY);
  const key = searched.map((each) => Array.from(each, (char) => spelt(char, true)).join("")).join("|");
  return new RegExp(
    `(?!(?<=\\\\)\\\\)(?:(?<key>${key || "(?!)"})|${ENTRY}|${[...hosts].map(host).join("|") || "(?!)"})`,
    "gi",
  );
}
