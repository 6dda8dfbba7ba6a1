/** Tells what a sender keeps from being seen: hidden, of no size, out of the window, or in the colour behind it. */
import { type Colour, firstColour, readColour } from "./colour.ts";
import type { Declarations } from "./css.ts";
import { attribute, type TreeNode } from "./tree.ts";

export interface Concealment {
  /** The element and all that is in it is not shown; nothing in it can undo that. */
  readonly gone: boolean;
  readonly unseen: boolean;
  /** Of a font no larger than a dot. */
  readonly tiny: boolean;
  /** The colour of the text, and the one behind it; undefined where nobody can tell. */
  readonly ink: Colour | undefined;
  readonly ground: Colour | undefined;
}

export const VISIBLE: Concealment = {
  ...{ gone: false, unseen: false, tiny: false },
  ...{ ink: [0, 0, 0], ground: [255, 255, 255] },
};

export function concealed(element: TreeNode, css: Declarations, outer: Concealment): Concealment {
  const { ink, ground } = outer;
  return {
    gone: outer.gone || isGone(element, css),
    unseen: css.has("visibility") ? css.get("visibility") !== "visible" : outer.unseen,
    tiny: tinyFont(css) ?? outer.tiny,
    ink: inkOf(element, css, ink),
    ground: groundOf(element, css, ground),
  };
}

function isGone(element: TreeNode, css: Declarations): boolean {
  const display = css.get("display");
  const { name } = element;
  if (display === "none" || css.get("mso-hide") === "all" || name === "template") return true;
  if (display === undefined && attribute(element, "hidden") !== undefined) return true;
  if (name === "dialog" && attribute(element, "open") === undefined) return true;
  if (Number.parseFloat(css.get("opacity") ?? "1") <= 0.02 || css.get("color") === "transparent") return true;
  return hasNoRoom(css) || isOutside(css);
}

const SIZES = ["height", "max-height", "width", "max-width"];

function hasNoRoom(css: Declarations): boolean {
  const clipped = /^(?:hidden|clip)/.test(css.get("overflow") ?? "");
  return clipped && SIZES.some((size) => /^0(?:\.0*)?(?:px|pt|em|rem|in|cm|%)?$/.test(css.get(size) ?? ""));
}

function isOutside(css: Declarations): boolean {
  const far = (property: string): boolean => Number.parseFloat(css.get(property) ?? "0") <= -900;
  if (far("text-indent")) return true;
  const moved = /^(?:absolute|fixed|relative)$/.test(css.get("position") ?? "");
  return (moved && ["left", "top", "right", "bottom"].some(far)) || /^rect\(\s*0/.test(css.get("clip") ?? "");
}

/** Sizes in `em` and per cent are those of the text around: of nothing, nothing. */
function tinyFont(css: Declarations): boolean | undefined {
  const size =
    css.get("font-size") ?? /(?:^|\s)(\d*\.?\d+[a-z%]*)(?:\s*\/|\s)/.exec(css.get("font") ?? "")?.[1];
  const [, digits, unit] = /^(\d*\.?\d+)([a-z%]*)$/.exec(size ?? "") ?? [];
  if (size === undefined) return undefined;
  if (digits === undefined) return false;
  if (Number(digits) === 0) return true;
  if (unit === "px" || unit === "pt") return Number(digits) <= 1;
  return unit === "em" || unit === "%" ? undefined : false;
}

function inkOf(element: TreeNode, css: Declarations, outer: Colour | undefined): Colour | undefined {
  const attributeName = element.name === "font" ? "color" : element.name === "body" ? "text" : undefined;
  const written = css.get("color") ?? (attributeName && attribute(element, attributeName));
  return written === undefined || written === "inherit" ? outer : readColour(written);
}

function groundOf(element: TreeNode, css: Declarations, outer: Colour | undefined): Colour | undefined {
  const image = `${css.get("background") ?? ""} ${css.get("background-image") ?? ""}`;
  if (/url\(|gradient\(/.test(image) || attribute(element, "background") !== undefined) return undefined;
  const written = css.get("background-color") ?? css.get("background") ?? attribute(element, "bgcolor");
  if (written === undefined || /^(?:transparent|none|inherit|initial|unset)?$/.test(written)) return outer;
  return firstColour(written);
}
