/** A ticket is believed to be emptied when another one is still there: a source that forgot everybody is not believed. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../cli/sandbox/sandbox.ts";
import { backfill, type TicketOutcome } from "../../shared/archive/backfill.ts";
import { LOG_EVENTS } from "../../shared/names.ts";
import { directoryStore } from "../../shared/store/directory.ts";
import { recordedLog } from "../functions/http.ts";
import { tempFolder } from "../temp.ts";
import { harness } from "./harness.ts";
import { publishNewer } from "./newer-version.ts";

type TicketJson = Parameters<Sandbox["setTicket"]>[1];

const TICKETS = [143, 1000, 1001, 1002, 1003];
const EMPTY = { Total: 0, ConversationList: [] };

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ tickets: TICKETS.length - 1, limit: { calls: 1_000 } });
});
afterAll(() => sandbox.close());
const listed = new Map<number, TicketJson>();
beforeEach(() => {
  for (const ticketId of TICKETS) {
    const ticket = listed.get(ticketId) ?? structuredClone(sandbox.ticket(ticketId));
    if (ticket === undefined) throw new Error(`no ticket ${ticketId}`);
    listed.set(ticketId, ticket);
    sandbox.setTicket(ticketId, structuredClone(ticket));
  }
});

/** A vault in which all tickets are archived; LeadSquared lists nothing of `emptied` ones any more. */
async function vault(emptied: readonly number[], archivedBefore: readonly number[] = TICKETS) {
  const folder = await tempFolder();
  const { log, events } = recordedLog();
  const store = directoryStore(folder.path);
  const it = harness(sandbox, store, { log });
  for (const ticketId of archivedBefore) await it.archive(ticketId);
  for (const ticketId of emptied) sandbox.setTicket(ticketId, EMPTY);
  const before = sandbox.counts.apiCalls;
  return {
    ...it,
    store,
    /** Calls to LeadSquared since tickets were emptied. */
    calls: () => sandbox.counts.apiCalls - before,
    forgot: () => events().filter((event) => event === LOG_EVENTS.sourceForgot),
    async [Symbol.asyncDispose]() {
      await it[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}

// T4
describe("a ticket of which LeadSquared lists nothing any more", () => {
  it("is recorded as emptied though a newer program has written most of the others", async () => {
    await using it = await vault([143]);
    const created = new Date("2026-01-03T00:00:00.000Z");
    for (const ticketId of TICKETS.slice(1, -1))
      await publishNewer(it.store, { orgId: sandbox.orgId, ticketId, created });

    expect(await it.archive(143)).toMatchObject({ version: "v2", noLongerListed: 2 });
  });

  it("is recorded as emptied once another one speaks for the source, at the price of one call", async () => {
    await using it = await vault([143]);
    expect(await it.archive(143)).toMatchObject({ version: "v2", noLongerListed: 2 });
    expect(it.calls()).toBe(2);
    expect(await it.archive(143)).toMatchObject({ outcome: "unchanged" });
    expect([it.calls(), it.forgot()]).toEqual([3, []]);
  });

  it("is recorded also when some of the others were emptied with it", async () => {
    await using it = await vault([143, 1000, 1001]);
    for (const ticketId of [143, 1000, 1001]) {
      expect(await it.archive(ticketId)).toMatchObject({ version: "v2" });
    }
    expect(it.forgot()).toEqual([]);
  });

  it("is not marked on the word of a source that forgot everybody, and an alarm tells", async () => {
    await using it = await vault(TICKETS);
    for (const ticketId of [143, 1001]) {
      await expect(it.archive(ticketId)).rejects.toMatchObject({ code: "source-forgot", retryable: true });
    }
    expect(it.calls()).toBe(2 * (1 + 3));
    expect(it.forgot()).toHaveLength(2);

    for (const [ticketId, ticket] of listed) sandbox.setTicket(ticketId, structuredClone(ticket));
    for (const ticketId of TICKETS) {
      expect(await it.archive(ticketId)).toMatchObject({ outcome: "unchanged", version: "v1" });
    }
  });

  it("is believed where there is no other ticket to ask for", async () => {
    await using it = await vault([143], [143]);
    expect(await it.archive(143)).toMatchObject({ version: "v2" });
    expect(it.calls()).toBe(1);
  });

  it("ends a backfill when the source forgot everybody", async () => {
    await using it = await vault(TICKETS);
    const outcomes: TicketOutcome[] = [];
    const end = await backfill({
      tickets: TICKETS,
      archive: (ticketId, signal) =>
        it.request({ orgId: sandbox.orgId, ticketId, reason: "test", requestedBy: "tests" }, { signal }),
      concurrency: 1,
      signal: new AbortController().signal,
      onOutcome: (outcome) => {
        outcomes.push(outcome);
      },
    });
    expect(end).toMatchObject({ ended: "stopped", why: expect.stringContaining("nothing was marked") });
    expect(outcomes).toMatchObject([{ ticketId: 143, outcome: "failed", code: "source-forgot" }]);
  });
});
