/** `npm run bench:search`: how fast words are indexed, what the index takes, and what questions take, in CPU. `MESSAGES` sets the size. */
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { seededRandom } from "../../cli/sandbox/random.ts";
import { parseQuestion } from "../../shared/catalogue/question/parse.ts";
import { resolveQuestion } from "../../shared/catalogue/question/resolve.ts";
import type { TicketRows } from "../../shared/catalogue/rows/ticket-rows.ts";
import { sqliteSearch } from "../../shared/catalogue/sqlite/sqlite-search.ts";
import { madeUpTicket } from "../catalogue/made-up.ts";
import { tempFolder } from "../temp.ts";

const MESSAGES = Number(process.env["MESSAGES"] ?? 100_000);
const MESSAGES_OF_A_TICKET = 5;
const TICKETS_AT_ONCE = 250;
const ROUNDS = 5;
const DAY = 86_400_000;
const FIRST = Date.UTC(2024, 0, 1);

const SYLLABLES = "ka ro mi te su la ven dor pas tin ex re con pre ful ment ing er ation ly".split(" ");
const random = seededRandom("bench:search");

/** A vocabulary of 60,000 words, of which few are frequent, as in a language. */
const vocabulary = Array.from({ length: 60_000 }, () =>
  Array.from({ length: 2 + random.integer(3) }, () => random.pick(SYLLABLES)).join(""),
);

/** About 1 KB of text. Half of all messages have `refund`, one in 10,000 has `zebra`. */
function body(): string {
  const words = Array.from({ length: 150 }, () => {
    const rank = Math.floor(vocabulary.length ** (random.integer(1_000_000) / 1_000_000));
    return vocabulary[rank - 1] ?? "";
  });
  if (random.chance(0.5)) words[random.integer(150)] = "Refund";
  if (random.chance(0.0001)) words[75] = "zebra";
  if (random.chance(0.01)) words.splice(20, 2, "bank", "account");
  return words.join(" ");
}

const template = await madeUpTicket("bench", 1);
const [message] = template.messages;
if (message === undefined) throw new Error("a ticket has a message");

function ticketOf(ticketId: number): TicketRows {
  const ticket = { ...template.ticket, ticket: ticketId, head: 1, status: random.pick(["Open", "Resolved"]) };
  const begins = FIRST + random.integer(900) * DAY + random.integer(DAY);
  const messages = Array.from({ length: MESSAGES_OF_A_TICKET }, (_, n) => ({
    ...{ ...message, ticket: ticketId, message: String(n), wording: 1, removed: random.chance(0.01) },
    ...{ sent: begins + n * 3_600_000, subject: `Order ${ticketId}`, body: body() },
  })) as TicketRows["messages"];
  return { ticket, messages };
}

await using folder = await tempFolder();
const path = join(folder.path, "words.sqlite");
using index = sqliteSearch(path);
let [textBytes, indexingMs, tickets] = [0, 0, 0];
while (tickets * MESSAGES_OF_A_TICKET < MESSAGES) {
  const some = Array.from({ length: TICKETS_AT_ONCE }, (_, n) => ticketOf(tickets + n + 1));
  textBytes += some
    .flatMap(({ messages }) => messages)
    .reduce((sum, each) => sum + Buffer.byteLength(each.body), 0);
  const started = cpuMs();
  index.write(some);
  indexingMs += cpuMs() - started;
  tickets += some.length;
}
const { messages } = index.state();
const line = (what: string, value: string): void =>
  void process.stdout.write(`${what.padEnd(58)} ${value}\n`);
line("messages, tickets", `${messages}, ${tickets}`);
line("text", `${Math.round(textBytes / messages)} bytes a message`);
line("indexed", `${Math.round(messages / (indexingMs / 1000))} messages a second of CPU`);
const database = new DatabaseSync(path, { readOnly: true });
const size = (names: string): number =>
  Number(database.prepare(`SELECT sum(pgsize) AS n FROM dbstat WHERE name ${names}`).get()?.["n"]);
line("the words, to the text", (size("LIKE 'words%'") / textBytes).toFixed(2));
line("the whole file, text of messages included, to the text", (size("IS NOT NULL") / textBytes).toFixed(2));
line("resident memory at most", `${Math.round(process.resourceUsage().maxRSS / 1024)} MiB`);
{
  const changed = { ...ticketOf(1), ticket: { ...template.ticket, ticket: 1, head: 2 } };
  const started = cpuMs();
  index.write([changed]);
  line("a changed ticket is in the index after", `${(cpuMs() - started).toFixed(1)} ms`);
}
for (const question of [
  "refund",
  "zebra",
  '"bank account"',
  "refund AND account",
  "refund NOT status:open",
  "kar*",
  "NEAR(bank refund, 20)",
  "refund is:removed sent:2025-03",
  "sent:2025-03",
  "=Refund",
  "*ebr*",
  "*ment*",
]) {
  const none = { people: undefined, holds: async () => new Map() };
  const resolved = await resolveQuestion(parseQuestion(question, "UTC"), none);
  const newest = times(() => [...index.find(resolved, 20)]);
  const counted = times(() => index.count(resolved));
  const { messages: found } = index.count(resolved);
  line(question, `newest 20 in ${newest}, counted in ${counted} (${found} messages)`);
}
// What the window of `browse` shows: a page of the list, then how many there are of which kind.
for (const question of ["NOT nothing", "refund", '"bank account"', "sent:2025-03"]) {
  const none = { people: undefined, holds: async () => new Map() };
  const resolved = await resolveQuestion(parseQuestion(question, "Asia/Kolkata"), none);
  const list = times(() => [...index.find(resolved, 51)]);
  const counts = times(() => index.facets(resolved, { zone: "Asia/Kolkata", customers: [] }));
  line(`browse ${question}`, `a page in ${list}, its counts in ${counts}`);
}
database.close();

/** Of this process: other programs of the machine do not count. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** The first time, and the median of all, in ms of CPU. */
function times(work: () => unknown): string {
  const all = Array.from({ length: ROUNDS }, () => {
    const started = cpuMs();
    work();
    return cpuMs() - started;
  });
  const median = all.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? 0;
  return `${(all[0] ?? 0).toFixed(1)} ms, then ${median.toFixed(1)} ms`;
}
