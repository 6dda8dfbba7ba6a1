/** Reads declarations of CSS in any spelling that browsers take, and the plain rules of a message's style sheets. */

/** Values by property, both in lower case; a shorthand is a property of its own. */
export type Declarations = ReadonlyMap<string, string>;

/** More of a value is not read: none that counts here is as long. Characters. */
const LONGEST_VALUE = 500;

/** The declarations of a `style` attribute or of a rule: the last of each property, or the last that is `!important`. */
export function declarationsOf(css: string): Declarations {
  const found = new Map<string, string>();
  const important = new Set<string>();
  for (const declaration of parts(withoutComments(css), ";")) {
    const colon = declaration.indexOf(":");
    if (colon < 0) continue;
    const property = unescaped(declaration.slice(0, colon)).trim().toLowerCase();
    const written = unescaped(declaration.slice(colon + 1, colon + LONGEST_VALUE))
      .trim()
      .toLowerCase();
    const isImportant = /!\s{0,9}important$/.test(written);
    if (important.has(property) && !isImportant) continue;
    if (isImportant) important.add(property);
    found.set(property, isImportant ? written.slice(0, written.lastIndexOf("!")).trim() : written);
  }
  return found;
}

/** A rule whose selector is a name, classes or an id alone: `p.MsoNormal`, `.preheader`, `#top`. */
export interface Rule {
  readonly element: string | undefined;
  readonly classes: readonly string[];
  readonly id: string | undefined;
  readonly declarations: Declarations;
}

/** More rules of a message are not looked at: each is compared with each element. */
const MOST_RULES = 200;

/**
 * The rules that hold everywhere. Those behind `@media` and the like hold for some readers only; those of other
 * selectors are left out too.
 */
export function rulesOf(sheet: string): Rule[] {
  const rules: Rule[] = [];
  let depth = 0;
  let start = 0;
  let selector = "";
  const css = withoutComments(sheet).replace(/<!--|-->/g, "");
  for (const { 0: brace, index } of css.matchAll(/[{};]/g)) {
    if (brace === ";" && depth === 0) start = index + 1;
    if (brace === ";") continue;
    if (brace === "{" && depth === 0) selector = css.slice(start, index);
    if (brace === "}" && depth === 1) rules.push(...ruleOf(selector, css.slice(start, index)));
    depth = Math.max(0, depth + (brace === "{" ? 1 : -1));
    if (depth <= 1) start = index + 1;
    if (rules.length > MOST_RULES) return rules.slice(0, MOST_RULES);
  }
  return rules;
}

function ruleOf(selectors: string, body: string): Rule[] {
  if (selectors.trim().startsWith("@")) return [];
  const declarations = declarationsOf(body);
  return selectors.split(",").flatMap((selector) => {
    const simple = /^([a-z][a-z0-9]*)?((?:\.[\w-]+)*)(?:#([\w-]+))?$/i.exec(selector.trim());
    if (simple === null || simple[0] === "") return [];
    const [, element, classes = "", id] = simple;
    return [
      { element: element?.toLowerCase(), classes: classes.split(".").filter(Boolean), id, declarations },
    ];
  });
}

function withoutComments(css: string): string {
  if (!css.includes("/*")) return css;
  return css
    .split("/*")
    .map((part, index) => (index === 0 ? part : part.slice(endOf(part))))
    .join("");
}

function endOf(comment: string): number {
  const end = comment.indexOf("*/");
  return end < 0 ? comment.length : end + 2;
}

/** `\\6c` and `\\l` as the character that they stand for. */
function unescaped(css: string): string {
  if (!css.includes("\\")) return css;
  return css.replace(/\\(?:([0-9a-f]{1,6})\s?|([^\n]))/gi, (_, code?: string, character = "") => {
    const point = Number.parseInt(code ?? "", 16);
    return code === undefined || point > 0x10ffff ? character : String.fromCodePoint(point);
  });
}

/** Splits at a sign that stands neither in quotes nor in brackets. */
function parts(css: string, sign: string): string[] {
  const found: string[] = [];
  let quote = "";
  let depth = 0;
  let start = 0;
  for (const { 0: character, index } of css.matchAll(/["'();]/g)) {
    if (quote !== "") {
      if (character === quote) quote = "";
    } else if (character === '"' || character === "'") quote = character;
    else if (character === "(") depth += 1;
    else if (character === ")") depth -= 1;
    else if (character === sign && depth <= 0) {
      found.push(css.slice(start, index));
      start = index + 1;
    }
  }
  found.push(css.slice(start));
  return found;
}
