/** Finds the addresses that a message's HTML shows and links, by its tags alone: no tree is built of hostile HTML. */
import { type Token, type TokenHandler, Tokenizer, TokenizerMode } from "parse5";
import type { Breath } from "../breath.ts";

/** Addresses as the HTML standard reads them, each once, in the order of the text. */
export interface HtmlLinks {
  /** What a mail program would load by itself: pictures, backgrounds, style sheets. */
  readonly shown: ReadonlySet<string>;
  /** Where links lead. */
  readonly linked: ReadonlySet<string>;
}

/** Characters between two pauses. */
const PIECE = 64 * 1024;

/** Takes time in proportion to the HTML's length, whatever is in it. @param pause gives way to other work */
export async function htmlLinks(html: string, pause: Breath): Promise<HtmlLinks> {
  const finder = new LinkFinder();
  for (let at = 0; at < html.length; at += PIECE) {
    finder.tokenizer.write(html.slice(at, at + PIECE), false);
    await pause();
  }
  finder.tokenizer.write("", true);
  return finder;
}

const LOADED = new Set(["src", "background", "poster"]);
const LINKS = new Set(["a", "area"]);
/** Elements whose content is text, as the tree builder of the HTML standard would tell the tokenizer. */
const TEXTS = new Map([
  ["style", TokenizerMode.RAWTEXT],
  ["xmp", TokenizerMode.RAWTEXT],
  ["iframe", TokenizerMode.RAWTEXT],
  ["noembed", TokenizerMode.RAWTEXT],
  ["noframes", TokenizerMode.RAWTEXT],
  ["script", TokenizerMode.SCRIPT_DATA],
  ["textarea", TokenizerMode.RCDATA],
  ["title", TokenizerMode.RCDATA],
]);
/** Of CSS; a run of blanks is bounded so that time stays in proportion. */
const CSS_URL = /url\(\s{0,64}(?:"([^"]*)"|'([^']*)'|([^\s"'()]*))/gi;

class LinkFinder implements TokenHandler, HtmlLinks {
  readonly shown = new Set<string>();
  readonly linked = new Set<string>();
  readonly tokenizer = new Tokenizer({}, this);
  #css: string[] | undefined;

  onStartTag({ tagName, attrs }: Token.TagToken): void {
    for (const { name, value } of attrs) {
      if (LOADED.has(name)) add(this.shown, value);
      else if (name === "style") this.#readCss(value);
      else if (name === "href") add(LINKS.has(tagName) ? this.linked : this.shown, value);
    }
    const state = TEXTS.get(tagName);
    if (state !== undefined) this.tokenizer.state = state;
    if (tagName === "style") this.#css = [];
  }

  onCharacter({ chars }: Token.CharacterToken): void {
    this.#css?.push(chars);
  }

  onEndTag(): void {
    if (this.#css === undefined) return;
    this.#readCss(this.#css.join(""));
    this.#css = undefined;
  }

  onEof(): void {
    this.onEndTag();
  }

  onWhitespaceCharacter(token: Token.CharacterToken): void {
    this.onCharacter(token);
  }

  onNullCharacter(): void {}
  onComment(): void {}
  onDoctype(): void {}

  #readCss(text: string): void {
    for (const [, double, single, bare] of text.matchAll(CSS_URL)) {
      add(this.shown, double ?? single ?? bare ?? "");
    }
  }
}

/** As the URL standard reads it: blanks around it, and line ends and tabs in it, are no part of it. */
function add(addresses: Set<string>, written: string): void {
  const address = written.trim().replace(/[\t\n\r]+/g, "");
  if (address !== "") addresses.add(address);
}
