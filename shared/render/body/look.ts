/** What elements and styles make of the text in them: a look is passed on from each element to what stands in it. */
import { type Colour, firstColour, looksAlike, marksText, readColour } from "./colour.ts";
import { type Concealment, concealed, VISIBLE } from "./concealment.ts";
import type { Declarations } from "./css.ts";
import type { Format, Paragraph } from "./model.ts";
import { attribute, type TreeNode } from "./tree.ts";

export interface Look {
  readonly format: Format;
  readonly concealment: Concealment;
  /** What happens to blanks and line ends. */
  readonly space: "collapse" | "lines" | "keep";
  readonly align: Paragraph["align"];
  readonly dir: Paragraph["dir"];
  /** `list-style-type`. */
  readonly listStyle: string | undefined;
}

export const PLAIN_LOOK: Look = {
  format: {
    ...{ hidden: false, struck: undefined, inserted: false, highlighted: false, script: undefined },
    ...{ bold: false, italic: false, underlined: false, code: false, pre: false },
    ...{ colour: undefined, lang: undefined },
  },
  ...{ concealment: VISIBLE, space: "collapse", align: undefined, dir: undefined, listStyle: undefined },
};

const KEPT = new Set(["pre", "textarea", "listing", "xmp", "plaintext"]);
const CODE = new Set(["code", "tt", "kbd", "samp", ...KEPT]);
const BOLD = new Set(["b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6"]);
const ITALIC = new Set(["i", "em", "cite", "var", "dfn", "address"]);
/** What a background says nothing of: the ground that a design stands on. */
const GROUNDS = new Set([
  "html",
  "body",
  "table",
  "tbody",
  "thead",
  "tfoot",
  "div",
  "center",
  "section",
  "main",
]);

export function lookOf(element: TreeNode, css: Declarations, outer: Look): Look {
  if (css.size === 0 && element.attributes.length === 0 && PLAIN_ELEMENTS.has(element.name)) return outer;
  const space = spaceOf(element, css, outer.space);
  const concealment = concealed(element, css, outer.concealment);
  return {
    ...{ space, concealment },
    format: formatOf(element, css, outer.format, concealment, space),
    align: alignOf(element, css) ?? outer.align,
    dir: dirOf(element, css) ?? outer.dir,
    listStyle: css.get("list-style-type") ?? listStyle(css.get("list-style")) ?? outer.listStyle,
  };
}

/** Elements that change nothing by themselves. */
const PLAIN_ELEMENTS = new Set(["div", "p", "span", "td", "tr", "tbody", "li", "ul", "ol", "br", "a"]);

function formatOf(
  node: TreeNode,
  css: Declarations,
  outer: Format,
  { gone, unseen, tiny, ink, ground }: Concealment,
  space: Look["space"],
): Format {
  const { name } = node;
  const line = `${css.get("text-decoration") ?? ""} ${css.get("text-decoration-line") ?? ""}`;
  const lang = attribute(node, "lang") ?? "";
  const format: Format = {
    hidden: gone || unseen || tiny || (ink !== undefined && ground !== undefined && looksAlike(ink, ground)),
    struck: struckBy(name, line) ?? outer.struck,
    inserted: outer.inserted || name === "ins",
    highlighted: highlightOf(node, css) ?? outer.highlighted,
    script: scriptOf(name, css, outer.script),
    bold: weightOf(css) ?? (outer.bold || BOLD.has(name)),
    italic: slantOf(css) ?? (outer.italic || ITALIC.has(name)),
    underlined: outer.underlined || name === "u" || line.includes("underline"),
    code: outer.code || CODE.has(name),
    pre: space === "keep",
    colour: colourOf(node, css, outer.colour),
    lang: /^[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}$/i.test(lang) ? lang : outer.lang,
  };
  return same(format, outer) ? outer : format;
}

/** Runs of one format are one: so equal formats are one object where they can be. */
function same(one: Format, other: Format): boolean {
  return (Object.keys(one) as (keyof Format)[]).every((key) => one[key] === other[key]);
}

function struckBy(name: string, line: string): Format["struck"] {
  if (name === "del") return "deleted";
  return name === "s" || name === "strike" || line.includes("line-through") ? "struck out" : undefined;
}

function highlightOf(element: TreeNode, css: Declarations): boolean | undefined {
  const { name } = element;
  if (name === "mark" || (css.get("mso-highlight") ?? "none") !== "none") return true;
  if (GROUNDS.has(name)) return undefined;
  const background = css.get("background-color") ?? css.get("background") ?? attribute(element, "bgcolor");
  const colour = background === undefined ? undefined : firstColour(background);
  return colour === undefined ? undefined : marksText(colour);
}

function scriptOf(name: string, css: Declarations, outer: Format["script"]): Format["script"] {
  const raised = Number.parseFloat(css.get("mso-text-raise") ?? "0");
  const align = css.get("vertical-align");
  if (raised > 0 || align === "super") return "super";
  if (raised < 0 || align === "sub") return "sub";
  if (align === "baseline") return undefined;
  if (name === "sup") return "super";
  return name === "sub" ? "sub" : outer;
}

function weightOf(css: Declarations): boolean | undefined {
  const weight = css.get("font-weight");
  if (weight === undefined) return undefined;
  if (/^bold/.test(weight)) return true;
  return /^\d+$/.test(weight) ? Number(weight) >= 600 : false;
}

function slantOf(css: Declarations): boolean | undefined {
  const style = css.get("font-style");
  return style === undefined ? undefined : /^(?:italic|oblique)/.test(style);
}

/** Greys say nothing, and those of designs are many. */
function colourOf(element: TreeNode, css: Declarations, outer: Colour | undefined): Colour | undefined {
  const written = css.get("color") ?? (element.name === "font" ? attribute(element, "color") : undefined);
  if (written === undefined) return outer;
  const colour = readColour(written);
  const grey = colour === undefined || Math.max(...colour) - Math.min(...colour) < 40;
  return grey ? undefined : colour;
}

function spaceOf({ name }: TreeNode, css: Declarations, outer: Look["space"]): Look["space"] {
  const value = css.get("white-space") ?? css.get("white-space-collapse");
  if (value === undefined) return KEPT.has(name) ? "keep" : outer;
  if (/^(?:pre|pre-wrap|break-spaces|preserve)\b(?!-line|-breaks)/.test(value)) return "keep";
  return /^(?:pre-line|preserve-breaks)/.test(value) ? "lines" : "collapse";
}

function alignOf(element: TreeNode, css: Declarations): Paragraph["align"] {
  if (element.name === "table") return undefined;
  const given = css.get("text-align") ?? attribute(element, "align")?.toLowerCase();
  if (given === "right" || given === "center" || given === "left") return given;
  return element.name === "center" ? "center" : undefined;
}

function dirOf(element: TreeNode, css: Declarations): Paragraph["dir"] {
  const given = attribute(element, "dir")?.toLowerCase() ?? css.get("direction");
  return given === "ltr" || given === "rtl" ? given : undefined;
}

function listStyle(shorthand: string | undefined): string | undefined {
  return shorthand?.split(/\s+/).find((each) => !/^(?:inside|outside|url\(.*|initial|inherit)$/.test(each));
}
