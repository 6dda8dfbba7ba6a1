/** What `ticketvault backfill` is made of: the list, the run over it, and what is said of its pace. */
import { describe, expect, test } from "vitest";
import { paceOf } from "../../cli/progress.ts";
import { backfill, type TicketOutcome } from "../../shared/archive/backfill.ts";
import { ticketsOfCsv, ticketsOfRange } from "../../shared/archive/backfill-list.ts";
import type { ArchivedReceipt, Receipt } from "../../shared/archive/receipt.ts";
import { LeadSquaredError, StoreError } from "../../shared/errors.ts";

function listOf(text: string, column?: string) {
  const body = async function* () {
    // In two pieces, as a file of any length comes.
    yield Buffer.from(text.slice(0, 20));
    yield Buffer.from(text.slice(20));
  };
  return ticketsOfCsv({ body: body(), name: "list.csv", column });
}

describe("a list of tickets", () => {
  test.each([
    ["one column with a heading", "TicketId\n143\n#144\n", [143, 144]],
    ["no heading", "143\n144", [143, 144]],
    ["a heading of another name: the first column", "Nummer,Note\n143,5\n", [143]],
    ["the ticket's column before one called Id", "Id,ticket_id\n9,143\n", [143]],
    ["semicolons, with commas in the texts", "Note;TICKET ID\na, b, c;143\n", [143]],
    ["tabs", "Note\tTicket\na, b; c\t143\n", [143]],
    ["quotes, line ends in fields, empty lines", 'Note,Id\n"a\n""b""",143\n\n\nc,144\n', [143, 144]],
    ["rows that end early", "Id,Note\n143\n144,a\n", [143, 144]],
    ["line ends of all kinds", "Id,Note\n143,a\r\n144,b\r145,c\r\n146,d\n", [143, 144, 145, 146]],
    ["line ends of all kinds, the first a CR", "Id\r143\n144\r\n145", [143, 144, 145]],
    ["Windows line ends and a byte order mark", "\ufeffId\r\n143\r\n", [143]],
  ])("is read with %s", async (_what, text, ids) => {
    expect((await listOf(text)).ids).toEqual(ids);
  });

  test("counts duplicates, and takes the column that is named", async () => {
    const list = await listOf("Id,Nr. im System\n1,143\n2,144\n3,#143\n", "NR IM SYSTEM");

    expect(list).toEqual({ ids: [143, 144], duplicates: 1 });
  });

  test.each([
    ["a bad id", "Id\n143\n14x3\n", 'list.csv line 3: "14x3" is not an id'],
    ["an empty field", "Id,Note\n143,a\n,b\n", 'list.csv line 3: "" is not an id'],
    [
      "an unquoted comma",
      "Note,Id\na,143\nb, 5,144\n",
      "line 3: there are 3 fields, and 2 in the first line",
    ],
    ["a bad id after line ends of all kinds", "Id\r\n143\n144\r145\r\nx\n", 'list.csv line 5: "x"'],
    [
      "several columns without a heading",
      "Anna,143\nBert,144\n",
      "name the column of ticket numbers with --column",
    ],
    ["digits in the first line that are no id", "14x3\n143\n", 'list.csv line 1: "14x3"'],
    ["an open quote", 'Id,Note\n143,"a\n', "the CSV is broken (CSV_QUOTE_NOT_CLOSED)"],
    ["nothing", "", "names no ticket"],
    ["a heading only", "TicketId\n", "names no ticket"],
  ])("is refused for %s", async (_what, text, message) => {
    await expect(listOf(text)).rejects.toThrow(message);
  });

  test("is refused without the named column, with those that there are", async () => {
    await expect(listOf("Id,Note\n143,a\n", "Ticket")).rejects.toThrow(
      'no column "Ticket"; its first line has "Id", "Note"',
    );
  });

  test("passes on that the file broke off", async () => {
    const body = async function* () {
      yield Buffer.from("Id\n143\n");
      throw new Error("disk gone");
    };

    await expect(ticketsOfCsv({ body: body(), name: "list.csv" })).rejects.toThrow("disk gone");
  });

  test("may be a range, the right way round and not endless", () => {
    expect(ticketsOfRange(5, 7).ids).toEqual([5, 6, 7]);
    expect(() => ticketsOfRange(7, 5)).toThrow("smaller number first");
    expect(() => ticketsOfRange(1, 1_000_001)).toThrow("split it");
  });
});

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
