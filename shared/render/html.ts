/** Builds HTML out of texts that are escaped by themselves, so that nothing from outside becomes markup by mistake. */

/** Markup that is safe as it stands. */
export class Html {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }
}

type Value = Html | string | number | undefined | readonly Value[];

/** Markup with values in it: texts and numbers escaped, `Html` as it is, lists one after the other, undefined left out. */
export function html(strings: TemplateStringsArray, ...values: readonly Value[]): Html {
  return new Html(strings.map((text, index) => text + markupOf(values[index])).join(""));
}

/** Control characters that HTML forbids; browsers would drop them or show them each in their own way. */
const FORBIDDEN = /(?![\t\n\r])\p{Cc}|\p{Cs}|\p{Noncharacter_Code_Point}/gu;

/** Text in which no character can end an attribute or begin a tag. */
function escaped(text: string): string {
  return printable(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

/** U+202D and U+202E: they make text read otherwise than it is written, which no language needs. */
const OVERRIDES = /[\u202d\u202e]/g;

/** Printable text or markup in which characters that override the direction stand as their code. */
export function withoutOverrides(text: string): string {
  return printable(text).replace(OVERRIDES, (mark) => (mark === "\u202d" ? "[U+202D]" : "[U+202E]"));
}

/** Text whose forbidden control characters and lone surrogates are U+FFFD. */
function printable(text: string): string {
  return text.replace(FORBIDDEN, "\ufffd");
}

function markupOf(value: Value): string {
  if (value === undefined) return "";
  if (value instanceof Html) return value.markup;
  if (typeof value === "object") return value.map(markupOf).join("");
  return escaped(String(value));
}

/** Characters that show nothing or turn the direction of what stands around them. */
const INVISIBLE = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * A name from outside in one line, kept apart from the text around it (`bdi`): characters that cannot be seen, or that
 * turn the direction, stand as their code, such as U+202E.
 */
export function name(text: string, limit = 300): Html {
  const cut = text.length > limit ? `${text.slice(0, limit)}…` : text;
  const markup = escapedAround(cut, INVISIBLE, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `<span class="code">U+${code.toString(16).toUpperCase().padStart(4, "0")}</span>`;
  });
  return new Html(`<bdi>${markup}</bdi>`);
}

function escapedAround(text: string, pattern: RegExp, mark: (match: string) => string): string {
  let markup = "";
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    markup += escaped(text.slice(end, match.index)) + mark(match[0]);
    end = match.index + match[0].length;
  }
  return markup + escaped(text.slice(end));
}

/** A path as a relative URL. */
export function relativeUrl(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}

/** `109,210`. */
export function count(n: number): string {
  return n.toLocaleString("en-US");
}

/** `1 message`, `1,234 messages`. */
export function counted(n: number, noun: string): string {
  return `${count(n)} ${noun}${n === 1 ? "" : "s"}`;
}
