/** Expressions that a page under test evaluates: what somebody who cannot see it, or uses no mouse, needs of it. */

/** Texts whose contrast with what is behind them is below WCAG's 4.5:1, as `text: contrast`. */
export const LOW_CONTRAST = `(() => {
  const channels = (colour) => (colour.match(/[\\d.]+/g) || []).map(Number);
  const luminance = ([r, g, b]) => {
    const linear = (c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4);
    return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  };
  const behind = (element) => {
    for (let each = element; each; each = each.parentElement) {
      const colour = channels(getComputedStyle(each).backgroundColor);
      if (colour.length === 3 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || element.closest("script, style, [hidden]")) continue;
    const [a, b] = [luminance(channels(getComputedStyle(element).color)), luminance(behind(element))];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (contrast < 4.5) found.push(walker.currentNode.data.trim().slice(0, 40) + ": " + contrast.toFixed(2));
  }
  return found;
})()`;

/** The page's outline: its landmarks, and its headings' levels in order. */
export const OUTLINE = `({
  lang: document.documentElement.lang,
  title: document.title,
  landmarks: ["header.page", "nav", "main", "footer.page"].filter((each) => document.querySelectorAll("body > " + each).length === 1),
  headings: Array.from(document.querySelectorAll("h1, h2, h3, h4, h5, h6"), (each) => Number(each.tagName[1])),
  unnamed: Array.from(document.querySelectorAll("article, nav, section.verdict")).filter((each) => {
    const by = each.getAttribute("aria-labelledby");
    return !(each.getAttribute("aria-label") || (by && document.getElementById(by)?.textContent.trim()));
  }).length,
  unlabelled: Array.from(document.querySelectorAll("input")).filter((each) => each.labels.length === 0).length,
  unscoped: Array.from(document.querySelectorAll("th")).filter((each) => !each.scope).length,
  withoutAlt: Array.from(document.querySelectorAll("img")).filter((each) => !each.hasAttribute("alt")).length,
})`;

/** What has the focus: its text or its id, and whether one can see that it has it. */
export const FOCUSED = `({
  what: document.activeElement.id || document.activeElement.textContent.trim(),
  outline: getComputedStyle(document.activeElement).outlineStyle,
})`;
