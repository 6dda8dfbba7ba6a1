/** Sorts HTML's elements by what they are to a reader. */

/** Each begins and ends a line (https://html.spec.whatwg.org/multipage/rendering.html), and so does what a cell holds. */
export const BLOCKS = new Set([
  ...[
    "address",
    "article",
    "aside",
    "body",
    "button",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
  ],
  ...[
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
  ],
  ...["hgroup", "html", "legend", "li", "listing", "main", "menu", "nav", "ol", "optgroup", "option", "p"],
  ...[
    "plaintext",
    "pre",
    "search",
    "section",
    "select",
    "summary",
    "table",
    "td",
    "textarea",
    "th",
    "tr",
    "ul",
    "xmp",
  ],
]);

/** Those with room around them. */
export const SPACED = new Set([
  ...["p", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "listing", "plaintext", "xmp"],
]);

/** Nobody is shown what stands in these. */
export const UNSHOWN = new Set([
  ...[
    "head",
    "script",
    "style",
    "title",
    "meta",
    "link",
    "base",
    "param",
    "source",
    "track",
    "col",
    "colgroup",
  ],
  ...["datalist", "frameset", "desc", "metadata", "wbr"],
]);

/** What would load something from elsewhere, and what it is called; what stands in them is shown in its place. */
export const EMBEDDED: Readonly<Record<string, string>> = {
  ...{ iframe: "frame", frame: "frame", embed: "object" },
  ...{ object: "object", applet: "object", video: "video", audio: "audio" },
};

/** Browsers take what stands in these for no elements, and show none of it; other programs do. */
export const FALLBACKS: Readonly<Record<string, string>> = {
  iframe: "programs without frames",
  noframes: "programs without frames",
  noembed: "programs without plug-ins",
};

/** Elements of a message in HTML; one without any of them is plain text. */
const KNOWN = new Set([
  ...BLOCKS,
  ...SPACED,
  ...UNSHOWN,
  ...Object.keys(EMBEDDED),
  ...Object.keys(FALLBACKS),
  ...[
    "a",
    "abbr",
    "acronym",
    "area",
    "b",
    "bdi",
    "bdo",
    "big",
    "blink",
    "blockquote",
    "br",
    "cite",
    "code",
    "data",
  ],
  ...[
    "del",
    "dfn",
    "em",
    "font",
    "hr",
    "i",
    "img",
    "image",
    "input",
    "ins",
    "kbd",
    "label",
    "map",
    "mark",
    "marquee",
  ],
  ...[
    "math",
    "meter",
    "nobr",
    "noscript",
    "output",
    "picture",
    "progress",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
  ],
  ...[
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "sup",
    "svg",
    "tbody",
    "template",
    "tfoot",
    "thead",
    "time",
    "tt",
  ],
  ...["u", "var", "canvas", "isindex", "center"],
]);

const ELEMENT = new RegExp(`<!doctype\\s|<!--|</?(?:${[...KNOWN].join("|")}|[a-z]:[a-z]+)[\\s/>]`, "i");

/** Whether HTML has an element that there is. */
export function hasElements(source: string): boolean {
  return ELEMENT.test(source);
}
