/** Events on the bus: put there, or known not to be. */
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { describe, expect, it, onTestFinished } from "vitest";
import type { ArchivedReceipt } from "../../shared/archive/receipt.ts";
import { announceReceipt } from "../../shared/requests/announce.ts";
import { eventBus } from "../../shared/requests/event-bus.ts";
import { serveHttp } from "../leadsquared/loopback.ts";
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
    const receipt: ArchivedReceipt = {
      orgId: 22824,
      ticketId: 143,
      outcome: "archived",
      completeness: "incomplete",
      version: "v1",
      inventorySha256: "0".repeat(64),
      conversations: 1,
      noLongerListed: 0,
      attachments: { stored: 0, doubtful: 0, failed: count, downloaded: 0, downloadedBytes: 0 },
      accepted: null,
      problems: Array.from({ length: count }, () => problem),
      changedAtSource: null,
      unstable: false,
      message: "",
      location: "s3://archive/archive/22824/143",
    };

    await announceReceipt(busAt(bus.endpoint), receipt);

    const [published] = bus.events;
    expect(published?.event).toMatchObject({
      "detail-type": "Ticket Archive Incomplete",
      detail: { attachments: { failed: count }, problemsOmitted: count - told },
    });
    expect(Buffer.byteLength(JSON.stringify(published))).toBeLessThan(200_000);
  });
});
