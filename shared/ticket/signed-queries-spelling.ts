/** Patterns for a character however JSON, HTML and URL encoding spell it, so that texts are searched as they stand. */

/** The whole run of backslashes before an escape's letter: one in JSON, more in JSON within JSON. */
export const ESCAPE = String.raw`(?<!\\)\\{1,15}`;

/** An ampersand, also escaped by JSON or HTML, also several times over. */
export const AMPERSAND = `(?:&|${ESCAPE}u0026)(?:amp;|#38;|#x26;){0,4}`;

export const BLANK = String.raw`(?:[ \t]|${ESCAPE}t)`;

export const LINE_END = String.raw`(?:(?:\r|${ESCAPE}(?:r|u000d))?(?:\n|${ESCAPE}(?:n|u000a)))`;

/** What quoted-printable puts into the middle of a word to keep lines short. */
const SOFT_BREAK = `(?:=${LINE_END})?`;

const HTML_NAMES: Readonly<Record<string, string>> = {
  "=": "equals",
  "?": "quest",
  "#": "num",
  ";": "semi",
  ":": "colon",
  "/": "sol",
  "@": "commat",
  '"': "quot",
  "'": "apos",
};

/** An ASCII sign (no letter, no digit), as it is or as an escape of JSON or HTML. */
export function sign(char: string): string {
  if (char === "&") return AMPERSAND;
  const name = HTML_NAMES[char];
  const references = `#0{0,5}${char.charCodeAt(0)}|#x0{0,5}${hex(char)}${name === undefined ? "" : `|${name}`}`;
  const backslashes = `"'/`.includes(char) ? String.raw`(?<!\\)\\{0,15}` : "";
  return `(?:${backslashes}[${char}]|${ESCAPE}u00${hex(char)}|${AMPERSAND}(?:${references});)`;
}

/** The sign percent-encoded, also several times over. */
export function percentEncoded(char: string): string {
  return `%(?:25){0,4}${hex(char)}`;
}

export function anySign(char: string): string {
  return `(?:${sign(char)}|${percentEncoded(char)})`;
}

/** A name of ASCII letters and hyphens, also broken by quoted-printable; for patterns that ignore case. */
export function word(name: string): string {
  return compound(...Array.from(name, (char) => (char === "-" ? anySign(char) : letter(char))));
}

/** A name of several parts, each a pattern of its own; it may be broken between them too. */
export function compound(...parts: string[]): string {
  return parts.join(SOFT_BREAK);
}

function letter(char: string): string {
  return `(?:${char}|${ESCAPE}u00(?:${hex(char.toUpperCase())}|${hex(char.toLowerCase())}))`;
}

function hex(char: string): string {
  return char.charCodeAt(0).toString(16).padStart(2, "0");
}
