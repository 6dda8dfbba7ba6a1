/** What `ticketvault backfill` is made of: the run over a list, and what is said of its pace. */
import { describe, expect, test } from "vitest";
import { paceOf } from "../../cli/progress.ts";
import { backfill, type TicketOutcome } from "../../shared/archive/backfill.ts";
import type { ArchivedReceipt, Receipt } from "../../shared/archive/receipt.ts";
import { ticketsOfRange } from "../../shared/archive/ticket-list.ts";
import { LeadSquaredError, StoreError } from "../../shared/errors.ts";

const receiptOf = (ticketId: number): ArchivedReceipt => ({
  orgId: 1,
  ticketId,
  outcome: "archived",
  completeness: "complete",
  version: "v1",
  inventorySha256: "0".repeat(64),
  conversations: 1,
  noLongerListed: 0,
  attachments: { stored: 0, doubtful: 0, failed: 0, downloaded: 0, downloadedBytes: 0 },
  problems: [],
  accepted: null,
  changedAtSource: null,
  unstable: false,
  message: "First version.",
  location: "vault",
});

describe("a run over a list", () => {
  const busy = new LeadSquaredError("server-error", "down", { retryable: true });

  async function run(archive: (ticketId: number) => Receipt, tickets = ticketsOfRange(1, 100).ids) {
    const outcomes: TicketOutcome[] = [];
    const end = await backfill({
      tickets,
      archive: async (ticketId) => archive(ticketId),
      concurrency: 1,
      signal: new AbortController().signal,
      onOutcome: (outcome) => void outcomes.push(outcome),
    });
    return { end, outcomes };
  }

  test("goes on past failures of single tickets, also unexpected ones, whose text it keeps to itself", async () => {
    const { end, outcomes } = await run((ticketId) => {
      if (ticketId === 2) throw new LeadSquaredError("bad-request", "no such ticket");
      if (ticketId === 3) throw new TypeError("customer text");
      return receiptOf(ticketId);
    });

    expect(end).toEqual({ ended: "finished" });
    expect(outcomes).toHaveLength(100);
    expect(outcomes[1]).toMatchObject({ outcome: "failed", code: "bad-request", message: "no such ticket" });
    expect(outcomes[2]).toMatchObject({ code: "unexpected", message: "an unexpected TypeError" });
  });

  test("stops at a failure that every ticket would meet", async () => {
    const { end, outcomes } = await run((ticketId) => {
      if (ticketId === 5) throw new StoreError("no-space", "the disk is full");
      return receiptOf(ticketId);
    });

    expect(end).toMatchObject({ ended: "stopped", why: expect.stringContaining("the disk is full") });
    expect(outcomes).toHaveLength(5);
  });

  test.each([
    ["refused", 1],
    ["not-found", 20],
  ])("stops when the API answers %s to %i tickets", async (code, tickets) => {
    const { end, outcomes } = await run(() => {
      throw new LeadSquaredError(code, "check the base URL");
    });

    expect(end).toMatchObject({ ended: "stopped", why: expect.stringContaining("check the base URL") });
    expect(outcomes).toHaveLength(tickets);
  });

  test("stops after 20 passing failures in a row, and not when tickets succeed in between", async () => {
    const down = await run(() => {
      throw busy;
    });
    const flaky = await run((ticketId) => {
      if (ticketId % 20 !== 0) throw busy;
      return receiptOf(ticketId);
    });

    expect(down.end).toMatchObject({
      ended: "stopped",
      why: "20 tickets in a row failed, the last with: down",
    });
    expect(down.outcomes).toHaveLength(20);
    expect(flaky.end).toEqual({ ended: "finished" });
  });

  test("begins no ticket after an interruption, and gives no outcome of one that it ended", async () => {
    const stop = new AbortController();
    const begun: number[] = [];
    const outcomes: TicketOutcome[] = [];

    const end = await backfill({
      tickets: ticketsOfRange(1, 50).ids,
      archive: async (ticketId, signal) => {
        begun.push(ticketId);
        if (ticketId === 3) stop.abort(new Error("Ctrl-C"));
        signal.throwIfAborted();
        return receiptOf(ticketId);
      },
      concurrency: 1,
      signal: stop.signal,
      onOutcome: (outcome) => void outcomes.push(outcome),
    });

    expect(end).toEqual({ ended: "interrupted" });
    expect(begun).toEqual([1, 2, 3]);
    expect(outcomes.map(({ ticketId }) => ticketId)).toEqual([1, 2]);
  });

  test("ends with the error of the one who takes the outcomes, after the tickets in flight", async () => {
    const ended: number[] = [];

    const running = backfill({
      tickets: [1, 2, 3],
      archive: async (ticketId) => {
        await new Promise((resolve) => setImmediate(resolve));
        ended.push(ticketId);
        return receiptOf(ticketId);
      },
      concurrency: 2,
      signal: new AbortController().signal,
      onOutcome: ({ ticketId }) => {
        if (ticketId === 1) throw new StoreError("no-space", "the journal is full");
      },
    });

    await expect(running).rejects.toThrow("the journal is full");
    expect(ended).toEqual([1, 2]);
  });
});

test("the pace of a run is said with its rate and what is left", () => {
  expect(paceOf(0, 100, 1_000, "")).toBe("");
  expect(paceOf(50, 1_000, 10_000, "1 failed")).toBe("5.0/s, about 3 min 10 s left, 1 failed");
  expect(paceOf(25, 1_000, 1_000, "")).toBe("25.0/s");
  expect(paceOf(100, 100, 20_000, "")).toBe("5.0/s");
  expect(paceOf(100, 100_000, 20_000, "")).toBe("5.0/s, about 5 h 33 min left");
});
