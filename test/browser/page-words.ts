/** Expressions that a page under test evaluates: what it says, and how its words lie. */

const OPEN = `for (const each of document.querySelectorAll("details")) { each.open = true; each.querySelector("summary")?.remove(); }`;

/**
 * The text of each message as the browser lays it out. What it shows by style is told in the words of a text, where the
 * style that was computed is the one of its kind; pictures are told by their description.
 */
export function saidByBodies(
  words: Readonly<Record<string, readonly [open: string, close: string]>>,
): string {
  return `(() => {
    ${OPEN}
    const words = ${JSON.stringify(words)};
    const shows = {
      del: (style) => style.textDecorationLine.includes("line-through"),
      s: (style) => style.textDecorationLine.includes("line-through"),
      ins: (style) => style.textDecorationLine.includes("underline"),
      mark: (style) => style.backgroundColor !== "rgba(0, 0, 0, 0)",
      sup: (style) => style.verticalAlign === "super",
      sub: (style) => style.verticalAlign === "sub",
    };
    return Array.from(document.querySelectorAll(".message > .body"), (body) => {
      for (const [name, [open, close]] of Object.entries(words)) {
        for (const element of body.querySelectorAll(name)) {
          if (!shows[name](getComputedStyle(element))) continue;
          element.prepend(open);
          element.append(close);
        }
      }
      for (const image of body.querySelectorAll("img")) image.replaceWith("[image: " + image.alt + "]");
      return body.innerText;
    });
  })()`;
}

/** Numbers that stand in more than one line, but for those in words that no line can hold. */
export const BROKEN_NUMBERS = `(() => {
  ${OPEN}
  const broken = [];
  for (const body of document.querySelectorAll(".message > .body")) {
    const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (node.parentElement.closest(".to")) continue;
      const number = node.parentElement.closest("td, th") ? /\\d[\\d,.-]*\\d(?!\\S{30})(?<!\\S{30})/g : /\\d[\\d,.]*\\d(?!\\S{30})(?<!\\S{30})/g;
      for (const match of node.data.matchAll(number)) {
        const range = document.createRange();
        range.setStart(node, match.index);
        range.setEnd(node, match.index + match[0].length);
        const tops = new Set(Array.from(range.getClientRects(), ({ top }) => Math.round(top)));
        if (tops.size > 1) broken.push(match[0]);
      }
    }
  }
  return broken;
})()`;

/** Elements that stand out of the window and cannot be moved under it. */
export const TOO_WIDE = `(() => {
  ${OPEN}
  const width = document.documentElement.clientWidth;
  const found = document.documentElement.scrollWidth > width ? ["the page: " + document.documentElement.scrollWidth] : [];
  for (const element of document.querySelectorAll(".message > .body *")) {
    if (element.closest(".scroll") === null && element.getBoundingClientRect().right > width) found.push(element.outerHTML.slice(0, 100));
  }
  return found;
})()`;
