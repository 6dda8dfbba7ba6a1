/** Makes docs/costs.md: what a stack costs, computed from AWS's public prices with each line's arithmetic. */
import { PRICES, type Price, REGIONS, type Region } from "./prices.ts";

const TICKETS = 100_000;
/** Of a month, as AWS counts them. */
const HOURS = 730;
/** Tickets a second by default: 98 % of four fifths of 5. */
const PACE = 3.92;
/** As `concurrency.archive` is by default. */
const BATCHES_AT_ONCE = 2;
/** As infra/limits.ts has it. */
const ARCHIVE_GB = 1.5;
const MB_A_TICKET = 0.5;
/** As infra/limits.ts has it, and what a shard of 1,000 tickets takes at most, assumed. */
const CATALOGUE_GB = 1.73;
const SHARD_SECONDS = 2;
/** Shards that tickets archived in their order fall into within the five minutes of a turn. */
const SHARDS_A_TURN = 2;
/** Pollers of an event source, each asking three times a minute. */
const IDLE_POLLS_A_MINUTE = 5 * 3;
/** A thirtieth of all is due each day; below 2,000, others are looked at too. */
const VERIFIED_A_DAY = Math.max(2_000, Math.ceil(TICKETS / 30));

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

/** Of the catalogue while so many new tickets come in, at two calls each. */
const CATALOGUE_TURNS = Math.ceil((2 * TICKETS) / PACE / 300);

const NEW_TICKETS: readonly Line[] = [
  ["S3: 9 PUT, 4 COPY, 1 LIST a ticket", 14 * TICKETS, PRICES.s3Put],
  ["S3: 1 GET, and 2 for its seal", 3 * TICKETS, PRICES.s3Get],
  [
    "`archive`, all tickets waiting at once",
    ((2 * TICKETS) / PACE) * BATCHES_AT_ONCE * ARCHIVE_GB,
    PRICES.lambda,
    `2 calls × ${whole(TICKETS)} tickets / ${PACE} a second × ${BATCHES_AT_ONCE} batches × ${ARCHIVE_GB} GB`,
  ],
  ["`webhook`, 0.1 s of 0.5 GB each", TICKETS * 0.1 * 0.5, PRICES.lambda],
  ["Lambda requests: `webhook`, `archive`", 2 * TICKETS, PRICES.lambdaRequest],
  ["the webhook's way in", TICKETS, PRICES.http],
  ["the pace: up to 3 writes for each of 2 calls", 6 * TICKETS, PRICES.dynamoWrite],
  ["the pace: a read a call", 2 * TICKETS, PRICES.dynamoRead],
  ["SQS: one request and two notices a ticket, each sent, received, deleted", 9 * TICKETS, PRICES.sqs],
  ["EventBridge: what became of each ticket", TICKETS, PRICES.event],
  ["logs: 2 KB a ticket", (TICKETS * 2) / 1_000_000, PRICES.logs],
  ["X-Ray: every request traced, at most", 2 * TICKETS, PRICES.trace],
  ["KMS: with bucket keys, assumed", 10_000, PRICES.kms],
  ["Secrets Manager: once for each start of a function, assumed", 10_000, PRICES.secretRead],
  ["the catalogue: 2 GET a ticket", 2 * TICKETS, PRICES.s3Get],
  [
    "the catalogue: shards written, 3 files each",
    CATALOGUE_TURNS * SHARDS_A_TURN * 3,
    PRICES.s3Put,
    `${whole(CATALOGUE_TURNS)} turns × ${SHARDS_A_TURN} shards × 3`,
  ],
  [
    "the catalogue: shards made, assumed",
    CATALOGUE_TURNS * SHARDS_A_TURN * SHARD_SECONDS * CATALOGUE_GB,
    PRICES.lambda,
    `${whole(CATALOGUE_TURNS)} turns × ${SHARDS_A_TURN} shards × ${SHARD_SECONDS} s × ${CATALOGUE_GB} GB`,
  ],
  [`staging, ${MB_A_TICKET} MB a ticket for 30 days`, STORED_GB, PRICES.s3Month],
];

const UNCHANGED_TICKETS: readonly Line[] = [
  ["S3: 4 GET a ticket", 4 * TICKETS, PRICES.s3Get],
  ["`archive`, coming singly: 0.5 s each", TICKETS * 0.5 * ARCHIVE_GB, PRICES.lambda],
  ["Lambda requests", TICKETS, PRICES.lambdaRequest],
  ["the pace: up to 3 writes a call", 3 * TICKETS, PRICES.dynamoWrite],
  ["the pace: a read a call", TICKETS, PRICES.dynamoRead],
  ["SQS: sent, received, deleted", 3 * TICKETS, PRICES.sqs],
  ["EventBridge: what became of each ticket", TICKETS, PRICES.event],
  ["logs: 1 KB a ticket", TICKETS / 1_000_000, PRICES.logs],
  ["X-Ray: every request traced, at most", TICKETS, PRICES.trace],
];

/** Of an account of 100,000 known tickets at 100,000 calls a day, of which 0.8 are asked for by `sync`. */
const SYNC_CALLS = 80_000 * 30;
const SYNC_TURNS = 60 * HOURS;

/** Writes and reads are counted by test/sync/dynamo-index.test.ts; each write also moves the entry in the index by due time. */
/** An item of the index has 200 bytes; a query that may be a second late reads 8 KB for a unit. A page of a listing has 1,000 folders. */
const CENSUS_READS = (TICKETS * 200) / 8192;
const CENSUS_LISTINGS = TICKETS / 1000;

const SYNCED_ACCOUNT: readonly Line[] = [
  ...UNCHANGED_TICKETS.map(
    ([what, quantity, price]): Line => [what, (quantity * SYNC_CALLS) / TICKETS, price],
  ),
  ["the index: a lease and an answer a call, 3 write units each", 6 * SYNC_CALLS, PRICES.dynamoWrite],
  ["the index: 7 reads and a write a turn", 7 * SYNC_TURNS, PRICES.dynamoRead],
  ["`sync`: 1 s of 1 GB a turn, assumed", SYNC_TURNS, PRICES.lambda],
  ["`sync`: Lambda requests", SYNC_TURNS, PRICES.lambdaRequest],
  ["`sync`: the queue's length", SYNC_TURNS, PRICES.sqs],
  ["the census of each day: the whole index", 30 * CENSUS_READS, PRICES.dynamoRead],
  [
    "the census of each day: the vault's folders listed, record and page",
    30 * (CENSUS_LISTINGS + 2),
    PRICES.s3Put,
  ],
  ["the census of each day: 1 minute of 1 GB, assumed", 30 * 60, PRICES.lambda],
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
    [`verification: 4 LIST for each of ${whole(VERIFIED_A_DAY)} tickets a day`, 4 * verified, PRICES.s3Put],
    [
      "verification: 7 GET or HEAD each, and 3,000 for the ledger and its checkpoint a day",
      7 * verified + 3_000 * 30,
      PRICES.s3Get,
    ],
    ["verification: 3 minutes of 1 GB a day, assumed", 180 * 30, PRICES.lambda],
    ["the catalogue: 3 GET or HEAD a turn, every five minutes", 3 * 12 * HOURS, PRICES.s3Get],
    [
      "the catalogue: half a second a turn, assumed",
      12 * HOURS * 0.5 * CATALOGUE_GB,
      PRICES.lambda,
      `${whole(12 * HOURS)} turns × 0.5 s × ${CATALOGUE_GB} GB`,
    ],
  ];
}

/** The page, of the counts of a stack with the default settings. */
export function costsPage(counts: Counts): string {
  const fixed = fixedCosts(counts);
  const sums = (lines: readonly Line[]) => REGIONS.map((region) => dollars(sum(lines, region))).join(" | ");
  return `# Costs

<!-- Made by \`npm run docs\` from docs/costs.ts, docs/prices.ts and the stack's template. -->
All figures are in US dollars, without free tiers, discounts and taxes. In short:

| | ${REGIONS.join(" | ")} |
|---|---|---|
| a stack with nothing to do, a month | ${sums(fixed)} |
| 100,000 new tickets, once | ${sums(NEW_TICKETS)} |
| 100,000 tickets asked for again, unchanged | ${sums(UNCHANGED_TICKETS)} |
| asking for 100,000 known tickets by \`sync\`, 80,000 calls a day, a month | ${sums(SYNCED_ACCOUNT)} |
| keeping 100,000 tickets, a month | ${sums(STORAGE)} |
| the same in 7 years | ${REGIONS.map((region) => dollars(sum(STORAGE, region) * 84)).join(" | ")} |
| a fixed address (\`staticEgress\`), a month | ${sums(NETWORK)} |

The fixed address is the largest item by far, so leave it off unless LeadSquared asks for it.

Four fifths of LeadSquared's limit, the default, allow about ${whole(PACE * 3600)} calls an hour. A new ticket takes two, one for its details, so 100,000 new tickets take ${Math.ceil((2 * TICKETS) / PACE / 3600)} hours.

## 100,000 new tickets

Each ticket has one attachment, is asked for by webhook, and takes ${MB_A_TICKET} MB in all. The requests to S3 are counted by
\`test/archive/requests.test.ts\`.

${table(NEW_TICKETS)}

When many tickets are queued, all concurrent batches wait for LeadSquared's pace, and most of Lambda's cost is this waiting.
With \`concurrency.archive\` at 10 that line is ${dollars((TICKETS / PACE) * 10 * ARCHIVE_GB * PRICES.lambda.usd["us-east-1"])}, and nothing is faster. Tickets that arrive one at a time take about a
second each: ${whole(TICKETS)} × 1 s × ${ARCHIVE_GB} GB = ${dollars(TICKETS * ARCHIVE_GB * PRICES.lambda.usd["us-east-1"])}. The seconds are assumed: a ticket takes a handful of calls to S3
and two to LeadSquared, and most of the time is waiting.

## 100,000 unchanged tickets

A schedule, or a second webhook for the same ticket, asks for tickets that have not changed.

${table(UNCHANGED_TICKETS)}

## A synced account of 100,000 known tickets, a month

At 100,000 calls a day and a share of 0.8; without a limit of the day, \`sync\` asks about three times as often. Most of it is Lambda,
and goes down with fewer calls.

${table(SYNCED_ACCOUNT)}

## Keeping them, a month

${table(STORAGE)}

This is the part that grows. Data coming in from the internet is free; data downloaded from the archive costs
${inEach(PRICES.download, 2)} a GB.

## The stack itself, a month

${table(fixed)}

## A fixed address, a month

${table(NETWORK)}

S3 in the stack's own region and DynamoDB do not go through the gateway, unless \`egressS3Endpoint\` is \`false\`: then each GB
of the archive costs ${inEach(PRICES.natGb)} more.

## Exports

Exporting a GB takes about a minute of a function with 1.73 GB: ${dollars(60 * 1.73 * PRICES.lambda.usd["us-east-1"], 4)}; 90 days in the bucket:
${dollars(3 * PRICES.s3Month.usd["us-east-1"])}; downloading it: ${inEach(PRICES.download, 2)}. Steps of the state machine cost $0.025 for a thousand.

## Prices

\`us-east-1\` is North Virginia, \`ap-south-1\` Mumbai. Prices marked with ✓ were checked against public pages of 2026, not all
of them AWS's own; the others were not checked, and Mumbai's are the least certain. Use
[AWS's calculator](https://calculator.aws/) before you decide, and for any other region.

| price in us-east-1 | in ap-south-1 | for |
|---|---|---|
${Object.values(PRICES)
  .map(({ usd, per, unit, checked }) => {
    const [first, second] = REGIONS.map((region) => `$${usd[region]}${checked.includes(region) ? " ✓" : ""}`);
    return `| ${first} | ${second} | ${per === 1 ? "" : `${whole(per)} `}${unit} |`;
  })
  .join("\n")}
`;
}

function cost([, quantity, { usd, per }]: Line, region: Region): number {
  return (quantity * usd[region]) / per;
}

function sum(lines: readonly Line[], region: Region): number {
  return lines.reduce((total, line) => total + cost(line, region), 0);
}

/** `$0.023 (us-east-1) or $0.025 (ap-south-1)`. */
function inEach({ usd }: Price, digits = 3): string {
  return REGIONS.map((region) => `${dollars(usd[region], digits)} (${region})`).join(" or ");
}

function table(lines: readonly Line[]): string {
  const rows = lines.map((line) => {
    const [what, quantity, { usd, per }, note] = line;
    const divided = per === 1 ? "" : ` / ${whole(per)}`;
    const how = note === undefined ? "" : `${note} = `;
    const costs = REGIONS.map((region) => dollars(cost(line, region))).join(" | ");
    return `| ${what} | ${how}${whole(quantity)} × $${usd["us-east-1"]}${divided} | ${costs} |`;
  });
  return [
    `| what | arithmetic in us-east-1 | ${REGIONS.join(" | ")} |`,
    "|---|---|---|---|",
    ...rows,
    `| **together** | | ${REGIONS.map((region) => `**${dollars(sum(lines, region))}**`).join(" | ")} |`,
  ].join("\n");
}

function dollars(amount: number, digits = 2): string {
  return `$${amount.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits })}`;
}

function whole(amount: number): string {
  return amount.toLocaleString("en-US", { maximumFractionDigits: amount < 10 ? 2 : 0 });
}
