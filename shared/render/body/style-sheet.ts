/** The style sheets of a message, as far as their rules are plain, and what they and `style` say of an element. */
import { type Declarations, declarationsOf, type Rule, rulesOf } from "./css.ts";
import { attribute, type TreeNode } from "./tree.ts";

/** More of a style sheet is not read. Characters. */
const LONGEST_SHEET = 500_000;
/** More rules of a message are not looked at. */
const MOST_RULES = 2_000;
/** Classes of one element that are looked at. */
const MOST_CLASSES = 20;

export class StyleSheet {
  /** By what an element must have for the rule: `.class`, `#id` or its name; those of one key in their order. */
  readonly #rules = new Map<string, Rule[]>();
  #count = 0;

  add(css: string): void {
    for (const rule of rulesOf(css.slice(0, LONGEST_SHEET))) {
      this.#count += 1;
      if (this.#count > MOST_RULES) return;
      const key =
        rule.id !== undefined
          ? `#${rule.id}`
          : rule.classes[0] !== undefined
            ? `.${rule.classes[0]}`
            : (rule.element ?? "");
      this.#rules.set(key, [...(this.#rules.get(key) ?? []), rule]);
    }
  }

  /** Later and closer ones win: name, then classes, then id, then `style`. */
  declarationsFor(element: TreeNode): Declarations {
    const own = attribute(element, "style");
    const declared = own === undefined ? NONE : declarationsOf(own);
    if (this.#count === 0) return declared;
    const classes = (attribute(element, "class") ?? "").split(/\s+/, MOST_CLASSES);
    const keys = [element.name, ...classes.map((name) => `.${name}`), `#${attribute(element, "id") ?? ""}`];
    const matching = keys.flatMap((key) =>
      (this.#rules.get(key) ?? []).filter((rule) => matches(rule, element.name, classes)),
    );
    return matching.length === 0
      ? declared
      : new Map([...matching.map((rule) => rule.declarations), declared].flatMap((each) => [...each]));
  }
}

const NONE: Declarations = new Map();

function matches({ element, classes }: Rule, name: string, own: readonly string[]): boolean {
  return (element === undefined || element === name) && classes.every((each) => own.includes(each));
}
