/** Parses a message's HTML as browsers do, in pieces between which other work goes on, within bounds of time and memory. */
import { Parser } from "parse5";
import type { Breath } from "../../breath.ts";
import { boundedTree, TooMuch, type TreeNode } from "./tree.ts";

/** Characters between two looks at the clock. */
const PIECE = 512;
/** A text or tag without end stays in the parser's buffer, which each piece copies: pieces grow with it, so that the time is linear. */
const BUFFERED_PER_PIECE = 128;
/** Attributes of one tag: the parser compares each with all before it. */
const MOST_ATTRIBUTES = 10_000;

/**
 * The document of the HTML.
 * @throws TooMuch when it nests too deep or has too many elements or attributes
 */
export async function parseHtml(source: string, breathe: Breath): Promise<TreeNode> {
  // No mail program runs scripts, so that what stands in `noscript` is shown.
  const parser = new Parser({ treeAdapter: boundedTree(), scriptingEnabled: false });
  const { tokenizer } = parser;
  for (let start = 0, end = 0; start < source.length; start = end) {
    end = start + Math.max(PIECE, Math.ceil(tokenizer.preprocessor.html.length / BUFFERED_PER_PIECE));
    tokenizer.write(source.slice(start, end), false);
    // The tag that the piece ends in the middle of.
    const open = tokenizer["currentToken"];
    if (open !== null && "attrs" in open && open.attrs.length > MOST_ATTRIBUTES) throw new TooMuch();
    await breathe();
  }
  tokenizer.write("", true);
  return parser.document;
}
