/** What may stay of a message's own `style` attributes: a few properties that can neither load, hide, move nor cover anything. */

const BORDER =
  /^(?:none|(?:(?:solid|dotted|dashed|double|windowtext|black|#[0-9a-f]{3,8}|\d{1,2}(?:\.\d{1,2})?(?:pt|px)|0)\s*){1,3})$/;

/** Property to the values that are let through; compared in lower case. */
const ALLOWED: Readonly<Record<string, RegExp>> = {
  "text-align": /^(?:left|right|center|justify|start|end)$/,
  "font-weight": /^(?:normal|bold|bolder|lighter|[1-9]00)$/,
  "font-style": /^(?:normal|italic|oblique)$/,
  "text-decoration": /^(?:none|underline|line-through)$/,
  "vertical-align": /^(?:top|middle|bottom|baseline)$/,
  "white-space": /^(?:pre|pre-wrap|normal)$/,
  "list-style-type": /^(?:none|disc|circle|square|decimal|lower-alpha|upper-alpha|lower-roman|upper-roman)$/,
  border: BORDER,
  "border-top": BORDER,
  "border-right": BORDER,
  "border-bottom": BORDER,
  "border-left": BORDER,
};

const LONGEST = 2_000;

/** The declarations that are allowed, made anew; "" when none is. */
export function bodyStyle(style: string): string {
  return style
    .slice(0, LONGEST)
    .toLowerCase()
    .split(";")
    .flatMap((declaration) => {
      const colon = declaration.indexOf(":");
      if (colon < 0) return [];
      const property = declaration.slice(0, colon).trim();
      const value = declaration
        .slice(colon + 1)
        .replace("!important", "")
        .trim();
      if (property === "color") return colourDeclaration(value);
      const pattern = Object.hasOwn(ALLOWED, property) ? ALLOWED[property] : undefined;
      return pattern?.test(value) ? [`${property}:${value}`] : [];
    })
    .join(";");
}

/** A colour of text, for the `color` of a style or a `font` element. */
export function colourDeclaration(value: string): string[] {
  const colour = readColour(value.trim().toLowerCase());
  return colour === undefined ? [] : [`color:${readableColour(colour)}`];
}

type Colour = readonly [red: number, green: number, blue: number];

/** The names that mail programs write; others leave the text black. */
const NAMED: Readonly<Record<string, Colour>> = {
  red: [255, 0, 0],
  darkred: [139, 0, 0],
  maroon: [128, 0, 0],
  orange: [255, 165, 0],
  green: [0, 128, 0],
  lime: [0, 255, 0],
  teal: [0, 128, 128],
  blue: [0, 0, 255],
  navy: [0, 0, 128],
  purple: [128, 0, 128],
  fuchsia: [255, 0, 255],
  gray: [128, 128, 128],
  grey: [128, 128, 128],
};

function readColour(text: string): Colour | undefined {
  if (Object.hasOwn(NAMED, text)) return NAMED[text];
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/.exec(text);
  if (short) return channels(short, (digit) => Number.parseInt(digit + digit, 16));
  const long = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/.exec(text);
  if (long) return channels(long, (digits) => Number.parseInt(digits, 16));
  const rgb = /^rgb\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*\)$/.exec(text);
  return rgb ? channels(rgb, (digits) => Math.min(Number(digits), 255)) : undefined;
}

function channels(match: RegExpExecArray, read: (text: string) => number): Colour {
  const [, red = "", green = "", blue = ""] = match;
  return [read(red), read(green), read(blue)];
}

/** Against white and against the tints of a page, WCAG's 4.5:1 with something to spare. */
const CONTRAST = 5.2;

/** The colour, darkened until it can be read on white: nothing is hidden as white on white. */
function readableColour(colour: Colour): string {
  let shade = colour;
  while (1.05 / (luminance(shade) + 0.05) < CONTRAST) {
    shade = [shade[0] * 0.9, shade[1] * 0.9, shade[2] * 0.9];
  }
  return `#${shade.map((channel) => Math.round(channel).toString(16).padStart(2, "0")).join("")}`;
}

/** Relative luminance, as WCAG 2 defines it. */
function luminance([red, green, blue]: Colour): number {
  const linear = (channel: number): number => {
    const value = channel / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}
