/** What names a secret, what a query consists of and how a wrapped one goes on, as regular expressions. */
import {
  AMPERSAND,
  anySign,
  BLANK,
  compound,
  ESCAPE,
  LINE_END,
  percentEncoded,
  sign,
  word,
} from "./signed-queries-spelling.ts";

const oneOf = (...patterns: string[]): string => `(?:${patterns.join("|")})`;
const words = (...names: string[]): string => oneOf(...names.map(word));

/**
 * `X-Amz-Signature`, `X-Amz-Credential`, `X-Goog-Signature`, `X-Goog-Credential` and `X-Amz-Security-Token`. Nothing else
 * is called like these, so they are secrets wherever they stand: in a query, a header, a JSON key. What they share is
 * written once, since every new process compiles these patterns, which takes as long as all of Node's start.
 */
const NAME = compound(
  word("X-"),
  oneOf(
    compound(words("Amz", "Goog"), word("-"), words("Signature", "Credential")),
    word("Amz-Security-Token"),
  ),
);
/** Of older S3 signatures, CloudFront and Azure: common words, so only as parameters of a query. */
const SHORT_NAME = words("AWSAccessKeyId", "Signature", "sig");
/** Not from within an escape whose last digit is the C. */
const URL_KEY = String.raw`(?<!\\u[0-9a-f]{3})${word("ContentPath")}`;

const DELIMITER = oneOf(
  ...["?", "&", "#"].map(anySign),
  `(?<!(?:&|u0026)(?:amp;){0,4}(?:quot|apos|lt|gt|nbsp|#x?[0-9a-f]{1,8}))${anySign(";")}`,
);
const COLON_OR_EQUALS = oneOf(...[":", "="].map(anySign));
const QUOTE = oneOf(sign(`"`), sign(`'`));

/** After an ampersand: a character of the text around the URL (quote, bracket, space, no ASCII), spelt for HTML. */
const REFERENCE = oneOf(
  "(?!(?:equals|quest|num|semi|colon|sol|commat|percnt|plus|dash);)[a-z]{2,8}",
  "#0*(?:10|13|32|34|38|39|40|41|60|62|[1-9][0-9]{2,})",
  "#x0*(?:a|d|2[026789]|3[ce]|[89a-f][0-9a-f]|[1-9a-f][0-9a-f]{2,})",
);
const QUERY_AMPERSAND = `${AMPERSAND}(?!${REFERENCE};)`;
/** Visible ASCII of queries, escaped: no quotes, brackets or backslashes. */
const ESCAPED = `${ESCAPE}(?:/|u00(?:2[1345a-f]|3[0-9abdf]|4[0-9a-f]|5[0-9af]|6[1-9a-f]|7[0-9ae]))`;
const PLAIN = "[A-Za-z0-9_~%$*+;=@/#-]";
const INNER = oneOf(PLAIN, QUERY_AMPERSAND, ESCAPED);
/** Full stops and the like belong to a query only when it goes on after them: else they are the sentence's. */
const PIECE = oneOf(INNER, `[.,:!?]{1,64}(?=${INNER})`);
const URL_CHARACTER = oneOf("[.,:!?]", INNER);

const BASE64 = oneOf("[A-Za-z0-9+/%=]", `${ESCAPE}/`);
/**
 * The end of a line after which a secret goes on, since the next one looks like nothing that a person writes: it has
 * more parameters of the same query, or begins with 16 characters of Base64 or of lower-case hexadecimal.
 */
const WRAP = `${LINE_END}(?=${oneOf(
  `(?:${BASE64}|[._~-]){0,4000}?${AMPERSAND}X-(?:Amz|Goog)-`,
  `(?-i:(?=${BASE64}*?[a-z])(?=${BASE64}*?[A-Z])(?=${BASE64}*?[0-9]))${BASE64}{16}`,
  "(?-i:(?=[0-9]*[a-f])(?=[a-f]*[0-9])[0-9a-f]{16})(?![g-z])",
)})`;
/** The same after quoted-printable's soft break. */
const SOFT_WRAP = `(?<==|u003d)${LINE_END}(?=${PIECE})`;

const BACKSLASHES = String.raw`\\{0,15}`;
const BLANKS = `${BLANK}{0,64}`;
const WHITE = `(?:${BLANK}|${LINE_END}){0,64}`;
const TO_QUOTED_VALUE = `${QUOTE}${WHITE}${COLON_OR_EQUALS}${WHITE}${QUOTE}`;

/**
 * A secret's name and all up to its value, which begins where the match ends. By group: `key` of a quoted value as in
 * JSON, `url` the same for a `ContentPath`, `quoted` for `name="value`; else a parameter or header.
 */
export const SECRET = new RegExp(
  oneOf(
    `${DELIMITER}?${NAME}${oneOf(
      `(?<key>${TO_QUOTED_VALUE})`,
      `${BLANKS}${oneOf(`${anySign("=")}${LINE_END}`, `${COLON_OR_EQUALS}${BLANKS}(?<quoted>${QUOTE})?`)}(?=${PIECE})`,
    )}`,
    `${DELIMITER}${SHORT_NAME}${anySign("=")}${LINE_END}?(?=${PIECE})`,
    `(?<url>${URL_KEY}${TO_QUOTED_VALUE})`,
  ),
  "gi",
);

/** More of a value. */
export const VALUE = new RegExp(`(?:${PLAIN}+|${oneOf(SOFT_WRAP, WRAP)}?${PIECE}){1,100}`, "iy");

/** What ends a quoted value, unless it is a wrap. */
export const QUOTED_END = new RegExp(oneOf(QUOTE, "[<>]", LINE_END), "gi");
export const QUOTED_WRAP = new RegExp(WRAP, "iy");

/** From the last question mark of a URL up to here: a plain one, else a percent-encoded one. */
export const QUERY_SO_FAR = new RegExp(
  oneOf(
    `(?=${sign("?")})`,
    ...[sign("?"), percentEncoded("?")].map((mark) => `(?<=(${mark}${URL_CHARACTER}{0,8192}?))`),
  ),
  "iy",
);

/** A name that ends here, or whose value would begin here. */
export const NAME_SO_FAR = new RegExp(
  `(?<=(${oneOf(`${DELIMITER}?${NAME}`, `${DELIMITER}${SHORT_NAME}`, URL_KEY)}${QUOTE}?${WHITE}(?:${COLON_OR_EQUALS}${WHITE})?${BACKSLASHES}))`,
  "iy",
);

/** Where the query or fragment of a `ContentPath` begins. */
export const QUERY_OR_FRAGMENT = new RegExp(oneOf(sign("?"), sign("#")), "i");

/** What stands before a URL's authority, more of the authority, and what ends the user's name and password in it. */
export const AUTHORITY_START = new RegExp(`${sign(":")}${sign("/")}{2}`, "gi");
export const AUTHORITY = new RegExp(`(?:(?!${sign("/")})${URL_CHARACTER}){1,100}`, "iy");
export const USER_END = new RegExp(sign("@"), "gi");

/** Keys of JSON, from beginning to end. */
export const IS_SECRET_KEY = new RegExp(`^${NAME}$`, "i");
export const IS_URL_KEY = new RegExp(`^${URL_KEY}$`, "i");
