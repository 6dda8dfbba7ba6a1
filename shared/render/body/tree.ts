/** The tree that parse5 builds of a message: siblings are linked, so that an insertion costs the same anywhere. */
import { html, type Token, type TreeAdapter, type TreeAdapterTypeMap } from "parse5";

type Attribute = Token.Attribute;

/** A node: an element by its name in lower case, or `#text`, `#comment`, `#document`, `#fragment`, `#doctype`. */
export interface TreeNode {
  readonly name: string;
  readonly namespace: html.NS;
  readonly attributes: Attribute[];
  /** The characters of a text or a comment. */
  data: string;
  /** What stands in a `template`. */
  content: TreeNode | null;
  parent: TreeNode | null;
  previous: TreeNode | null;
  next: TreeNode | null;
  first: TreeNode | null;
  last: TreeNode | null;
}

export type TreeMap = TreeAdapterTypeMap<
  TreeNode,
  TreeNode,
  TreeNode,
  TreeNode,
  TreeNode,
  TreeNode,
  TreeNode,
  TreeNode,
  TreeNode,
  TreeNode
>;

/** Thrown out of the parser by HTML that nests, or multiplies elements, beyond what any mail program writes. */
export class TooMuch extends Error {}

/** Elements open at once; the parser looks through all of them for many a tag. */
const DEEPEST = 1_000;
/** Nodes of one message. */
const MOST_NODES = 200_000;

/** A tree adapter for one message. */
export function boundedTree(): TreeAdapter<TreeMap> {
  let nodes = 0;
  let depth = 0;
  let mode = html.DOCUMENT_MODE.NO_QUIRKS;

  function node(name: string, data = "", namespace = html.NS.HTML, attributes: Attribute[] = []): TreeNode {
    nodes += 1;
    if (nodes > MOST_NODES) throw new TooMuch();
    const links = { parent: null, previous: null, next: null, first: null, last: null };
    return { name, namespace, attributes, data, content: null, ...links };
  }

  function insertText(parent: TreeNode, text: string, before: TreeNode | null): void {
    const neighbour = before === null ? parent.last : before.previous;
    if (neighbour?.name === "#text") neighbour.data += text;
    else insert(parent, node("#text", text), before);
  }

  return {
    createDocument: () => node("#document"),
    createDocumentFragment: () => node("#fragment"),
    createElement: (name, namespace, attributes) => node(name, "", namespace, attributes),
    createCommentNode: (data) => node("#comment", data),
    createTextNode: (data) => node("#text", data),
    appendChild: (parent, child) => insert(parent, child, null),
    insertBefore: insert,
    insertText: (parent, text) => insertText(parent, text, null),
    insertTextBefore: insertText,
    detachNode: detach,
    adoptAttributes(recipient, attributes) {
      const known = new Set(recipient.attributes.map(({ name }) => name));
      recipient.attributes.push(...attributes.filter(({ name }) => !known.has(name)));
    },
    setTemplateContent(template, content) {
      template.content = content;
    },
    getTemplateContent: (template) => template.content ?? node("#fragment"),
    setDocumentType: () => {},
    setDocumentMode(_, given) {
      mode = given;
    },
    getDocumentMode: () => mode,
    getFirstChild: ({ first }) => first,
    getChildNodes: (parent) => [...childrenOf(parent)],
    getParentNode: ({ parent }) => parent,
    getAttrList: ({ attributes }) => attributes,
    getTagName: ({ name }) => name,
    getNamespaceURI: ({ namespace }) => namespace,
    getTextNodeContent: ({ data }) => data,
    getCommentNodeContent: ({ data }) => data,
    getDocumentTypeNodeName: () => "",
    getDocumentTypeNodePublicId: () => "",
    getDocumentTypeNodeSystemId: () => "",
    isTextNode: (each): each is TreeNode => each.name === "#text",
    isCommentNode: (each): each is TreeNode => each.name === "#comment",
    isDocumentTypeNode: (each): each is TreeNode => each.name === "#doctype",
    isElementNode: (each): each is TreeNode => !each.name.startsWith("#"),
    setNodeSourceCodeLocation: () => {},
    getNodeSourceCodeLocation: () => null,
    updateNodeSourceCodeLocation: () => {},
    onItemPush() {
      depth += 1;
      if (depth > DEEPEST) throw new TooMuch();
    },
    onItemPop() {
      depth -= 1;
    },
  };
}

export function* childrenOf(parent: TreeNode): Generator<TreeNode> {
  for (let each = parent.first; each !== null; each = each.next) yield each;
}

/** An attribute's value; undefined where the element has none of the name. */
export function attribute({ attributes }: TreeNode, name: string): string | undefined {
  return attributes.find((each) => each.name === name)?.value;
}

function insert(parent: TreeNode, child: TreeNode, before: TreeNode | null): void {
  const previous = before === null ? parent.last : before.previous;
  Object.assign(child, { parent, previous, next: before });
  if (previous === null) parent.first = child;
  else previous.next = child;
  if (before === null) parent.last = child;
  else before.previous = child;
}

function detach(child: TreeNode): void {
  const { parent, previous, next } = child;
  if (parent === null) return;
  if (previous === null) parent.first = next;
  else previous.next = next;
  if (next === null) parent.last = previous;
  else next.previous = previous;
  Object.assign(child, { parent: null, previous: null, next: null });
}
