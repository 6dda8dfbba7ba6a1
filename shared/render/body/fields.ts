/** What the fields of a form say: what is ticked, chosen and filled in. */
import type { BodyBuilder } from "./builder.ts";
import type { Look } from "./look.ts";
import { attribute, type TreeNode } from "./tree.ts";

/** Undefined for an element that is no field; `done` for one without content. */
export function enterField(
  node: TreeNode,
  builder: BodyBuilder,
  look: Look,
): { readonly look: Look } | "done" | undefined {
  if (node.name === "input") {
    const said = inputText(node);
    if (said !== "") builder.text(said, look);
    return "done";
  }
  if (node.name !== "option") return undefined;
  builder.boundary();
  builder.text(tick(attribute(node, "selected") !== undefined, "[]"), look);
  return { look };
}

function inputText(node: TreeNode): string {
  const type = (attribute(node, "type") ?? "text").trim().toLowerCase();
  const checked = attribute(node, "checked") !== undefined;
  const value = attribute(node, "value") ?? "";
  if (type === "checkbox") return tick(checked, "[]");
  if (type === "radio") return tick(checked, "()");
  if (type === "image") return `[button: ${attribute(node, "alt") ?? "image"}]`;
  if (type === "hidden" || type === "password" || value.trim() === "") return "";
  return /^(?:submit|button|reset)$/.test(type) ? `[button: ${value}]` : `[field: ${value}]`;
}

/** `[x] ` or `[ ] `. */
function tick(ticked: boolean, [open = "", close = ""]: string): string {
  return `${open}${ticked ? "x" : "\u00a0"}${close} `;
}
