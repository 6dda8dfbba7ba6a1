/** An hour in which LeadSquared refuses the whole account, in the middle of many queued tickets; the clock is made to run. */
import type { SQSRecord } from "aws-lambda";
import { expect, it, onTestFinished, vi } from "vitest";
import { startSandbox } from "../../cli/sandbox/sandbox.ts";
import { handleArchive } from "../../functions/archive/handler.ts";
import { localPacer } from "../../shared/leadsquared/local-pacer.ts";
import { VENDOR_PACE } from "../../shared/leadsquared/pace.ts";
import { silentLogger } from "../../shared/log.ts";
import { directoryStore } from "../../shared/store/directory.ts";
import { harness } from "../archive/harness.ts";
import { tempFolder } from "../temp.ts";

/** The issue's own number is 10,000, which takes minutes: `OUTAGE_TICKETS=10000 npx vitest run test/functions/outage.test.ts`. */
const TICKETS = Number(process.env["OUTAGE_TICKETS"] ?? 60);
const HOUR_MS = 60 * 60 * 1000;

interface Waiting {
  readonly ticketId: number;
  readonly sent: number;
  shownAt: number;
  receives: number;
}

const recordOf = ({ ticketId, sent, receives }: Waiting): SQSRecord => ({
  messageId: String(ticketId),
  receiptHandle: String(ticketId),
  body: JSON.stringify({ ticketId }),
  attributes: {
    ApproximateReceiveCount: String(receives),
    SentTimestamp: String(sent),
    SenderId: "",
    ApproximateFirstReceiveTimestamp: String(sent),
  },
  messageAttributes: {},
  md5OfBody: "",
  eventSource: "aws:sqs",
  eventSourceARN: "arn:aws:sqs:us-east-1:111122223333:requests",
  awsRegion: "us-east-1",
});

// F3
it("an hour of 403 gives up nothing, costs a few calls a minute, and is over when it is over", {
  timeout: HOUR_MS,
}, async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  const folder = await tempFolder();
  const sandbox = await startSandbox({ tickets: TICKETS, limit: { calls: 1_000_000 } });
  const pass = (ms: number): void => void vi.setSystemTime(Date.now() + ms);
  const pacer = localPacer(VENDOR_PACE, { now: () => Date.now(), delay: async (ms) => pass(ms) });
  const store = directoryStore(folder.path);
  const wired = harness(sandbox, store, { pacer });
  onTestFinished(async () => {
    vi.useRealTimers();
    await wired[Symbol.asyncDispose]();
    await sandbox.close();
    await folder[Symbol.asyncDispose]();
  });

  const started = Date.now();
  const queue = new Map<string, Waiting>();
  for (let index = 0; index < TICKETS; index += 1) {
    const ticketId = 1000 + index;
    queue.set(String(ticketId), { ticketId, sent: started, shownAt: started, receives: 0 });
  }
  const dead: string[] = [];
  const told: string[] = [];
  const work = {
    orgId: sandbox.orgId,
    archive: wired.request,
    events: { publish: async (type: string) => void told.push(type) },
    queue: { sendAll: async () => {} },
    index: { told: async () => {}, failed: async () => undefined },
    messages: {
      postpone: async (handle: string, seconds: number) => {
        const message = queue.get(handle);
        if (message) message.shownAt = Date.now() + seconds * 1000;
      },
      renew: async () => {},
      giveUp: async (body: string) => void dead.push(body),
    },
    log: silentLogger,
    reserveMs: 0,
  };
  let outage: { readonly from: number; readonly calls: number } | undefined;
  let [receives, refused] = [0, 0];
  while (queue.size > 0) {
    const due = [...queue.values()].toSorted((a, b) => a.shownAt - b.shownAt).slice(0, 4);
    pass(Math.max(0, (due[0]?.shownAt ?? 0) - Date.now()));
    if (outage === undefined && queue.size <= TICKETS / 2) {
      outage = { from: Date.now(), calls: sandbox.counts.apiCalls };
      sandbox.fault({ on: "api", kind: "status", status: 403 });
    }
    if (outage && refused === 0 && Date.now() > outage.from + HOUR_MS) {
      refused = sandbox.counts.apiCalls - outage.calls;
      sandbox.clearFaults();
    }
    const batch = due.filter(({ shownAt }) => shownAt <= Date.now());
    for (const message of batch) message.receives += 1;
    receives += batch.length;
    const context = { awsRequestId: "1", getRemainingTimeInMillis: () => 290_000 };
    const { batchItemFailures } = await handleArchive(work, { Records: batch.map(recordOf) }, context);
    const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    for (const message of batch)
      if (!failed.has(String(message.ticketId))) queue.delete(String(message.ticketId));
  }

  expect(dead).toEqual([]);
  expect(told).toEqual([]);
  const { folders } = await store.children("archive/22824");
  expect(folders.filter((name) => /\/1\d{3,}$/.test(name))).toHaveLength(TICKETS);
  // A pause lasts a minute; of a batch four may ask before the first is refused.
  expect(refused).toBeGreaterThan(0);
  expect(refused).toBeLessThanOrEqual(4 * 60);
  expect(receives).toBeLessThan(TICKETS * 12);
});
