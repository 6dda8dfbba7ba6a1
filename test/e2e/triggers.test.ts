/** Whatever asks for a ticket, and over whatever way it comes, what is archived is the same. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../cli/sandbox/sandbox.ts";
import { ENV } from "../../shared/names.ts";
import type { Deployment } from "./deployment.ts";
import { SIGNED } from "./http-api.ts";
import { announced, onStack } from "./stack.ts";

const WEBHOOK_SECRET = "CANARY-WEBHOOK-SECRET-5e0a97";
const signed = { authorization: SIGNED };

/** One for all stacks, since its address stands in what is archived. */
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

const viaEvent = async (stack: Deployment): Promise<void> => {
  expect(
    await stack.putEvent("my.crm", "Archive Ticket", { ticketId: 143, reason: "r", requestedBy: "b" }),
  ).toBe(1);
  await stack.drain();
};

const viaForeignEvent = async (stack: Deployment): Promise<void> => {
  const detail = { status: "Closed", case: { number: "#143", subject: "CANARY-OF-A-FOREIGN-EVENT" } };
  expect(await stack.putEvent("example.crm", "Case Closed", detail, "default")).toBe(1);
  await stack.drain();
};

const viaCall = async (stack: Deployment): Promise<void> => {
  const answer = await fetch(`${stack.origin}/tickets/143/archive`, { method: "POST", headers: signed });
  expect(answer.status).toBe(202);
  expect(answer.headers.get("location")).toBe("/tickets/143");
  await stack.drain();
};

const viaWaitingCall = async (stack: Deployment): Promise<void> => {
  const headers = { ...signed, prefer: "wait=20" };
  const answer = await fetch(`${stack.origin}/tickets/143/archive`, { method: "POST", headers });
  expect(answer.status).toBe(200);
  expect(await answer.json()).toMatchObject({ ticketId: 143, version: "v1", completeness: "complete" });
};

const viaWebhook = async (stack: Deployment): Promise<void> => {
  stack.secrets.put(stack.setting(ENV.webhookSecret), JSON.stringify({ current: WEBHOOK_SECRET }));
  const answer = await fetch(`${stack.origin}/webhooks/leadsquared`, {
    method: "POST",
    headers: { [stack.setting(ENV.webhookHeader)]: WEBHOOK_SECRET, "content-type": "application/json" },
    body: JSON.stringify({ TicketId: 143, OrgId: 22824 }),
  });
  expect(await answer.json()).toEqual({ Status: "Success", StatusReason: "" });
  await stack.drain();
};

/** Every file of the ticket's first version but its inventory, which says who asked. */
async function contentOf({ s3, setting }: Deployment): Promise<Map<string, string>> {
  const bucket = setting(ENV.archiveBucket);
  const keys = s3.keys(bucket).filter((key) => key.includes("/143/v1/content/"));
  const files = await Promise.all(
    keys.map(
      async (key): Promise<[string, string]> => [key, String((await s3.bytes(bucket, key))?.toString("hex"))],
    ),
  );
  return new Map(files);
}

describe("a ticket", () => {
  it("is archived to the same bytes by an event, a foreign event, a call, a call that waits and a webhook", async () => {
    const archives: Map<string, string>[] = [];
    for (const trigger of [viaEvent, viaForeignEvent, viaCall, viaWaitingCall, viaWebhook]) {
      sandbox.reset();
      await onStack(
        async (stack) => {
          await trigger(stack);
          archives.push(await contentOf(stack));
          expect(await announced(stack)).toEqual(["Ticket Archived 143"]);
          expect(await stack.requests()).toEqual([]);
          expect(await stack.deadLetters()).toEqual([]);
        },
        { sandbox },
      );
    }

    const [first, ...others] = archives;
    expect([...(first?.keys() ?? [])]).toEqual([
      "archive/22824/143/v1/content/attachments/135/1-Aadhaar.png",
      "archive/22824/143/v1/content/details.json",
      "archive/22824/143/v1/content/source.json",
      "archive/22824/143/v1/content/ticket.json",
    ]);
    for (const other of others) expect(other).toEqual(first);
  });

  it("is shown with links that give its files, and to signed callers alone", async () => {
    await onStack(async (stack) => {
      await stack.send(JSON.stringify({ ticketId: 143 }));
      await stack.drain();

      const unsigned = await fetch(`${stack.origin}/tickets/143`);
      const shown = await fetch(`${stack.origin}/tickets/143`, { headers: signed });
      const absent = await fetch(`${stack.origin}/tickets/144`, { headers: signed });

      expect(unsigned.status).toBe(403);
      expect(absent.status).toBe(404);
      expect(absent.headers.get("content-type")).toBe("application/problem+json");
      const ticket: { files: { path: string; url: string }[] } = JSON.parse(await shown.text());
      const link = ticket.files.find(({ path }) => path.endsWith(".png"))?.url ?? "";
      const file = await fetch(link);
      expect(file.status).toBe(200);
      const key = "archive/22824/143/v1/content/attachments/135/1-Aadhaar.png";
      const stored = await stack.s3.bytes(stack.setting(ENV.archiveBucket), key);
      expect(Buffer.from(await file.arrayBuffer()).equals(stored ?? Buffer.of())).toBe(true);
    });
  });

  it("is not asked for by what a rule does not match", async () => {
    await onStack(async (stack) => {
      const open = { status: "Open", case: { number: 143 } };

      expect(await stack.putEvent("example.crm", "Case Closed", open, "default")).toBe(0);
      expect(await stack.putEvent("my.crm", "Something Else", { ticketId: 143 })).toBe(0);
    });
  });
});
