/** Writes made-up tickets into an index of words, versions on versions, until somebody kills it: `node … FILE SEED`. */
import { sqliteSearch } from "../../shared/catalogue/sqlite/sqlite-search.ts";
import { madeUpTicket } from "../catalogue/made-up.ts";

const [path = "", seed = ""] = process.argv.slice(2);
const index = sqliteSearch(path);
const tickets = await Promise.all(Array.from({ length: 20 }, (_, n) => madeUpTicket(seed, n + 1)));
process.stdout.write("begins\n");
for (let step = 0; ; step += 1) {
  const ticket = tickets[step % tickets.length];
  if (ticket === undefined) break;
  const head = (index.headOf(ticket.ticket.ticket) ?? 0) + 1;
  index.write([{ ...ticket, ticket: { ...ticket.ticket, head } }]);
}
