/** The script of the index page, the only one in an export: it hides the rows that do not match. It runs in a browser. */

export const INDEX_SCRIPT = `"use strict";
(() => {
  const form = document.getElementById("search");
  const [words, from, to] = ["words", "from", "to"].map((id) => document.getElementById(id));
  const found = document.getElementById("found");
  const plain = (text) => text.normalize("NFKC").toLowerCase();
  const rows = Array.from(document.querySelectorAll("#tickets tbody tr"), (element) => ({
    element,
    text: plain(element.cells[0].textContent + " " + element.cells[1].textContent + " " + element.dataset.people),
    first: element.dataset.first,
    last: element.dataset.last,
  }));
  const update = () => {
    const wanted = plain(words.value).split(/\\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      const inTime = (!from.value || (row.last && row.last >= from.value)) && (!to.value || (row.first && row.first <= to.value));
      const matches = inTime && wanted.every((word) => row.text.includes(word));
      row.element.hidden = !matches;
      if (matches) shown += 1;
    }
    const all = rows.length + (rows.length === 1 ? " ticket" : " tickets");
    found.textContent = shown === rows.length ? all : shown + " of " + all;
  };
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", update);
  update();
})();
`;
