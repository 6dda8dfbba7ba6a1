/** Events on the bus: put there, or known not to be. */
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { describe, expect, it, onTestFinished } from "vitest";
import { announceVersion } from "../../shared/requests/announce.ts";
import { eventBus } from "../../shared/requests/event-bus.ts";
import { serveHttp } from "../leadsquared/loopback.ts";
import { documentOf } from "../seal/archived.ts";
import { startEventBus } from "../stand-ins/aws/event-bus.ts";

function busAt(endpoint: string, maxAttempts = 1) {
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const client = new EventBridgeClient({ endpoint, region: "us-east-1", credentials, maxAttempts });
  onTestFinished(() => client.destroy());
  return eventBus({ client, busName: "tickets" });
}

describe("an event", () => {
  it.each(["refuse", "error"] as const)(
    "that the bus does not take (%s) may be published later",
    async (fault) => {
      const bus = await startEventBus();
      onTestFinished(() => bus.close());
      bus.fail(fault);
      const events = busAt(bus.endpoint);

      await expect(events.publish("Ticket Archived", {})).rejects.toMatchObject({
        code: "event-not-published",
        retryable: true,
      });
      await events.publish("Ticket Archived", { ticketId: 143 });
      expect(bus.events).toMatchObject([{ bus: "tickets", event: { detail: { ticketId: 143 } } }]);
    },
  );

  it("is sent again on a fresh connection when the kept one went stale", async () => {
    const calls: (number | undefined)[] = [];
    const endpoint = await serveHttp((request, response) => {
      const { remotePort } = request.socket;
      const stale = calls.includes(remotePort);
      calls.push(remotePort);
      // What a function finds that was frozen for longer than the server kept the connection.
      if (stale) request.socket.destroy();
      else request.resume().once("end", () => response.end('{"FailedEntryCount":0,"Entries":[]}'));
    });
    const events = busAt(endpoint, 2);

    await events.publish("Ticket Archived", {});
    await events.publish("Ticket Archived", {});

    expect(calls).toHaveLength(3);
    expect(calls[1]).toBe(calls[0]);
    expect(calls[2]).not.toBe(calls[0]);
  });

  it.each([
    ["thousands of problems", 5_000, "1", 100],
    ["problems of conversations whose ids are pages long", 200, "é".repeat(2_000), 34],
  ])("of a ticket with %s stays within what an event holds", async (_, count, conversation, told) => {
    const bus = await startEventBus();
    onTestFinished(() => bus.close());
    const problem = {
      code: "attachment-failed",
      severity: "missing",
      detail: "x".repeat(200),
      conversation,
      attachment: 1,
    } as const;
    const complete = documentOf(143, 1);
    const problems = Array.from({ length: count }, () => problem);
    const completeness = { ...complete.completeness, status: "incomplete", problems } as const;
    const keys = Array.from({ length: count }, () => conversation);
    const changes = { edited: keys, removed: keys, restored: keys };

    await announceVersion(busAt(bus.endpoint), {
      orgId: 22824,
      ticketId: 143,
      version: "v1",
      created: "2026-01-02T03:04:05.678Z",
      message: "",
      inventorySha256: "0".repeat(64),
      location: "s3://archive/archive/22824/143",
      document: { ...complete, completeness },
      acceptance: undefined,
      changedAtSource: { ...changes, attachmentsRemoved: 0, attachmentsRestored: 0 },
    });

    expect(bus.events.map(({ event }) => event)).toMatchObject([
      { "detail-type": "Ticket Changed At Source", detail: { removed: { count } } },
      { "detail-type": "Ticket Archive Incomplete", detail: { problemsOmitted: count - told } },
    ]);
    for (const event of bus.events) expect(Buffer.byteLength(JSON.stringify(event))).toBeLessThan(200_000);
  });
});
