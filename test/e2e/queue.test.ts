/** What comes through the request queue: poison, repeats, limits, rotated keys, and too little time. */
import { DeleteItemCommand } from "@aws-sdk/client-dynamodb";
import { describe, expect, it } from "vitest";
import { DEFAULT_CALLS, paceOf } from "../../shared/leadsquared/call-limits.ts";
import { ENV, LOG_EVENTS, PACE_KEY } from "../../shared/names.ts";
import type { Deployment } from "./deployment.ts";
import { announced, headOf, onStack, request } from "./stack.ts";

/** What stands in the archive, but for what declares its root. */
function objectKeys(stack: Deployment): string[] {
  return stack.s3.keys(stack.setting(ENV.archiveBucket)).filter((key) => /\/\d+\/\d+\//.test(key));
}

const bodies = (messages: readonly { readonly body: string }[]): string[] =>
  messages.map(({ body }) => body).toSorted();

/** Of 143, under the numbers from 2000. */
function copiesOf143({ sandbox }: Deployment, count: number): number[] {
  return Array.from({ length: count }, (_, index) => {
    const ticket = sandbox.ticket(143);
    if (ticket === undefined) throw new Error("The sandbox has no ticket 143.");
    sandbox.setTicket(2000 + index, structuredClone(ticket));
    return 2000 + index;
  });
}

/** Gives 143 so many more attachments, which send nothing. */
function stallAttachmentsOf143({ sandbox }: Deployment, count: number): number {
  const ticket = structuredClone(sandbox.ticket(143));
  const list = ticket?.ConversationList.find(({ Attachments }) => Attachments?.length)?.Attachments;
  const [one] = list ?? [];
  if (!ticket || !list || !one) throw new Error("Ticket 143 has no attachment.");
  for (let index = 0; index < count; index += 1) {
    const name = `s${index}`;
    list.push({ ...one, FileName: name, ContentPath: `email/${name}` });
    sandbox.fault({ on: "attachment", kind: "stall", file: name });
  }
  sandbox.setTicket(143, ticket);
  return count;
}

describe("a message that can never be done", () => {
  it("fails alone in its batch, ends in the dead-letter queue, and is told of", async () => {
    await onStack(async (stack) => {
      stack.sandbox.fault({ on: "api", kind: "status", status: 400, ticketId: 144 });
      for (const body of [request(143), request(144), "{ this is no JSON"]) await stack.send(body);

      await stack.drain();

      expect(await headOf(stack, 143)).toBe("v1");
      expect(bodies(await stack.deadLetters())).toEqual([request(144), "{ this is no JSON"].toSorted());
      expect((await announced(stack)).toSorted()).toEqual([
        "Ticket Archive Failed 144",
        "Ticket Archive Failed undefined",
        "Ticket Archived 143",
      ]);
    });
  });

  it("touches no key of the archive, whatever it calls a ticket, and #143 is 143", async () => {
    const hostile = [
      "[]",
      '"143"',
      ...["abc", -1, 0, 1.5, "1e3", "../../143", "143/../../22825/1", ["143"], null].map((id) => request(id)),
      '{"ticketId":1e300}',
      request(143, { orgId: 22825 }),
      `{"ticketId":"${"9".repeat(70_000)}"}`,
    ];
    await onStack(async (stack) => {
      for (const body of [...hostile, request("#143")]) await stack.send(body);
      await stack.putEvent("my.crm", "Archive Ticket", { ticket: 143 });
      await stack.putEvent("my.crm", "Archive Ticket", { ticketId: 143, orgId: 22825 });

      await stack.drain();

      expect(await stack.deadLetters()).toHaveLength(hostile.length + 2);
      expect(await announced(stack)).toContain("Ticket Archived 143");
      expect(objectKeys(stack).filter((key) => !key.startsWith("archive/22824/143/"))).toEqual([]);
    });
  });
});

describe("a message that may be done later", () => {
  it("ends in the dead-letter queue after 72 hours, and a redrive archives it once the cause is mended", async () => {
    await onStack(async (stack) => {
      stack.s3.fault({ kind: "error", status: 403, code: "AccessDenied", times: Number.POSITIVE_INFINITY });
      await stack.send(request(143));

      for (let tries = 0; tries < 12; tries += 1) await stack.runOnce();
      expect(await stack.requests()).toHaveLength(1);
      stack.age(72 * 60 * 60 * 1000);
      await stack.drain();

      expect(bodies(await stack.deadLetters())).toEqual([request(143)]);
      expect(await announced(stack)).toEqual(["Ticket Archive Failed 143"]);

      stack.s3.clearFaults();
      stack.age(0);
      expect(await stack.redrive()).toBe(1);
      await stack.drain();

      expect(await headOf(stack, 143)).toBe("v1");
      expect(await stack.deadLetters()).toEqual([]);
      expect((await announced(stack)).at(-1)).toBe("Ticket Archived 143");
    });
  });

  it("is archived before Lambda kills, without what was not copied by then, and the next try copies only that", async () => {
    // The function keeps 10 s for handing work back, and a fifth of the other 7 s for committing.
    const timeoutMs = 17_000;
    await onStack(
      async (stack) => {
        const { sandbox } = stack;
        const stalled = stallAttachmentsOf143(stack, 14);
        await stack.send(request(143));

        expect(await stack.runOnce()).toBe(true);

        expect(stack.archive.logs()).toContain("not-in-time");
        expect(stack.archive.logs()).not.toContain("timed out");
        expect(await headOf(stack, 143)).toBe("v1");
        expect(await announced(stack)).toEqual(["Ticket Archive Incomplete 143"]);
        expect(await stack.requests()).toHaveLength(1);
        const { attachmentRequests } = sandbox.counts;

        sandbox.clearFaults();
        await stack.drain();

        expect(await headOf(stack, 143)).toBe("v2");
        expect((await announced(stack)).at(-1)).toBe("Ticket Archived 143");
        expect(sandbox.counts.attachmentRequests).toBe(attachmentRequests + stalled);
        expect(await stack.deadLetters()).toEqual([]);
        expect(stack.archive.starts).toBe(1);
      },
      { timeoutMs },
    );
  });
});

describe("many messages", () => {
  it("about one ticket, repeated and out of order, make one version", async () => {
    await onStack(async (stack) => {
      for (let copy = 0; copy < 25; copy += 1) await stack.send(request(143));
      await stack.drain(2);
      await stack.send(request(143));
      await stack.drain();

      expect(await headOf(stack, 143)).toBe("v1");
      expect(await stack.deadLetters()).toEqual([]);
    });
  });

  it("over two workers keep the account's limit, also when LeadSquared refuses a call", async () => {
    await onStack(async (stack) => {
      const { sandbox } = stack;
      const tickets = copiesOf143(stack, 30);
      sandbox.fault({ on: "api", kind: "status", status: 429, retryAfter: "1", times: 1 });
      for (const id of tickets) await stack.send(request(id));

      await stack.drain(2);

      const heads = await Promise.all(tickets.map((id) => headOf(stack, id)));
      expect(heads.every((head) => head === "v1")).toBe(true);
      expect(stack.archive.starts).toBe(2);
      expect(sandbox.counts.apiCalls).toBe(tickets.length + 1);
      expect(sandbox.counts.rejected429).toBe(0);
      expect(sandbox.maxCallsInWindow()).toBeLessThanOrEqual(paceOf(DEFAULT_CALLS).limit);
    });
  });
});

describe("keys that LeadSquared refuses", () => {
  it("are read afresh once, and what was rotated meanwhile is used", async () => {
    await onStack(async (stack) => {
      const secret = stack.setting(ENV.credentialsSecret);
      await stack.send(request(143));
      await stack.drain();
      stack.secrets.put(secret, JSON.stringify(stack.sandbox.rotateKeys()));
      const [ticket] = copiesOf143(stack, 1);

      await stack.send(request(ticket));
      await stack.drain();

      expect(await headOf(stack, 2000)).toBe("v1");
      expect(stack.archive.starts).toBe(1);
      expect(stack.secrets.counts).toEqual({ GetSecretValue: 2 });
    });
  });

  it("are told of in the log, the account's calls pause, and the message waits for somebody to mend them", async () => {
    await onStack(async (stack) => {
      const keys = stack.sandbox.rotateKeys();
      await stack.send(request(143));

      await stack.runOnce();

      expect(stack.archive.logs()).toContain(LOG_EVENTS.unauthorized);
      expect(stack.archive.logs()).toContain(LOG_EVENTS.paused);
      expect(await stack.requests()).toHaveLength(1);
      const { apiCalls } = stack.sandbox.counts;
      await stack.runOnce();
      expect(stack.sandbox.counts.apiCalls).toBe(apiCalls);

      stack.secrets.put(stack.setting(ENV.credentialsSecret), JSON.stringify(keys));
      await endPause(stack);
      await stack.drain();

      expect(await headOf(stack, 143)).toBe("v1");
    });
  });
});

/** As if the pause were over: what stands in the account's item is the pace and its pauses, and may be lost. */
async function endPause({ dynamo, sandbox, setting }: Deployment): Promise<void> {
  await dynamo.client().send(
    new DeleteItemCommand({
      TableName: setting(ENV.paceTable),
      Key: { [PACE_KEY]: { S: String(sandbox.orgId) } },
    }),
  );
}
