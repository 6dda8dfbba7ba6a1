/** LeadSquared's webhook as it comes over the network: who is let in, what is read, and what is promised. */
import { describe, expect, it } from "vitest";
import { ENV, LOG_EVENTS } from "../../shared/names.ts";
import type { RunningFunction } from "../stand-ins/lambda/function.ts";
import type { Deployment } from "./deployment.ts";
import { onStack } from "./stack.ts";

const SECRET = "CANARY-WEBHOOK-SECRET-0c4d71";
const OLD_SECRET = "CANARY-WEBHOOK-SECRET-BEFORE-83b2";

type Body = string | Uint8Array<ArrayBuffer>;

interface Post {
  readonly secret?: string | undefined;
  readonly type?: string;
  readonly body?: Body;
}

async function post(
  stack: Deployment,
  { secret = SECRET, type = "application/json", body = '{"TicketId":143}' }: Post = {},
): Promise<{ status: number; says: unknown }> {
  const answer = await fetch(`${stack.origin}/webhooks/leadsquared`, {
    method: "POST",
    headers: { "content-type": type, ...(secret !== "" && { [stack.setting(ENV.webhookHeader)]: secret }) },
    body,
  });
  const { Status } = JSON.parse(await answer.text());
  return { status: answer.status, says: Status };
}

const SUCCESS = { status: 200, says: "Success" };

function webhookOf({ functions }: Deployment): RunningFunction {
  const found = functions.find(({ env }) => ENV.webhookSecret in env);
  if (found === undefined) throw new Error("The template has no webhook function.");
  return found.running;
}

const setSecret = (stack: Deployment, secret: object): unknown =>
  stack.secrets.put(stack.setting(ENV.webhookSecret), JSON.stringify(secret));

const queuedTickets = async (stack: Deployment): Promise<unknown[]> =>
  (await stack.requests()).map(({ body }) => JSON.parse(body).ticketId);

describe("the webhook", () => {
  it("lets in who knows the secret or the one before it, and nobody else", async () => {
    await onStack(async (stack) => {
      setSecret(stack, { current: SECRET, previous: OLD_SECRET });
      const wrong = [
        "",
        "wrong",
        SECRET.slice(0, -1),
        `${SECRET}x`,
        SECRET.toLowerCase(),
        `${SECRET}, ${SECRET}`,
      ];

      expect(await post(stack)).toEqual(SUCCESS);
      expect(await post(stack, { secret: OLD_SECRET })).toEqual(SUCCESS);
      for (const secret of wrong) {
        expect(await post(stack, { secret }), JSON.stringify(secret)).toEqual({ status: 401, says: "Error" });
      }

      expect(await stack.requests()).toHaveLength(2);
      expect(webhookOf(stack).logs()).toContain(LOG_EVENTS.webhookRefused);
      expect(webhookOf(stack).logs()).toContain(LOG_EVENTS.webhookWrongSecret);
    });
  });

  it("lets in a new secret after a rotation, and no longer the one before the previous", async () => {
    await onStack(async (stack) => {
      setSecret(stack, { current: OLD_SECRET });
      expect(await post(stack, { secret: OLD_SECRET })).toEqual(SUCCESS);
      setSecret(stack, { current: SECRET });
      webhookOf(stack).recycle();

      expect(await post(stack)).toEqual(SUCCESS);
      expect(await post(stack, { secret: OLD_SECRET })).toMatchObject({ status: 401 });
    });
  });

  it("does not promise what it could not queue, and says in its log which tickets", async () => {
    await onStack(async (stack) => {
      setSecret(stack, { current: SECRET });
      stack.queues.down = true;
      const answer = await post(stack);
      stack.queues.down = false;

      expect(answer.status).toBe(503);
      expect(answer.says).toBe("Error");
      expect(webhookOf(stack).logs()).toContain(LOG_EVENTS.webhookNotQueued);
      expect(webhookOf(stack).logs()).toMatch(/"ticketIds":"143"/);
      expect(await stack.requests()).toEqual([]);
    });
  });

  it("reads JSON, forms and text, answers HEAD, and keeps as received what it cannot read", async () => {
    const form = "application/x-www-form-urlencoded";
    const huge = JSON.stringify({ TicketId: 143, Text: "of a customer's ".repeat(65_000) });
    await onStack(async (stack) => {
      setSecret(stack, { current: SECRET });
      const head = await fetch(`${stack.origin}/webhooks/leadsquared`, { method: "HEAD" });
      expect(head.status).toBe(200);

      expect(await post(stack, { body: '{"Ticket":{"Id":"#143"},"OrgId":22824}' })).toEqual(SUCCESS);
      expect(await post(stack, { type: form, body: "TicketId=144&OrgId=22824" })).toEqual(SUCCESS);
      expect(await post(stack, { type: "text/plain", body: "145" })).toEqual(SUCCESS);
      expect(await post(stack, { type: "text/plain", body: '[{"TicketId":146},{"TicketId":147}]' })).toEqual(
        SUCCESS,
      );
      expect((await queuedTickets(stack)).toSorted()).toEqual([143, 144, 145, 146, 147]);

      const refused: Post[] = [
        { body: huge },
        { body: Uint8Array.of(0x7b, 0x22, 0xc3, 0x28, 0x22), type: "application/octet-stream" },
        { body: '{"TicketId":143,"OrgId":22825}' },
        { body: '{"TicketId":"../143"}' },
        { body: "{" },
      ];
      for (const each of refused) expect(await post(stack, each)).toEqual({ status: 200, says: "Error" });
      expect(await stack.requests()).toHaveLength(5);
      const kept = await stack.queues.messages(
        stack.setting(ENV.unreadWebhooksQueueUrl).split("/").at(-1) ?? "",
      );
      expect(kept.map(({ body }) => body)).toContain('{"TicketId":143,"OrgId":22825}');
      expect(kept).toHaveLength(refused.length);
    });
  });

  it("costs one paced call and no download when it is replayed", async () => {
    await onStack(async (stack) => {
      setSecret(stack, { current: SECRET });
      await post(stack);
      await stack.drain();
      const { apiCalls, attachmentRequests } = stack.sandbox.counts;

      await post(stack);
      await stack.drain();

      expect(stack.sandbox.counts.apiCalls).toBe(apiCalls + 1);
      expect(stack.sandbox.counts.attachmentRequests).toBe(attachmentRequests);
    });
  });
});
