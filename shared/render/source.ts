/**
 * Brings HTML into a form that the sanitizer's parser reads as browsers do, where the two differ and text that was seen
 * by whoever got the message would be lost. More may be shown than was seen, never less.
 */

/** https://html.spec.whatwg.org/multipage/parsing.html: `--!>` ends a comment, and `</style/>` is an end tag. */
export function asBrowsersRead(source: string): string {
  return (
    source
      .replaceAll("--!>", "-->")
      // Outside of SVG browsers end it at the next `>`, the parser at `]]>`.
      .replace(/<!\[CDATA\[/gi, "")
      .replace(/<\/(script|style|title|textarea|xmp)\//gi, "</$1 ")
  );
}
