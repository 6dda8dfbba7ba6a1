/** Why something is asked for, in one line: in bodies and in queries. */
import * as z from "zod";

const MOST = 500;

/** It stands in a version's message, in records and in queue messages, none of which bears every character. */
const ONE_LINE = /^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]*$/u;

/**
 * The same in words that every reader of JSON Schema knows, as far as the Basic Multilingual Plane goes. Surrogates are in
 * no such words: what reads strings as Unicode knows none.
 */
const UNSEEN =
  "\\u0000-\\u001f\\u007f-\\u009f\\u00ad\\u0600-\\u0605\\u061c\\u06dd\\u070f\\u0890\\u0891\\u08e2\\u180e\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufdd0-\\ufdef\\ufeff\\ufff9-\\ufffb\\ufffe\\uffff";
const BEGUN = new RegExp(`^ *[^\\s${UNSEEN}][^${UNSEEN}]*$`, "u");

/** Spaces around it are not kept. Its length is counted in code points, as JSON Schema counts. */
export const reason = z
  .string()
  .regex(BEGUN, "must be one line with something in it")
  .refine((text) => ONE_LINE.test(text), "must be one line without control characters")
  .refine((text) => [...text].length <= MOST, `must have ${MOST} characters at most`)
  .meta({ maxLength: MOST })
  .trim();
