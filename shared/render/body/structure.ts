/** What links, pictures, quotations, lists and tables say. */
import type { BodyBuilder, Close } from "./builder.ts";
import type { Declarations } from "./css.ts";
import { destinationOf } from "./links.ts";
import type { Look } from "./look.ts";
import { styleOfType } from "./markers.ts";
import { attribute, childrenOf, type TreeNode } from "./tree.ts";

interface Entered {
  readonly look: Look;
  readonly close?: Close;
  readonly first?: TreeNode | null;
}

type Enter = (node: TreeNode, builder: BodyBuilder, look: Look, css: Declarations) => Entered;

/** Undefined for an element that is none of these. */
export function enterStructure(
  node: TreeNode,
  css: Declarations,
  builder: BodyBuilder,
  look: Look,
): Entered | undefined {
  return Object.hasOwn(STRUCTURES, node.name) ? STRUCTURES[node.name]?.(node, builder, look, css) : undefined;
}

const list: Enter = (node, builder, look, css) => {
  const ordered = node.name === "ol";
  const own =
    css.has("list-style-type") || css.has("list-style")
      ? look.listStyle
      : styleOfType(attribute(node, "type"));
  const reversed = ordered && attribute(node, "reversed") !== undefined;
  const start = whole(attribute(node, "start")) ?? (reversed ? itemsOf(node) : 1);
  const numbering = { ordered, start, step: reversed ? -1 : 1 };
  return {
    look: { ...look, listStyle: own ?? (ordered ? "decimal" : "disc") },
    close: builder.openList(numbering),
  };
};

const STRUCTURES: Readonly<Record<string, Enter>> = {
  a: (node, builder, look) => ({
    look,
    close: builder.openLink(destinationOf(attribute(node, "href")), look),
  }),
  area(node, builder, look) {
    const close = builder.openLink(destinationOf(attribute(node, "href")), look);
    builder.note(`link in an image: ${attribute(node, "alt") ?? "without a description"}`, look);
    return { look, close };
  },
  br(_, builder, look) {
    builder.lineBreak(look);
    return { look };
  },
  hr(_, builder, look) {
    builder.rule();
    return { look };
  },
  img(node, builder, look) {
    const [src, alt] = [attribute(node, "src") ?? "", attribute(node, "alt") ?? ""];
    const [width, height] = [pixels(node, "width"), pixels(node, "height")];
    builder.image({ src: src.trim(), alt: alt.replace(/\s+/g, " ").trim(), width, height }, look);
    return { look };
  },
  q: (_, builder, look) => around(builder, look, "“", "”"),
  rt: (node, builder, look) => (node.previous?.name === "rp" ? { look } : around(builder, look, "(", ")")),
  blockquote: (_, builder, look) => ({ look, close: builder.openQuote() }),
  ul: list,
  ol: list,
  menu: list,
  dir: list,
  li(node, builder, look, css) {
    const bare = (css.get("display") ?? "list-item") !== "list-item";
    const own =
      css.has("list-style-type") || css.has("list-style") ? undefined : styleOfType(attribute(node, "type"));
    const style = bare ? "none" : (own ?? look.listStyle ?? "disc");
    return { look, close: builder.openItem(style, whole(attribute(node, "value")), look) };
  },
  table: (node, builder, look, css) => ({
    look: unaligned(look),
    close: builder.openTable(hasLines(node, css)),
  }),
  tr: (_, builder, look) => ({ look, close: builder.openRow() }),
  td: cell,
  th: cell,
};

function cell(node: TreeNode, builder: BodyBuilder, look: Look, css: Declarations): Entered {
  const span = (name: string): number =>
    Math.min(99, Math.max(1, Number.parseInt(attribute(node, name) ?? "1", 10) || 1));
  const shape = { header: node.name === "th", colspan: span("colspan"), rowspan: span("rowspan") };
  return { look, close: builder.openCell(shape, hasLines(node, css)) };
}

function around(builder: BodyBuilder, look: Look, before: string, behind: string): Entered {
  builder.text(before, look);
  return { look, close: () => builder.text(behind, look) };
}

function itemsOf(list: TreeNode): number {
  let count = 0;
  for (const { name } of childrenOf(list)) if (name === "li") count += 1;
  return count;
}

function whole(text: string | undefined): number | undefined {
  const digits = /^\s*([+-]?\d{1,9})/.exec(text ?? "")?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** A table stands where it is, whatever the words around it are aligned to. */
function unaligned(look: Look): Look {
  return look.align === undefined ? look : { ...look, align: undefined };
}

function hasLines(node: TreeNode, css: Declarations): boolean {
  if (Number.parseInt(attribute(node, "border") ?? "0", 10) > 0) return true;
  return ["border", "border-bottom", "border-top"].some((side) =>
    /solid|double|dashed|dotted/.test(css.get(side) ?? ""),
  );
}

/** Numbers of whole pixels; per cents and the like are left to the page. */
function pixels(node: TreeNode, name: string): number | undefined {
  const digits = /^\s*(\d{1,4})(?:px)?\s*$/i.exec(attribute(node, name) ?? "")?.[1];
  return digits === undefined ? undefined : Number(digits);
}
