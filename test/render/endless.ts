/** HTML that would take a careless reader without end: each kind is as long as it is wanted, and ends with `deep`. */

const FORMATS = Array.from({ length: 500 }, (_, n) => `<b id=${n}>`).join("");

export function endlessHtml(length: number): readonly (readonly [kind: string, html: string])[] {
  const fill = (piece: string): string => piece.repeat(Math.ceil(length / piece.length));
  return [
    ["words", `<p>${fill("word ")}deep`],
    ["paragraphs", `${fill("<p>How are you today, my friend?</p>")}deep`],
    ["elements in elements", `${fill("<div>")}deep`],
    ["formatting", `${fill("<p><b>")}deep`],
    ["formatting that is opened again", `<p>${FORMATS}</p>${fill("<p>x")}deep`],
    ["tables in tables", `${fill("<table><tr><td>")}deep`],
    ["words in front of a table", `<table>${fill("x<i>y</i>")}</table>deep`],
    ["attributes", `<p ${Array.from({ length: length / 6 }, (_, n) => `a${n}`).join(" ")}>deep`],
    ["blanks", `<p>a${fill("&nbsp;")}deep`],
    ["line ends", `<p>a${fill("<br>")}deep`],
    ["comments", `<p>${fill("a<!-- -->")}deep`],
    ["conditional comments", `<p>${fill("<!--[if mso]>x<![endif]-->")}deep`],
    ["declarations", `<p style="${fill("a:(;'b ")}">x</p><p>deep`],
    ["rules", `<style>${fill("a{")}</style><p>deep`],
    ["items", `<ol reversed>${fill("<li>x")}</ol>deep`],
    ["links", `${fill("<a href=x>y</a>")}deep`],
    ["brackets", `${fill("<")}deep`],
  ];
}
