/** Numbers that never had a ticket, in a run over many. */
import { describe, expect, it } from "vitest";
import { backfill } from "../../shared/archive/backfill.ts";
import { type ArchivedReceipt, emptyReceipt, type Receipt } from "../../shared/archive/receipt.ts";

function receiptOf(ticketId: number): ArchivedReceipt {
  return {
    ...{ orgId: 1, ticketId, outcome: "archived", completeness: "complete", version: "v2" },
    ...{
      inventorySha256: "0".repeat(64),
      conversations: 1,
      noLongerListed: 0,
      problems: [],
      accepted: null,
      location: "vault",
    },
    attachments: { stored: 0, doubtful: 0, failed: 0, downloaded: 0, downloadedBytes: 0 },
    ...{ changedAtSource: null, unstable: false, message: "" },
  };
}

const REQUEST = { orgId: 1, reason: "test", requestedBy: "tests" };

const range = (length: number): number[] => Array.from({ length }, (_, index) => index + 1);

describe("numbers that never had a ticket", () => {
  const never = async (tickets: number[], there: (ticketId: number) => boolean) => {
    let asked = 0;
    const end = await backfill({
      tickets,
      archive: async (ticketId): Promise<Receipt> => {
        asked += 1;
        return there(ticketId) ? receiptOf(ticketId) : emptyReceipt({ ...REQUEST, ticketId });
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
