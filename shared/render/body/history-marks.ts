/** Knows by which elements mail programs begin the earlier messages. */
import type { Declarations } from "./css.ts";
import type { HistoryMarks } from "./history.ts";
import { attribute, type TreeNode } from "./tree.ts";

const HEADER_IDS = new Set(["divRplyFwdMsg", "appendonsend", "OLK_SRC_BODY_SECTION"]);
const LEAD_CLASSES =
  /(?:^|\s)(?:gmail_attr|gmail_quote|moz-cite-prefix|yahoo_quoted|protonmail_quote)(?:\s|$)/;

export function historyMark(element: TreeNode, css: Declarations): keyof HistoryMarks | undefined {
  if (HEADER_IDS.has((attribute(element, "id") ?? "").replace(/^x_/, ""))) return "header";
  if (/(?:^|\s)OutlookMessageHeader(?:\s|$)/.test(attribute(element, "class") ?? "")) return "header";
  if (element.name === "div" && /solid/.test(css.get("border-top") ?? "") && beginsWithHeader(element))
    return "header";
  return LEAD_CLASSES.test(attribute(element, "class") ?? "") ? "lead" : undefined;
}

/** Whether the first words are a field, as `From:` or `Von:`, in bold as Outlook writes them. */
function beginsWithHeader(element: TreeNode): boolean {
  let node = element.first;
  for (let steps = 0; node !== null && steps < 20; steps += 1) {
    if (node.name === "#text" && node.data.trim() !== "")
      return /^\s*\S[^:：]{0,20}\s?[:：]/u.test(node.data) && isBold(node);
    node = node.first ?? nextOf(node, element);
  }
  return false;
}

function nextOf(node: TreeNode, top: TreeNode): TreeNode | null {
  for (let each: TreeNode | null = node; each !== null && each !== top; each = each.parent) {
    if (each.next !== null) return each.next;
  }
  return null;
}

function isBold(text: TreeNode): boolean {
  for (let [node, steps] = [text.parent, 0]; node !== null && steps < 4; node = node.parent, steps += 1) {
    if (
      node.name === "b" ||
      node.name === "strong" ||
      /font-weight:\s*bold/i.test(attribute(node, "style") ?? "")
    )
      return true;
  }
  return false;
}
