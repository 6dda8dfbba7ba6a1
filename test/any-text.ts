/** Strings for property tests. */
import fc from "fast-check";

/** The code points from U+D800 are halves of characters, which no text has. */
const [SURROGATES, SURROGATE_COUNT, LAST] = [0xd800, 0x800, 0x10ffff];

/** Any character: fast-check's unit "binary", whose first use writes a table of all of them for a second. */
const character = fc.nat(LAST - SURROGATE_COUNT).map(
  (number) => String.fromCodePoint(number < SURROGATES ? number : number + SURROGATE_COUNT),
  (text) => {
    const code = typeof text === "string" ? text.codePointAt(0) : undefined;
    if (code === undefined || text !== String.fromCodePoint(code))
      throw new Error("That is not one character.");
    return code < SURROGATES ? code : code - SURROGATE_COUNT;
  },
);

/** Texts of any characters. */
export function anyText({ maxLength }: { readonly maxLength?: number } = {}): fc.Arbitrary<string> {
  return fc.string({ unit: character, ...(maxLength !== undefined && { maxLength }) });
}
