/** Makes a message's hostile HTML harmless: an allow-list of tags, attributes and styles; what is blocked is marked. */
import sanitizeHtml from "sanitize-html";
import { arrangeBody } from "./arrange-body.ts";
import { bodyStyle, colourDeclaration } from "./body-style.ts";
import { contentIdOf } from "./content-ids.ts";
import { depthWatch, TooDeep } from "./depth.ts";
import { Html, html, withoutOverrides } from "./html.ts";
import { textWithoutTags } from "./html-text.ts";
import { asBrowsersRead } from "./source.ts";

/** A body as the page shows it. */
export interface Body {
  readonly html: Html;
  /** What the page leaves out or shows otherwise, in sentences for its reader. */
  readonly notes: readonly string[];
}

/** Longer HTML is shown up to here: a browser has to lay it all out. Characters. */
const LONGEST_BODY = 1_000_000;

/** Elements nested deeper stand beside each other: browsers stop at 512 of their own accord. */
const DEEPEST_SHOWN = 100;

/** Formatting elements, which browsers open again in each new block: they carry no attributes, so that these cannot multiply. */
const FORMATTING = ["b", "strong", "i", "em", "u", "s", "strike", "small", "big", "tt", "code"];
const BLOCKS = ["p", "div", "center", "blockquote", "pre", "ul", "ol", "li", "dl", "dt", "dd", "hr", "br"];
const INLINE = ["span", "sub", "sup", "q", "cite", "kbd", "samp", "wbr"];
const TABLE = ["table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"];

/** The page has headings of its own above these. */
const RENAMED: Readonly<Record<string, string>> = {
  h1: "h4",
  h2: "h4",
  h3: "h5",
  h4: "h6",
  h5: "h6",
  h6: "h6",
  font: "span",
  center: "div",
};

/** Elements that would load or run something, and what the page calls them. */
const EMBEDDED: Readonly<Record<string, string>> = { iframe: "frame", frame: "frame", embed: "object" };

/** The same, whose content is shown where they cannot be: in most mail programs. */
const WITH_FALLBACK: Readonly<Record<string, string>> = {
  object: "object",
  applet: "object",
  video: "video",
  audio: "audio",
};

/** What stands in these, and up to where, is another matter for browsers than for the sanitizer's parser. */
const READ_DIFFERENTLY = /<(noembed|noframes|plaintext|iframe|svg|math|template|input)\b/i;

type Attributes = sanitizeHtml.Attributes;
type Transform = (tag: string, attributes: Attributes) => sanitizeHtml.Tag;

/**
 * @param images `data:` URIs of the message's own images, by what their `cid:` names
 */
export function messageBody(source: string, images: ReadonlyMap<string, string>): Body {
  const notes: string[] = [];
  if (source.length > LONGEST_BODY) {
    notes.push(
      `The message's HTML is too long for a page: its first ${LONGEST_BODY.toLocaleString("en-US")} of ${source.length.toLocaleString("en-US")} characters are shown.`,
    );
  }
  const shown = asBrowsersRead(source.slice(0, LONGEST_BODY));
  const [, element] = READ_DIFFERENTLY.exec(shown) ?? [];
  if (element !== undefined) {
    notes.push(
      `Programs differ in how they read the element “${element.toLowerCase()}” of this message: who got it may have seen more or other text. Its exact HTML is in the archive.`,
    );
  }
  const depth = depthWatch();
  const options = { ...OPTIONS, transformTags: transforms(images), ...depth.callbacks };
  try {
    const clean = sanitizeHtml(shown, options);
    if (depth.deepest() > DEEPEST_SHOWN) {
      notes.push(`Elements nested deeper than ${DEEPEST_SHOWN} levels are shown without their indentation.`);
    }
    return { html: new Html(arrangeBody(withoutOverrides(clean))), notes };
  } catch (error) {
    if (!(error instanceof TooDeep)) throw error;
    notes.push("The message's HTML is nested too deep for a page: its text alone is shown.");
    return { html: html`<div class="text">${withoutOverrides(textWithoutTags(shown))}</div>`, notes };
  }
}

const ALLOWED_ATTRIBUTES = [
  ...["class", "style", "dir", "lang", "data-to", "data-blocked"],
  ...["src", "alt", "width", "height", "colspan", "rowspan", "border", "start", "type"],
];

const OPTIONS: sanitizeHtml.IOptions = {
  allowedTags: [
    ...FORMATTING,
    ...BLOCKS,
    ...INLINE,
    ...TABLE,
    ...["a", "img", "h1", "h2", "h3", "h4", "h5", "h6", "font"],
    ...Object.keys({ ...EMBEDDED, ...WITH_FALLBACK }),
  ],
  allowedAttributes: { "*": ALLOWED_ATTRIBUTES },
  allowedSchemes: [],
  allowedSchemesByTag: { img: ["data"] },
  allowProtocolRelative: false,
  parseStyleAttributes: false,
  // What a browser without scripts would show is shown: `noscript`, `textarea` and `option` are text.
  nonTextTags: ["script", "style", "title"],
  nestingLimit: DEEPEST_SHOWN,
};

/** Each tag's attributes are made anew of what is known to be harmless. */
function transforms(images: ReadonlyMap<string, string>): Record<string, Transform> {
  const formatting: Transform = (tagName) => ({ tagName, attribs: {} });
  const plain: Transform = (tag, attributes) => ({
    tagName: RENAMED[tag] ?? tag,
    attribs: plainAttributes(tag, attributes),
  });
  const embedded: Transform = (tag, { src }) => blocked(EMBEDDED[tag] ?? tag, src);
  const withFallback: Transform = (tag, { src, data, archive }) => {
    const url = src ?? data ?? archive;
    const { text = "" } = url === undefined ? {} : blocked(WITH_FALLBACK[tag] ?? tag, url);
    return { tagName: "span", attribs: text === "" ? {} : { "data-blocked": text } };
  };
  const inline = inlineImages(images);
  return {
    ...Object.fromEntries(FORMATTING.map((tag) => [tag, formatting])),
    ...Object.fromEntries(
      [...BLOCKS, ...INLINE, ...TABLE, ...Object.keys(RENAMED)].map((tag) => [tag, plain]),
    ),
    ...Object.fromEntries(Object.keys(EMBEDDED).map((tag) => [tag, embedded])),
    ...Object.fromEntries(Object.keys(WITH_FALLBACK).map((tag) => [tag, withFallback])),
    a: (_, { href }) => ({ tagName: "a", attribs: href ? { "data-to": destination(href) } : {} }),
    img: (_, attributes) => image(attributes, inline),
  };
}

const NUMBERS = ["width", "height", "colspan", "rowspan", "border", "start"];

function plainAttributes(tag: string, attributes: Attributes): Attributes {
  const style = [bodyStyle(attributes["style"] ?? ""), ...colourDeclaration(attributes["color"] ?? "")]
    .filter((text) => text !== "")
    .join(";");
  const { dir = "", lang = "", align = "" } = attributes;
  const aligned = /^(?:left|right|center)$/i.test(align) && tag !== "table";
  return {
    ...numbers(attributes, tag === "table" ? ["border"] : NUMBERS.filter((key) => key !== "border")),
    ...(/^(?:ltr|rtl|auto)$/i.test(dir) && { dir: dir.toLowerCase() }),
    ...(/^[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}$/i.test(lang) && { lang }),
    ...((style !== "" || aligned) && {
      style: [
        ...(aligned ? [`text-align:${align.toLowerCase()}`] : []),
        ...(style === "" ? [] : [style]),
      ].join(";"),
    }),
  };
}

/** Whole numbers up to 9999; a cell spans at most 99. */
function numbers(attributes: Attributes, keys: readonly string[]): Attributes {
  const entries = keys.flatMap((key) => {
    const digits = key.endsWith("span") ? /^\d{1,2}$/ : /^\d{1,4}$/;
    const value = attributes[key]?.trim().replace(/px$/i, "") ?? "";
    return digits.test(value) ? [[key, value]] : [];
  });
  return Object.fromEntries(entries);
}

/** Characters of images that a message may show again: a small bullet often, a photograph once. */
const MOST_REPEATED = 1_000_000;

type InlineImage = (id: string) => { readonly data: string } | { readonly reason: string };

/** Each image once, and again while it is small: HTML that names a large one a thousand times makes no page. */
function inlineImages(images: ReadonlyMap<string, string>): InlineImage {
  const seen = new Set<string>();
  let left = MOST_REPEATED;
  return (id) => {
    const data = images.get(id);
    if (data === undefined) return { reason: `not shown: ${id}` };
    if (!seen.has(id)) seen.add(id);
    else if (data.length > left) return { reason: "not shown again: see above" };
    else left -= data.length;
    return { data };
  };
}

/** An image of the message itself; every other one is marked in its place. */
function image(attributes: Attributes, inline: InlineImage): sanitizeHtml.Tag {
  const { src = "", alt = "" } = attributes;
  const url = src.trim();
  const cid = /^cid:(.*)$/is.exec(url)?.[1];
  const found = cid === undefined ? embeddedImage(url) : inline(contentIdOf(cid));
  if ("data" in found) {
    return { tagName: "img", attribs: { src: found.data, alt, ...numbers(attributes, ["width", "height"]) } };
  }
  const described = alt.trim() === "" ? "" : `; its description: ${alt.trim()}`;
  return blocked(cid === undefined ? "image" : "inline image", url, found.reason, described);
}

/** An image that stands in the HTML itself, of a type that can hold no markup. */
function embeddedImage(url: string): { readonly data: string } | { readonly reason: string | undefined } {
  if (/^data:image\/(?:png|jpeg|gif|webp);base64,[a-z0-9+/=\s]+$/i.test(url)) return { data: url };
  return { reason: /^data:/i.test(url) ? "embedded in a form that is not shown" : undefined };
}

/** The sender's words in the mark can neither end it nor go on for long. */
function blocked(what: string, url: string | undefined, reason?: string, more = ""): sanitizeHtml.Tag {
  const text = reason === undefined ? `remote ${what} blocked: ${hostOf(url)}` : `${what} ${reason}`;
  const words = `${text.slice(0, 200)}${more.slice(0, 500)}`.replace(/[[\]\s]+/g, " ");
  return { tagName: "span", attribs: { class: "blocked" }, text: `[${words}]` };
}

function hostOf(url = ""): string {
  const address = url.trim();
  try {
    return new URL(address, "http://no-address.invalid").host.replace("no-address.invalid", "no address");
  } catch {
    return "no address";
  }
}

const LONGEST_DESTINATION = 300;

function destination(href: string): string {
  const url = href.trim().replace(/\s+/g, " ");
  return url.length > LONGEST_DESTINATION ? `${url.slice(0, LONGEST_DESTINATION)}…` : url;
}
