/** Writes and reads the small XML documents of the S3 protocol. */
import { s3Error } from "./errors.ts";

/** What an element holds: text, elements, or the same element several times. `undefined` leaves it out. */
export type Content =
  | string
  | number
  | boolean
  | Date
  | undefined
  | { readonly [name: string]: Content }
  | readonly Content[];

const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

function escaped(text: string): string {
  return text
    .replace(/[&<>"]/g, (character) => ESCAPES[character] ?? character)
    .replace(/\p{Cc}/gu, (character) => `&#x${character.charCodeAt(0).toString(16)};`);
}

function element(name: string, content: Content): string {
  if (content === undefined) return "";
  if (Array.isArray(content)) return content.map((one) => element(name, one)).join("");
  if (content instanceof Date) return element(name, content.toISOString());
  if (typeof content !== "object") return `<${name}>${escaped(String(content))}</${name}>`;
  const inner = Object.entries(content).map(([child, value]) => element(child, value));
  return `<${name}>${inner.join("")}</${name}>`;
}

/** A document with the root `name`. */
export function xml(name: string, content: Content): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element(name, content)}`;
}

/** An element that was read. */
export interface Element {
  readonly name: string;
  readonly children: Element[];
  text: string;
}

const TOKEN = /<\?.*?\?>|<!--.*?-->|<(\/?)([A-Za-z][\w:.-]*)([^<>]*?)(\/?)>|([^<]+)/sy;
const NAMED: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function unescaped(text: string): string {
  return text.replace(
    /&(?:#x([0-9a-fA-F]+)|#(\d+)|(\w+));/g,
    (_, hex?: string, decimal?: string, name?: string) => {
      if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
      if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
      const character = NAMED[name ?? ""];
      if (character === undefined) throw s3Error("MalformedXML");
      return character;
    },
  );
}

/** Reads a document and gives its root. @throws S3Error MalformedXML */
export function parseXml(document: string): Element {
  const top: Element = { name: "", children: [], text: "" };
  const open: Element[] = [top];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < document.length) {
    const match = TOKEN.exec(document);
    const parent = open.at(-1);
    if (match === null || parent === undefined) throw s3Error("MalformedXML");
    const [, closing, name, , selfClosing, text] = match;
    if (text !== undefined) parent.text += unescaped(text);
    if (name === undefined) continue;
    if (closing === "/") {
      if (parent.name !== name) throw s3Error("MalformedXML");
      open.pop();
      continue;
    }
    const child: Element = { name, children: [], text: "" };
    parent.children.push(child);
    if (selfClosing !== "/") open.push(child);
  }
  const [root, ...others] = top.children;
  if (root === undefined || others.length > 0 || open.length !== 1) throw s3Error("MalformedXML");
  return root;
}

/** The first child of that name. */
export function child(parent: Element | undefined, name: string): Element | undefined {
  return parent?.children.find((one) => one.name === name);
}

/** The text of the first child of that name. */
export function childText(parent: Element | undefined, name: string): string | undefined {
  return child(parent, name)?.text.trim();
}
