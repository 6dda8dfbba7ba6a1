/** The words of a page and of a text, with one sign for each form that both have in their own way. */

/** What a text says with words and a page with an element. */
export const SAID_BY_ELEMENTS: Readonly<Record<string, readonly [open: string, close: string]>> = {
  del: ["[deleted: ", "]"],
  s: ["[struck out: ", "]"],
  ins: ["[inserted: ", "]"],
  mark: ["[highlighted: ", "]"],
  sup: ["^(", ")"],
  sub: ["_(", ")"],
};

/** Quotations are set off by signs in a text, and by their place in a page. */
export function wordsOfText(text: string): string[] {
  return wordsOf(text.replace(/^(?:> ?)+/gm, ""));
}

const INLINE = new Set(["b", "i", "u", "code", "span", ...Object.keys(SAID_BY_ELEMENTS)]);
const ENTITIES: Readonly<Record<string, string>> = { lt: "<", gt: ">", quot: '"', amp: "&", "#39": "'" };

/** By the markup alone: elements that are not in a line separate words. */
export function wordsOfMarkup(markup: string): string[] {
  const text = markup
    .replace(/<summary>[^<]*<\/summary>/g, "")
    .replace(/<img [^>]*alt="([^"]*)"[^>]*>/g, "[image: $1]")
    .replace(/<(\/?)([a-z0-9]+)[^>]*>/g, (_, slash: string, name: string) => {
      const [open, close] = SAID_BY_ELEMENTS[name] ?? ["", ""];
      return INLINE.has(name) ? (slash === "" ? open : close) : " ";
    })
    .replace(/&(lt|gt|quot|amp|#39);/g, (entity, name: string) => ENTITIES[name] ?? entity);
  return wordsOf(text.replace(/^(?:> ?)+/gm, ""));
}

function wordsOf(text: string): string[] {
  return text.split(/[\s\u200b]+/u).filter((word) => word !== "");
}
