/** Makes docs/costs.md: what a stack costs, computed from AWS's public prices with each line's arithmetic. */

interface Price {
  /** US dollars for `per` units. */
  readonly usd: number;
  readonly per: number;
  readonly unit: string;
  /** Seen on a public page. */
  readonly checked: boolean;
}

/** us-east-1, without free tiers and discounts. */
const PRICES = {
  s3Put: price(0.005, 1_000, "S3 PUT, COPY or LIST requests"),
  s3Get: price(0.0004, 1_000, "S3 GET or HEAD requests"),
  s3Month: price(0.023, 1, "GB-months of S3 Standard"),
  lambda: price(0.0000133334, 1, "GB-seconds of Lambda on arm64"),
  lambdaRequest: price(0.2, 1_000_000, "Lambda requests"),
  dynamoWrite: price(0.625, 1_000_000, "DynamoDB write units, on demand"),
  dynamoRead: price(0.125, 1_000_000, "DynamoDB read units, on demand"),
  sqs: price(0.4, 1_000_000, "SQS requests"),
  event: price(1, 1_000_000, "EventBridge custom events"),
  http: price(1, 1_000_000, "API Gateway HTTP API requests", false),
  logs: price(0.5, 1, "GB of logs taken in by CloudWatch"),
  trace: price(5, 1_000_000, "X-Ray traces", false),
  kmsKey: price(1, 1, "KMS keys, a month"),
  kms: price(0.03, 10_000, "KMS requests"),
  kmsSign: price(0.15, 10_000, "KMS signatures by an elliptic-curve key"),
  secret: price(0.4, 1, "secrets in Secrets Manager, a month"),
  secretRead: price(0.05, 10_000, "Secrets Manager requests"),
  alarm: price(0.1, 1, "CloudWatch alarms, a month", false),
  metric: price(0.3, 1, "CloudWatch custom metrics, a month"),
  dashboard: price(3, 1, "CloudWatch dashboards, a month"),
  natHour: price(0.045, 1, "hours of a NAT gateway"),
  natGb: price(0.045, 1, "GB through a NAT gateway"),
  ipHour: price(0.005, 1, "hours of a public IPv4 address"),
} as const satisfies Record<string, Price>;

const TICKETS = 100_000;
/** Of a month, as AWS counts them. */
const HOURS = 730;
/** Tickets a second that LeadSquared's limit lets through: 98 % of 5. */
const PACE = 4.9;
const BATCHES_AT_ONCE = 10;
/** As infra/limits.ts has it. */
const ARCHIVE_GB = 1.5;
const MB_A_TICKET = 0.5;
/** Pollers of an event source, each asking three times a minute. */
const IDLE_POLLS_A_MINUTE = 5 * 3;
const VERIFIED_A_DAY = 2_000;

type Line = readonly [what: string, quantity: number, price: Price, note?: string];

/** What the stack's template has of the things that cost by the month. */
export interface Counts {
  readonly keys: number;
  readonly secrets: number;
  readonly alarms: number;
  readonly metrics: number;
  /** Queues that a function polls. */
  readonly polledQueues: number;
}

const STORED_GB = (TICKETS * MB_A_TICKET) / 1_000;

const NEW_TICKETS: readonly Line[] = [
  ["S3: 8 PUT, 3 COPY, 1 LIST a ticket", 12 * TICKETS, PRICES.s3Put],
  ["S3: 1 GET, and 2 for its seal", 3 * TICKETS, PRICES.s3Get],
  [
    "`archive`, all tickets waiting at once",
    (TICKETS / PACE) * BATCHES_AT_ONCE * ARCHIVE_GB,
    PRICES.lambda,
    `${whole(TICKETS)} tickets / ${PACE} a second × ${BATCHES_AT_ONCE} batches × ${ARCHIVE_GB} GB`,
  ],
  ["`webhook`, 0.1 s of 0.5 GB each", TICKETS * 0.1 * 0.5, PRICES.lambda],
  ["Lambda requests: `webhook`, `archive`", 2 * TICKETS, PRICES.lambdaRequest],
  ["the webhook's way in", TICKETS, PRICES.http],
  ["the pace: up to 3 writes a call", 3 * TICKETS, PRICES.dynamoWrite],
  ["the pace: a read a call", TICKETS, PRICES.dynamoRead],
  ["SQS: one request and two notices a ticket, each sent, received, deleted", 9 * TICKETS, PRICES.sqs],
  ["EventBridge: what became of each ticket", TICKETS, PRICES.event],
  ["logs: 2 KB a ticket", (TICKETS * 2) / 1_000_000, PRICES.logs],
  ["X-Ray: every request traced, at most", 2 * TICKETS, PRICES.trace],
  ["KMS: with bucket keys, assumed", 10_000, PRICES.kms],
  ["Secrets Manager: once for each start of a function, assumed", 10_000, PRICES.secretRead],
  [`staging, ${MB_A_TICKET} MB a ticket for 30 days`, STORED_GB, PRICES.s3Month],
];

const UNCHANGED_TICKETS: readonly Line[] = [
  ["S3: 3 GET a ticket", 3 * TICKETS, PRICES.s3Get],
  ["`archive`, coming singly: 0.5 s each", TICKETS * 0.5 * ARCHIVE_GB, PRICES.lambda],
  ["Lambda requests", TICKETS, PRICES.lambdaRequest],
  ["the pace: up to 3 writes a call", 3 * TICKETS, PRICES.dynamoWrite],
  ["the pace: a read a call", TICKETS, PRICES.dynamoRead],
  ["SQS: sent, received, deleted", 3 * TICKETS, PRICES.sqs],
  ["EventBridge: what became of each ticket", TICKETS, PRICES.event],
  ["logs: 1 KB a ticket", TICKETS / 1_000_000, PRICES.logs],
  ["X-Ray: every request traced, at most", TICKETS, PRICES.trace],
];

const STORAGE: readonly Line[] = [
  [`archive, ${MB_A_TICKET} MB a ticket`, STORED_GB, PRICES.s3Month],
  ["access logs, 12 KB a ticket, while they are kept", (TICKETS * 12) / 1_000_000, PRICES.s3Month],
];

const NETWORK: readonly Line[] = [
  ["NAT gateway", HOURS, PRICES.natHour],
  ["its address", HOURS, PRICES.ipHour],
  ["50 GB of attachments from another region, and LeadSquared's answers", 50, PRICES.natGb],
];

function fixedCosts({ keys, secrets, alarms, metrics, polledQueues }: Counts): readonly Line[] {
  // An entry when something is new, every 5 minutes at most, and a heartbeat each hour.
  const entries = 12 * HOURS + HOURS;
  const verified = VERIFIED_A_DAY * 30;
  return [
    ["alarms", alarms, PRICES.alarm],
    ["metrics counted in logs, those without a count left out by AWS", metrics, PRICES.metric],
    ["dashboard", 1, PRICES.dashboard],
    ["keys; each of the first two rotations adds a dollar to two of them", keys, PRICES.kmsKey],
    ["secrets", secrets, PRICES.secret],
    [
      `asking ${polledQueues} empty queues, ${IDLE_POLLS_A_MINUTE} times a minute each, assumed`,
      polledQueues * IDLE_POLLS_A_MINUTE * 60 * HOURS,
      PRICES.sqs,
    ],
    ["ledger: signatures, at most", entries, PRICES.kmsSign],
    ["ledger: entries and signatures written, at most", 2 * entries, PRICES.s3Put],
    [`verification: 3 LIST for each of ${whole(VERIFIED_A_DAY)} tickets a day`, 3 * verified, PRICES.s3Put],
    [
      "verification: 7 GET or HEAD each, and 6,000 for the ledger a day",
      7 * verified + 6_000 * 30,
      PRICES.s3Get,
    ],
    ["verification: 3 minutes of 1 GB a day, assumed", 180 * 30, PRICES.lambda],
  ];
}

/** The page, of the counts of a stack with the default settings. */
export function costsPage(counts: Counts): string {
  const fixed = fixedCosts(counts);
  const perHundredThousand = sum(NEW_TICKETS);
  return `# Costs

<!-- Made by \`npm run docs\` from docs/costs.ts and the stack's template. -->
All figures are in US dollars, for us-east-1, without free tiers, discounts and taxes. In short:

| | costs |
|---|---|
| a stack with nothing to do, a month | ${dollars(sum(fixed))} |
| 100,000 new tickets, once | ${dollars(perHundredThousand)} |
| 100,000 tickets asked for again, unchanged | ${dollars(sum(UNCHANGED_TICKETS))} |
| keeping 100,000 tickets, a month | ${dollars(sum(STORAGE))}; in 7 years ${dollars(sum(STORAGE) * 84)} |
| a fixed address (\`staticEgress\`), a month | ${dollars(sum(NETWORK))}: the largest item by far, so leave it off unless LeadSquared asks for it |

LeadSquared's limit allows about ${whole(PACE * 3600)} tickets an hour, so 100,000 tickets take ${Math.ceil(TICKETS / PACE / 3600)} hours.

## 100,000 new tickets

Each ticket has one attachment, is asked for by webhook, and takes ${MB_A_TICKET} MB in all. The requests to S3 are counted by
\`test/archive/requests.test.ts\`.

${table(NEW_TICKETS)}

When many tickets are queued, all concurrent batches wait for LeadSquared's pace, and most of Lambda's cost is this waiting. With
\`concurrency.archive\` at 2 that line is ${dollars((TICKETS / PACE) * 2 * ARCHIVE_GB * PRICES.lambda.usd)}. Tickets that arrive one at a time take about a second
each: ${whole(TICKETS)} × 1 s × ${ARCHIVE_GB} GB = ${dollars(TICKETS * ARCHIVE_GB * PRICES.lambda.usd)}. The seconds are assumed: a ticket takes a handful of calls to S3
and two to LeadSquared, and most of the time is waiting.

## 100,000 unchanged tickets

A schedule, or a second webhook for the same ticket, asks for tickets that have not changed.

${table(UNCHANGED_TICKETS)}

## Keeping them, a month

${table(STORAGE)}

This is the part that grows. Data coming in from the internet is free; data downloaded from the archive costs about $0.09 a GB.

## The stack itself, a month

${table(fixed)}

## A fixed address, a month

${table(NETWORK)}

S3 in the stack's own region and DynamoDB do not go through the gateway.

## Exports

Exporting a GB takes about a minute of a function with 1.73 GB: ${dollars(60 * 1.73 * PRICES.lambda.usd, 4)}; 90 days in the bucket:
${dollars(3 * PRICES.s3Month.usd)}; downloading it: about $0.09. Steps of the state machine cost $0.025 for a thousand.

## Prices

Marked prices were checked against public pages of February to June 2026, not all of them AWS's own; the others were not checked. Use
[AWS's calculator](https://calculator.aws/) for your region: India's and Europe's are up to a quarter higher.

| price | for | checked |
|---|---|---|
${Object.values(PRICES)
  .map(
    ({ usd, per, unit, checked }) =>
      `| $${usd} | ${per === 1 ? "" : `${whole(per)} `}${unit} | ${checked ? "yes" : ""} |`,
  )
  .join("\n")}
`;
}

function price(usd: number, per: number, unit: string, checked = true): Price {
  return { usd, per, unit, checked };
}

function cost([, quantity, { usd, per }]: Line): number {
  return (quantity * usd) / per;
}

function sum(lines: readonly Line[]): number {
  return lines.reduce((total, line) => total + cost(line), 0);
}

function table(lines: readonly Line[]): string {
  const rows = lines.map((line) => {
    const [what, quantity, { usd, per }, note] = line;
    const divided = per === 1 ? "" : ` / ${whole(per)}`;
    const how = note === undefined ? "" : `${note} = `;
    return `| ${what} | ${how}${whole(quantity)} × $${usd}${divided} | ${dollars(cost(line))} |`;
  });
  return [
    "| what | arithmetic | |",
    "|---|---|---|",
    ...rows,
    `| **together** | | **${dollars(sum(lines))}** |`,
  ].join("\n");
}

function dollars(amount: number, digits = 2): string {
  return `$${amount.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits })}`;
}

function whole(amount: number): string {
  return amount.toLocaleString("en-US", { maximumFractionDigits: amount < 10 ? 2 : 0 });
}
