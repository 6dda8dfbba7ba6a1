/** Gives sanitized HTML the page's own form: links as text with their destination, the quoted history folded up. */

/** The sanitizer writes every tag in lower case with its `<` and `>`, and escapes both everywhere else. */
const TAGS = /<(\/?)(a|blockquote)\b([^>]*)>/g;

/** Word's blank lines: paragraphs have room around them anyway. */
const EMPTY_PARAGRAPH = /<p>[\s\u00a0]*<\/p>/g;

/** @param clean what the sanitizer wrote: well-formed, of allowed tags alone */
export function arrangeBody(clean: string): string {
  return foldHistory(showDestinations(showMarks(clean.replace(EMPTY_PARAGRAPH, ""))));
}

/** What was blocked is marked before the words that stood in its place. */
function showMarks(clean: string): string {
  return clean.replace(/<span data-blocked="([^"]*)">/g, '<span class="blocked">$1</span><span>');
}

/** No link of a message can be followed from the page: a reader shall see where it leads, and tell nobody by a click. */
function showDestinations(clean: string): string {
  const open: { destination: string; start: number }[] = [];
  let markup = "";
  let end = 0;
  for (const { 0: tag, 1: slash, 2: element, 3: attributes = "", index } of clean.matchAll(TAGS)) {
    if (element !== "a") continue;
    markup += clean.slice(end, index);
    end = index + tag.length;
    if (slash === "") {
      open.push({ destination: /data-to="([^"]*)"/.exec(attributes)?.[1] ?? "", start: end });
      markup += '<span class="link">';
    } else {
      const { destination, start } = open.pop() ?? { destination: "", start: index };
      markup += saysItself(clean.slice(start, index), destination)
        ? "</span>"
        : ` <span class="to">&lt;${destination}&gt;</span></span>`;
    }
  }
  return markup + clean.slice(end);
}

/** True for a link whose text is its destination, and for one that leads nowhere. */
function saysItself(text: string, destination: string): boolean {
  if (destination === "" || destination.startsWith("#")) return true;
  if (text.length > 3 * destination.length + 1_000) return false;
  const words = withoutTags(text).trim();
  return words === destination || words === destination.replace(/^(?:mailto:|tel:|https?:\/\/)/i, "");
}

/**
 * A quotation that ends the message is what was written before: it is folded up, and opens without a script. Others,
 * between which answers may stand, stay open.
 */
function foldHistory(markup: string): string {
  const last = lastTopQuote(markup);
  if (last === undefined) return markup;
  const [before, quote, after] = [
    markup.slice(0, last.start),
    markup.slice(last.start, last.end),
    markup.slice(last.end),
  ];
  if (isBlank(before) || !isBlank(after)) return markup;
  return `${before}<details class="history"><summary>Quoted earlier messages</summary>${quote}</details>${after}`;
}

function lastTopQuote(markup: string): { start: number; end: number } | undefined {
  let depth = 0;
  let start = 0;
  let last: { start: number; end: number } | undefined;
  for (const { 0: tag, 1: slash, 2: element, index } of markup.matchAll(TAGS)) {
    if (element !== "blockquote") continue;
    if (slash === "") {
      if (depth === 0) start = index;
      depth += 1;
    } else {
      depth -= 1;
      if (depth === 0) last = { start, end: index + tag.length };
    }
  }
  return last;
}

function isBlank(markup: string): boolean {
  return !markup.includes("<img") && withoutTags(markup).replaceAll("\u00a0", " ").trim() === "";
}

function withoutTags(markup: string): string {
  return markup.replace(/<[^>]*>/g, "");
}
