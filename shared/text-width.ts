/** How many places a character takes in a terminal. */

/** Those of East Asia, and pictures. */
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;

/** Marks stand on the character before them, and joiners nowhere. */
const NONE = /[\p{Mn}\p{Me}\p{Cf}]/u;

/** 0, 1 or 2, for one character. */
export function widthOf(character: string): number {
  if (NONE.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}
