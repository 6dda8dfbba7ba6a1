/** Colours of a message: what they say of it (marked, not to be seen), and shades of them that can be read. */

export type Colour = readonly [red: number, green: number, blue: number];

/** The names that mail programs and people write. */
const NAMED: Readonly<Record<string, Colour>> = {
  black: [0, 0, 0],
  white: [255, 255, 255],
  window: [255, 255, 255],
  windowtext: [0, 0, 0],
  red: [255, 0, 0],
  darkred: [139, 0, 0],
  maroon: [128, 0, 0],
  orange: [255, 165, 0],
  yellow: [255, 255, 0],
  gold: [255, 215, 0],
  green: [0, 128, 0],
  lime: [0, 255, 0],
  lightgreen: [144, 238, 144],
  teal: [0, 128, 128],
  aqua: [0, 255, 255],
  cyan: [0, 255, 255],
  turquoise: [64, 224, 208],
  blue: [0, 0, 255],
  navy: [0, 0, 128],
  purple: [128, 0, 128],
  fuchsia: [255, 0, 255],
  magenta: [255, 0, 255],
  pink: [255, 192, 203],
  silver: [192, 192, 192],
  gray: [128, 128, 128],
  grey: [128, 128, 128],
};

/** A colour as CSS or an attribute writes it; undefined for any other text, and for one that can be seen through. */
export function readColour(text: string): Colour | undefined {
  const written = text.trim().toLowerCase();
  if (Object.hasOwn(NAMED, written)) return NAMED[written];
  const short = /^#?([0-9a-f])([0-9a-f])([0-9a-f])$/.exec(written);
  if (short) return channels(short, (digit) => Number.parseInt(digit + digit, 16));
  const long = /^#?([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})(?:ff)?$/.exec(written);
  if (long) return channels(long, (digits) => Number.parseInt(digits, 16));
  const rgb =
    /^rgba?\(\s*(\d{1,3})\s*[,\s]\s*(\d{1,3})\s*[,\s]\s*(\d{1,3})\s*(?:[,/]\s*1(?:\.0+)?\s*)?\)$/.exec(
      written,
    );
  return rgb ? channels(rgb, (digits) => Math.min(Number(digits), 255)) : undefined;
}

/** The colour that stands in a shorthand. */
export function firstColour(shorthand: string): Colour | undefined {
  return (
    readColour(shorthand) ??
    shorthand
      .split(/\s+(?![^(]*\))/)
      .map(readColour)
      .find((each) => each !== undefined)
  );
}

function channels(match: RegExpExecArray, read: (text: string) => number): Colour {
  const [, red = "", green = "", blue = ""] = match;
  return [read(red), read(green), read(blue)];
}

/** Whether a background is a marker's: bright, and of a colour that no page has by itself. */
export function marksText(background: Colour): boolean {
  return luminance(background) > 0.4 && Math.max(...background) - Math.min(...background) >= 80;
}

/** Whether nobody can see text of the one colour on the other. */
export function looksAlike(text: Colour, background: Colour): boolean {
  return contrast(text, background) < 1.1;
}

/** WCAG's 4.5:1 with something to spare, for the tints of a page. */
const READABLE = 5.2;
const LIGHT_PAPER: Colour = [255, 255, 255];
const DARK_PAPER: Colour = [38, 40, 45];

/** Shades for light and for dark paper, as `#rrggbb`. */
export function readableShades(colour: Colour): { readonly light: string; readonly dark: string } {
  const darker = (channel: number): number => channel * 0.9;
  const lighter = (channel: number): number => channel + (255 - channel) * 0.1;
  return { light: shade(colour, LIGHT_PAPER, darker), dark: shade(colour, DARK_PAPER, lighter) };
}

function shade(colour: Colour, paper: Colour, step: (channel: number) => number): string {
  let [red, green, blue] = colour;
  while (contrast([red, green, blue], paper) < READABLE)
    [red, green, blue] = [step(red), step(green), step(blue)];
  return `#${[red, green, blue].map((each) => Math.round(each).toString(16).padStart(2, "0")).join("")}`;
}

/** As WCAG 2 defines it, from 1 to 21. */
function contrast(one: Colour, other: Colour): number {
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

function luminance([red, green, blue]: Colour): number {
  const linear = (channel: number): number => {
    const value = channel / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}
