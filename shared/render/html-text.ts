/** Reads the text out of a message's HTML, with its lines: for review tools, for searching, for the subject. */
import sanitizeHtml from "sanitize-html";
import type { Conversation } from "../ticket/document.ts";
import { depthWatch, TooDeep } from "./depth.ts";
import { asBrowsersRead } from "./source.ts";

/** Elements that begin a line. */
const LINES = ["br", "p", "div", "tr", "li", "dt", "dd", "blockquote", "pre", "hr", "table", "ul", "ol"];
const HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"];

/**
 * The message's text: that of its HTML, since LeadSquared's own leaves out what stands in angle brackets, such as
 * addresses; LeadSquared's where there is no HTML.
 */
export function messageText({ html, text }: Conversation): string {
  if (html === null || html.trim() === "") return text ?? "";
  const read = htmlText(html);
  return read === "" ? (text ?? "") : read;
}

/** The text of HTML of any size; a line for each block, no more than one empty line between two. */
export function htmlText(source: string): string {
  try {
    const lines = sanitizeHtml(asBrowsersRead(source), {
      allowedTags: [...LINES, ...HEADINGS],
      allowedAttributes: {},
      nonTextTags: ["script", "style", "title"],
      // Line breaks of the source are spaces; those that count come with the elements.
      textFilter: (text) => text.replace(/\s+/g, " "),
      ...depthWatch().callbacks,
    });
    return tidy(unescaped(lines.replace(/<[^>]*>/g, "\n")));
  } catch (error) {
    if (!(error instanceof TooDeep)) throw error;
    return textWithoutTags(source);
  }
}

/** The rough text of HTML that no parser should be given: whatever stands between `<` and `>` left out. */
export function textWithoutTags(source: string): string {
  return tidy(source.replace(/<[^<>]*>/g, " "));
}

function unescaped(text: string): string {
  return text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&");
}

function tidy(text: string): string {
  const lines = text.replaceAll("\u00a0", " ").split("\n");
  return lines
    .map((line) => line.replace(/ +/g, " ").trim())
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}
