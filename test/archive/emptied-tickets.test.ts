/** A source that forgets everybody at once is not believed. */
import { describe, expect, it } from "vitest";
import { backfill, type TicketOutcome } from "../../shared/archive/backfill.ts";
import { EMPTIED } from "../../shared/archive/emptied-tickets.ts";
import { type ArchivedReceipt, emptyReceipt, type Receipt } from "../../shared/archive/receipt.ts";
import { LeadSquaredError } from "../../shared/errors.ts";

function receiptOf(ticketId: number, noLongerListed: number): ArchivedReceipt {
  return {
    ...{ orgId: 1, ticketId, outcome: "archived", completeness: "complete", version: "v2" },
    ...{
      inventorySha256: "0".repeat(64),
      conversations: 1,
      noLongerListed,
      problems: [],
      accepted: null,
      location: "vault",
    },
    attachments: { stored: 0, doubtful: 0, failed: 0, downloaded: 0, downloadedBytes: 0 },
    ...{ changedAtSource: null, unstable: false, message: "" },
  };
}

/** Runs over known tickets, of which `listed` says whether LeadSquared still lists something. */
async function run(tickets: number[], listed: (ticketId: number) => boolean) {
  const asked: number[] = [];
  const marked: number[] = [];
  const outcomes: TicketOutcome[] = [];
  const end = await backfill({
    tickets,
    archive: async (ticketId, _, { doubtEmptied }): Promise<Receipt> => {
      asked.push(ticketId);
      if (listed(ticketId)) return receiptOf(ticketId, 0);
      if (doubtEmptied) throw new LeadSquaredError(EMPTIED, "nothing listed", { retryable: true });
      marked.push(ticketId);
      return receiptOf(ticketId, 1);
    },
    concurrency: 1,
    signal: new AbortController().signal,
    onOutcome: (outcome) => {
      outcomes.push(outcome);
    },
  });
  return { end, asked, marked, outcomes };
}

const REQUEST = { orgId: 1, reason: "test", requestedBy: "tests" };

const range = (length: number): number[] => Array.from({ length }, (_, index) => index + 1);

describe("known tickets that come back empty", () => {
  // T4
  it("more than 20 in a row: one is asked again, the run stops, and nothing is marked", async () => {
    const { end, asked, marked, outcomes } = await run(range(100), () => false);
    expect(end).toMatchObject({
      ended: "stopped",
      why: expect.stringContaining("21 archived tickets in a row"),
    });
    expect([asked.length, marked, outcomes]).toEqual([22, [], []]);
  });

  it("are believed once another ticket speaks for the source, and asked again before", async () => {
    const { end, asked, marked, outcomes } = await run(range(21), (ticketId) => ticketId === 21);
    expect(end).toEqual({ ended: "finished" });
    expect(marked).toEqual(range(20));
    expect(outcomes.map(({ ticketId }) => ticketId)).toEqual([21, ...range(20)]);
    expect(asked).toHaveLength(41);
  });

  it("are believed at the end of a run when they are 20 or fewer", async () => {
    const { end, marked } = await run(range(20), () => false);
    expect([end, marked]).toEqual([{ ended: "finished" }, range(20)]);
  });

  it("that are there when asked again are not taken for empty", async () => {
    let asked = 0;
    const { end, marked, outcomes } = await run(range(21), () => {
      asked += 1;
      return asked > 21;
    });
    expect(end).toEqual({ ended: "finished" });
    expect(marked).toEqual([]);
    expect(outcomes.map(({ ticketId }) => ticketId)).toEqual([21, ...range(20)]);
  });
});

describe("numbers that never had a ticket", () => {
  const never = async (tickets: number[], there: (ticketId: number) => boolean) => {
    let asked = 0;
    const end = await backfill({
      tickets,
      archive: async (ticketId): Promise<Receipt> => {
        asked += 1;
        return there(ticketId) ? receiptOf(ticketId, 0) : emptyReceipt({ ...REQUEST, ticketId });
      },
      concurrency: 1,
      signal: new AbortController().signal,
      onOutcome: () => {},
    });
    return { end, asked };
  };

  // T4
  it("end a run when there are 500 in a row, and it says from where to go on", async () => {
    const { end, asked } = await never(range(5_000), () => false);
    expect(asked).toBe(500);
    expect(end).toMatchObject({ ended: "stopped", why: expect.stringContaining("the last of them 500") });
  });

  it("do not while there are tickets among them", async () => {
    expect(await never(range(2_000), (ticketId) => ticketId % 499 === 0)).toMatchObject({
      end: { ended: "finished" },
      asked: 2_000,
    });
  });
});
