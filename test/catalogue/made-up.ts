/** Makes tickets and questions up from a seed: in many scripts, edited, removed, with attachments, and odd. */
import { type Random, seededRandom, uuidOf } from "../../cli/sandbox/random.ts";
import { type AllRows, allRows } from "../../shared/catalogue/rows/ticket-rows.ts";
import type { TicketDocument } from "../../shared/ticket/document.ts";
import { attachmentEntry, type Entry, renderedHistory } from "../render/rendered-ticket.ts";

/** Few words, so that questions find something; in each script some that differ by what a tokenizer does to them. */
const WORDS = [
  ..."refund Refund delay delayed bank account payment Straße strasse naïve naive can't ORD-2024/00123 5,000.00 the not".split(
    " ",
  ),
  ..."पैसे वापस करें कृपया किताब பணத்தைத் திருப்பி பணம் أُرِيدُ اريد استرداد المال שָׁלוֹם שלום Οδός ΟΔΟΣ".split(" "),
  ..."返金してください 返金 退款 谢谢 カード 東京tower 환불 👍🏽 ❤️ ﬁnal re\u00adfund می\u200cخواهم".split(
    " ",
  ),
];
const NAMES = ["Bill.PDF", "bill of sale.pdf", "Aadhaar.png", "पैसे.txt", "返金.docx", "noending"];
const STATUSES = ["Open", "On Hold", "Resolved", "बंद", null];
const TYPES = ["InboundEmail", "OutboundEmail", "PortalInbound", "PortalOutbound", "Chat"];
const CUSTOMERS = [0, 1, 2, 3].map((n) => uuidOf("customer", n));
const AUTHORS = [0, 1, 2].map((n) => uuidOf("author", n));
const DAY = 86_400_000;
const FIRST = Date.UTC(2026, 0, 1);

export const PEOPLE = {
  lookedUp: "2026-11-01",
  people: [
    { id: CUSTOMERS[0] ?? "", name: "Asha Rao", address: "asha.rao@example.com" },
    { id: AUTHORS[0] ?? "", name: "Meera Iyer", address: "meera@example.com" },
    { id: AUTHORS[1] ?? "", name: "Asha Patel", address: null },
  ],
};

export const HOLDS: ReadonlyMap<number, readonly string[]> = new Map([
  [2, ["acme-v-us"]],
  [5, ["acme-v-us", "audit-2026"]],
  [11, ["audit-2026"]],
]);

function text(random: Random, most: number): string {
  return Array.from({ length: 1 + random.integer(most) }, () => random.pick(WORDS)).join(
    random.pick([" ", " ", ", ", " — "]),
  );
}

export async function madeUpTicket(seed: string, ticketId: number): Promise<AllRows> {
  const random = seededRandom(seed, ticketId);
  const entries = Array.from({ length: 1 + random.integer(5) }, (_, index): Entry => {
    const body = text(random, 12);
    const names = random.chance(0.3)
      ? [random.pick(NAMES), ...(random.chance(0.3) ? ["Scan 2.PDF"] : [])]
      : [];
    return {
      Id: 1000 * ticketId + index,
      ...(random.chance(0.5)
        ? { Html: `<p>${body.replace(" ", " <b>").concat("</b>")}</p><style>refund</style>` }
        : { Text: body }),
      RelatedActivityType: random.pick(TYPES),
      CreatedBy: random.pick(AUTHORS),
      CreatedOn: random.chance(0.1)
        ? "never"
        : new Date(FIRST + random.integer(300) * DAY + random.integer(5) * 100).toISOString(),
      Attachments: names.map((name) =>
        attachmentEntry(name, {
          ContentType: random.pick(["application/pdf", "image/png", "text/plain; charset=utf-8"]),
        }),
      ),
    };
  });
  const answers = [entries];
  if (random.chance(0.3))
    answers.push(
      entries.map((entry, index) => (index === 0 ? { ...entry, Html: null, Text: text(random, 12) } : entry)),
    );
  if (random.chance(0.3)) answers.push((answers.at(-1) ?? []).slice(1));
  const files = new Map(NAMES.slice(0, 4).map((name) => [name, Buffer.from(name)]));
  const { ticket } = await renderedHistory(answers, files, ticketId);
  const version = { ...ticket.version, created: new Date(FIRST + random.integer(400) * DAY).toISOString() };
  return allRows(version, { ...ticket.document, ticket: details(random, ticket.document) });
}

function details(random: Random, { ticket }: TicketDocument): TicketDocument["ticket"] {
  return {
    ...ticket,
    ...{
      title: random.chance(0.8) ? text(random, 4) : null,
      description: random.chance(0.3) ? text(random, 6) : null,
    },
    ...{ status: random.pick(STATUSES), customerId: random.chance(0.8) ? random.pick(CUSTOMERS) : null },
    tags: random.chance(0.3) ? ["VIP", "Bank refund"] : [],
    wordingSince: "v1",
    revisions: random.chance(0.2)
      ? [{ firstSeen: "v1", lastSeen: "v1", title: text(random, 4), description: text(random, 6) }]
      : [],
  };
}

/** A question that the parser takes. */
export function madeUpQuestion(random: Random, depth = 0): string {
  const way = random.integer(depth > 3 ? 3 : 8);
  if (way < 4) return term(random);
  if (way === 4) return `NOT ${bracketed(random, depth)}`;
  const parts = Array.from({ length: 2 + random.integer(2) }, () => bracketed(random, depth));
  return parts.join(way === 5 ? " OR " : random.pick([" ", " AND "]));
}

function bracketed(random: Random, depth: number): string {
  return random.chance(0.5) ? term(random) : `(${madeUpQuestion(random, depth + 1)})`;
}

function term(random: Random): string {
  const field = random.pick(["", "", "", "subject:", "body:"]);
  const word = () => random.pick(WORDS.filter((each) => !/^[👍❤]/u.test(each)));
  const day = () =>
    new Date(FIRST + random.integer(400) * DAY).toISOString().slice(0, random.pick([4, 7, 10]));
  const terms: (() => string)[] = [
    ...[0, 1, 2].map(() => () => field + word()),
    () => `${field}"${word()} ${word()}"${random.pick(["", "*"])}`,
    () => `${field}${[...word()].slice(0, 3).join("").replace(/[*=]/g, "")}*`,
    () => `${field}*${random.pick(["fun", "ela", "ருப்பி", "पया", "返金", "rad", "ount"])}*`,
    () => `${field}=${word()}`,
    () =>
      `${field}NEAR(${word()} ${word()}${random.pick(["", " ban*", ' "bank account"'])}, ${random.integer(8)})`,
    () => `file:${random.pick(["bill", "पैसे", "返金", "bil*", '"sale pdf"', '"pdf scan"', "=PDF", "*adha*"])}`,
    () => `sent:${random.pick(["", ">=", "<", ">", "<="])}${day()}`,
    () => `archived:${day()}..`,
    () => `is:${random.pick(["removed", "edited", "incomplete", "doubtful"])}`,
    () =>
      random.pick([
        "has:attachment",
        "direction:inbound",
        "channel:portal",
        "type:pdf",
        "type:image",
        "type:text/*",
        "tag:vip",
        'tag:"bank refund"',
      ]),
    () => `status:${random.pick(["open", '"on hold"', "res*", "बंद"])}`,
    () =>
      random.pick([
        `customer:${CUSTOMERS[1]}`,
        "customer:asha",
        "from:asha",
        "from:meera",
        'to:"asha rao"',
        "from:example*",
        "held:yes",
        "held:no",
        "matter:acme-v-us",
        "ticket:#5",
      ]),
  ];
  return random.pick(terms)();
}
