/** The script of the index page, the only one in an export: it searches, filters, sorts and lists. It runs in a browser. */

/** Texts reach the page as text alone; rows are made only for what is shown. */
export const INDEX_SCRIPT = String.raw`"use strict";
(() => {
  const STEP = 100;
  const byId = (id) => document.getElementById(id);
  const [form, found, table, more] = ["search", "found", "results", "more"].map(byId);
  const [words, from, to, direction, archive, source, list] = ["words", "from", "to", "direction", "archive", "source", "list"].map(byId);
  const plain = (text) => (/^[\x00-\x7f]*$/.test(text) ? text : text.normalize("NFKC")).toLowerCase();
  const number = (n) => n.toLocaleString("en-US");
  const counted = (n, noun) => number(n) + " " + noun + (n === 1 ? "" : "s");

  const tickets = [];
  const messages = [];
  for (const block of document.querySelectorAll('script[type="application/json"]')) {
    for (const [id, version, page, heading, people, status, missing, said] of JSON.parse(block.textContent)) {
      const ticket = { id, version, page, heading, people, status, missing, hits: 0, hit: undefined, files: 0, changed: false };
      ticket.plain = plain("#" + id + " " + heading + " " + people.join(" "));
      ticket.messages = said.map(([place, sent, way, channel, standing, edited, files, text]) => {
        const changed = standing !== "" || edited === 1;
        const names = files.length === 0 ? "" : files.join(" ") + " ";
        return { ticket, place, sent, way: way || "unknown", channel, standing, edited, changed, files, text: names + text, plain: plain(names + text) };
      });
      for (const message of ticket.messages) {
        messages.push(message);
        ticket.files += message.files.length;
        ticket.changed ||= message.changed;
      }
      const times = ticket.messages.map(({ sent }) => sent).filter(Boolean).sort();
      ticket.first = times[0] || "";
      ticket.last = times[times.length - 1] || "";
      tickets.push(ticket);
    }
    block.remove();
  }

  const element = (name, attributes, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children.filter((child) => child !== undefined));
    return made;
  };
  const link = (ticket, text, place) => {
    const path = ticket.page.split("/").map(encodeURIComponent).join("/") + (place ? "#m" + place : "");
    return ticket.page === "" ? element("span", {}, text) : element("a", { href: path }, text);
  };
  const day = (time) => (time === "" ? "no time" : element("time", { datetime: time + "Z" }, time.slice(0, 10)));
  const excerpt = ({ text, plain: folded }, wanted) => {
    const at = folded.length === text.length && wanted.length > 0 ? Math.max(0, folded.indexOf(wanted[0]) - 60) : 0;
    return (at > 0 ? "…" : "") + text.slice(at, at + 200) + (text.length > at + 200 ? "…" : "");
  };
  const people = (names) => names.slice(0, 3).join(", ") + (names.length > 3 ? " and " + (names.length - 3) + " more" : "");

  const LISTS = {
    tickets: {
      all: tickets,
      columns: [["Ticket", "id"], ["Title or beginning, and people", "heading"], ["First message", "first"], ["Last message", "last"], ["Messages", "said"], ["Files", "files"], ["Archive", "status"]],
      key: { id: (t) => t.id, heading: (t) => t.heading, first: (t) => t.first, last: (t) => t.last, said: (t) => t.messages.length, files: (t) => t.files, status: (t) => t.status },
      sort: { by: "id", down: false },
      row: (ticket, wanted) => element("tr", {},
        element("th", { scope: "row" }, link(ticket, "#" + ticket.id)),
        element("td", {},
          element("span", { class: "beginning", dir: "auto" }, ticket.heading || "(no text)"),
          element("span", { class: "people" }, people(ticket.people)),
          ticket.hit && wanted.length > 0 ? element("span", { class: "hit", dir: "auto" }, link(ticket, "Message " + ticket.hit.place, ticket.hit.place), ": " + excerpt(ticket.hit, wanted)) : undefined),
        element("td", { class: "date", "data-label": "First message" }, day(ticket.first)),
        element("td", { class: "date", "data-label": "Last message" }, day(ticket.last)),
        element("td", { class: "n", "data-label": "Messages" }, ticket.hits < ticket.messages.length ? number(ticket.hits) + " of " + number(ticket.messages.length) : number(ticket.messages.length)),
        element("td", { class: "n", "data-label": "Files" }, number(ticket.files)),
        element("td", { "data-label": "Archive" }, ticket.version + ", ",
          ticket.status === "complete" ? "complete" : element("strong", { class: "incomplete" }, "incomplete"),
          ticket.missing > 0 ? ", " + counted(ticket.missing, "problem") : "",
          ticket.changed ? ", changed at the source" : "")),
    },
    messages: {
      all: messages,
      columns: [["Message", "id"], ["Text", "text"], ["Sent", "sent"], ["Direction", "way"], ["Files", "files"], ["At the source", "standing"]],
      key: { id: (m) => m.ticket.id * 1e5 + m.place, text: (m) => m.plain, sent: (m) => m.sent, way: (m) => m.way, files: (m) => m.files.length, standing: (m) => m.standing + m.edited },
      sort: { by: "sent", down: false },
      row: (message, wanted) => element("tr", {},
        element("th", { scope: "row" }, link(message.ticket, "#" + message.ticket.id + ", " + message.place, message.place)),
        element("td", {}, element("span", { class: "beginning", dir: "auto" }, excerpt(message, wanted) || "(no text)")),
        element("td", { class: "date", "data-label": "Sent" }, message.sent === "" ? "no time" : element("time", { datetime: message.sent + "Z" }, message.sent.replace("T", " "))),
        element("td", { "data-label": "Direction" }, message.way + (message.channel ? ", " + message.channel : "")),
        element("td", { class: "n", "data-label": "Files" }, number(message.files.length)),
        element("td", { "data-label": "At the source" }, message.standing || (message.edited === 1 ? "edited" : "unchanged"))),
    },
  };

  const sorted = (view) => {
    const key = view.key[view.sort.by];
    const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
    const all = view.all.map((each) => [key(each), each]).sort(([a], [b]) => compare(a, b)).map(([, each]) => each);
    view.order = view.sort.down ? all.reverse() : all;
  };

  let matching = [];
  let shown = 0;
  let view;
  let wanted = [];

  const search = () => {
    wanted = plain(words.value).split(/\s+/).filter(Boolean);
    const onlySome = from.value !== "" || to.value !== "" || direction.value !== "" || source.value !== "";
    const inScope = (message) =>
      (from.value === "" || (message.sent !== "" && message.sent.slice(0, 10) >= from.value)) &&
      (to.value === "" || (message.sent !== "" && message.sent.slice(0, 10) <= to.value)) &&
      (direction.value === "" || message.way === direction.value) &&
      (source.value === "" || message.changed === (source.value === "changed"));
    let hits = 0;
    for (const ticket of tickets) {
      ticket.hits = 0;
      ticket.hit = undefined;
      ticket.fits = false;
      if (archive.value !== "" && ticket.status !== archive.value) {
        for (const message of ticket.messages) message.fits = false;
        continue;
      }
      const rest = wanted.filter((word) => !ticket.plain.includes(word));
      for (const message of ticket.messages) {
        message.fits = (!onlySome || inScope(message)) && rest.every((word) => message.plain.includes(word));
        if (!message.fits) continue;
        ticket.hits += 1;
        ticket.hit = ticket.hit || message;
      }
      ticket.fits = ticket.hits > 0 || (rest.length === 0 && !onlySome);
      hits += ticket.hits;
    }
    const fitting = tickets.reduce((sum, { fits }) => sum + (fits ? 1 : 0), 0);
    const of = (n, all, noun) => (n === all ? counted(all, noun) : number(n) + " of " + counted(all, noun));
    found.textContent = of(fitting, tickets.length, "ticket") + ", " + of(hits, messages.length, "message");
  };

  const showMore = () => {
    const rows = matching.slice(shown, shown + STEP).map((each) => view.row(each, wanted));
    table.tBodies[0].append(...rows);
    shown += rows.length;
    more.hidden = shown >= matching.length;
  };

  const heading = ([text, key]) => {
    const button = element("button", { type: "button", "data-key": key }, text);
    const cell = element("th", { scope: "col" }, button);
    if (view.sort.by === key) cell.setAttribute("aria-sort", view.sort.down ? "descending" : "ascending");
    return cell;
  };

  const update = () => {
    if (view !== LISTS[list.value] || !view.order) {
      view = LISTS[list.value];
      sorted(view);
      table.tHead.replaceChildren(element("tr", {}, ...view.columns.map(heading)));
      table.className = list.value;
    }
    search();
    matching = view.order.filter(({ fits }) => fits);
    shown = 0;
    table.tBodies[0].replaceChildren();
    showMore();
  };

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", update);
  more.firstElementChild.addEventListener("click", showMore);
  table.tHead.addEventListener("click", ({ target }) => {
    const key = target.dataset.key;
    if (!key) return;
    view.sort = { by: key, down: view.sort.by === key && !view.sort.down };
    view.order = undefined;
    update();
    table.tHead.querySelector('[data-key="' + key + '"]').focus();
  });
  form.hidden = false;
  table.hidden = false;
  update();
})();
`;
