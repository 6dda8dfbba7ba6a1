/** What stands before the items of a list: numbers, letters, bullets. */

/** `type` of a list or an item, in the words of CSS. */
const TYPES: Readonly<Record<string, string>> = {
  "1": "decimal",
  a: "lower-alpha",
  A: "upper-alpha",
  i: "lower-roman",
  I: "upper-roman",
};

/** The `list-style-type` that an attribute `type` stands for. */
export function styleOfType(type: string | undefined): string | undefined {
  return type === undefined ? undefined : (TYPES[type] ?? type.toLowerCase());
}

const BULLETS: Readonly<Record<string, string>> = { disc: "•", circle: "◦", square: "▪" };

/** `c.`, `vii.`, `•`; "" for none. */
export function markerOf(style: string, number: number): string {
  if (style === "none") return "";
  if (Object.hasOwn(BULLETS, style)) return BULLETS[style] ?? "";
  const quoted = /^(["'])(.{1,20})\1$/.exec(style);
  return quoted?.[2] !== undefined ? quoted[2].trim() : `${numeral(style, number)}.`;
}

function numeral(style: string, number: number): string {
  if (/^(?:lower|upper)-(?:alpha|latin)$/.test(style) && number > 0) return cased(style, letters(number));
  if (/^(?:lower|upper)-roman$/.test(style) && number > 0 && number < 4_000)
    return cased(style, roman(number));
  if (style === "decimal-leading-zero") return String(number).padStart(2, "0");
  return String(number);
}

function cased(style: string, text: string): string {
  return style.startsWith("upper") ? text.toUpperCase() : text;
}

function letters(number: number): string {
  let text = "";
  for (let rest = number; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    text = String.fromCodePoint(97 + ((rest - 1) % 26)) + text;
  }
  return text;
}

const ROMAN: readonly (readonly [value: number, sign: string])[] = [
  ...([
    [1000, "m"],
    [900, "cm"],
    [500, "d"],
    [400, "cd"],
    [100, "c"],
    [90, "xc"],
    [50, "l"],
  ] as const),
  ...([
    [40, "xl"],
    [10, "x"],
    [9, "ix"],
    [5, "v"],
    [4, "iv"],
    [1, "i"],
  ] as const),
];

function roman(number: number): string {
  let [rest, text] = [number, ""];
  for (const [value, sign] of ROMAN) {
    while (rest >= value) {
      text += sign;
      rest -= value;
    }
  }
  return text;
}
