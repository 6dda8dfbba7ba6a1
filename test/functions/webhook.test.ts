/** The `webhook` function: who is let in, what is read, and that nothing is acknowledged before it is queued. */
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { WebhookDependencies } from "../../functions/webhook/dependencies.ts";
import { handleWebhook } from "../../functions/webhook/handler.ts";
import { payloadPaths } from "../../functions/webhook/paths.ts";
import { secretCheck } from "../../functions/webhook/secret.ts";
import type { ArchiveRequest } from "../../shared/archive/request.ts";
import { TicketvaultError } from "../../shared/errors.ts";
import { LOG_EVENTS } from "../../shared/names.ts";
import { sqsUnreadWebhooks } from "../../shared/requests/sqs-unread-webhooks.ts";
import { type Queues, startQueues } from "../stand-ins/aws/queues.ts";
import { httpEvent, type Request, recordedLog, timeLeft } from "./http.ts";
import { requestQueueOf, takeRequests, unreachableQueue } from "./queued.ts";

const PATH = "/webhooks/leadsquared";
const SECRET = "CANARY-WEBHOOK-SECRET";
const PREVIOUS = "CANARY-WEBHOOK-SECRET-BEFORE";

let queues: Queues;
beforeAll(async () => {
  queues = await startQueues();
});
afterAll(() => queues[Symbol.asyncDispose]());

const logged = recordedLog();
beforeEach(async () => {
  logged.lines.length = 0;
  await takeRequests(queues);
  await keptWebhooks();
});

/** Takes what is kept of webhooks that could not be read: the body as received, by its encoding. */
async function keptWebhooks() {
  const messages = await queues.takeDeadLetters();
  return messages.map(({ body, attributes: { Encoding, ErrorCode, Bytes } }) => ({
    body: Buffer.from(body, Encoding === "base64" ? "base64" : "utf8"),
    code: ErrorCode,
    bytes: Number(Bytes),
  }));
}

function dependencies(more: Partial<WebhookDependencies> = {}): WebhookDependencies {
  return {
    orgId: 22824,
    header: "X-Ticketvault-Secret",
    isAuthentic: secretCheck({
      readSecret: async () => JSON.stringify({ current: SECRET, previous: PREVIOUS }),
      now: () => 0,
    }),
    paths: payloadPaths(),
    queue: requestQueueOf(queues),
    unread: sqsUnreadWebhooks({ client: queues.client, queueUrl: queues.deadLetterQueueUrl }),
    log: logged.log,
    ...more,
  };
}

interface Called {
  readonly status: number;
  readonly json: unknown;
}

async function call(request: Omit<Request, "path">, more?: Partial<WebhookDependencies>): Promise<Called> {
  const event = httpEvent({ method: "POST", path: PATH, ...request });
  const answer = await handleWebhook(dependencies(more), event, timeLeft());
  expect(answer.headers["cache-control"]).toBe("no-store");
  return { status: answer.statusCode, json: JSON.parse(answer.body ?? "null") };
}

const authentic = (body: string | Uint8Array, type = "application/json") => ({
  headers: { "x-ticketvault-secret": SECRET, "content-type": type },
  body,
});

const queuedIds = async () => {
  const requests = await takeRequests(queues);
  const ids = requests.map((request) => Number(Object(request).ticketId));
  return ids.toSorted((a, b) => a - b);
};

const forEver = () => new Promise<never>(() => {});

const success = { status: 200, json: { Status: "Success", StatusReason: "" } };
const unusable = { status: 200, json: { Status: "Error", StatusReason: expect.stringMatching(/./) } };

describe("a webhook of LeadSquared", () => {
  it("is queued, and then acknowledged in LeadSquared's form", async () => {
    expect(await call(authentic('{"TicketId":"#143","OrgId":22824}'))).toEqual(success);
    expect(await takeRequests(queues)).toEqual([
      { orgId: 22824, ticketId: 143, reason: expect.any(String), requestedBy: "webhook" },
    ]);
    expect(logged.events()).toEqual([LOG_EVENTS.webhookQueued]);
  });

  it.each([
    ["a number", "application/json", '{"TicketId":143}', [143]],
    ["nested", "application/json", '{"Event":"x","Ticket":{"Id":"143"}}', [143]],
    ["a list of ids", "application/json", '{"TicketIds":[143,"#144",143]}', [143, 144]],
    [
      "a list of tickets",
      "application/json",
      '{"Tickets":[{"Id":143},{"Id":144}],"OrgId":"22824"}',
      [143, 144],
    ],
    [
      "a list of payloads",
      "application/json",
      '[{"TicketId":143},{"Ticket":{"Id":144}},145]',
      [143, 144, 145],
    ],
    ["after a byte order mark", "application/json", '\ufeff{"TicketId":143}', [143]],
    ["form fields", "application/x-www-form-urlencoded", "OrgId=22824&TicketId=%23143&x=%C3%A9", [143]],
    ["repeated form fields", "application/x-www-form-urlencoded", "TicketId=143&TicketId=144", [143, 144]],
    ["a dotted form field", "application/x-www-form-urlencoded", "Ticket.Id=143", [143]],
    ["JSON as text", "text/plain", ' {"TicketId":143}\n', [143]],
    ["a bare id", "text/plain", " #143\r\n", [143]],
    ["a quoted id", "text/plain", '"#143"', [143]],
    ["lines of text", "text/plain", "TicketId = 143\r\nOrgId=22824\r\n", [143]],
    ["JSON that calls itself a form", "application/x-www-form-urlencoded", '{"TicketId":143}', [143]],
    ["a form that calls itself JSON", "application/json; charset=utf-8", "TicketId=143", [143]],
    ["an odd content type", "image/png", '{"TicketId":143}', [143]],
    // E14
    ["JSON in a form field", "text/plain", 'payload={"TicketId":143,"OrgId":22824}', [143]],
    [
      "JSON in an encoded form field",
      "text/plain",
      `payload=${encodeURIComponent('{"Ticket":{"Id":143}}')}`,
      [143],
    ],
    ["JSON in a string of JSON", "application/json", JSON.stringify('{"TicketId":143}'), [143]],
    [
      "JSON in a value of JSON",
      "application/json",
      JSON.stringify({ Data: '{"TicketIds":[143,144]}' }),
      [143, 144],
    ],
    ["form fields in a string of JSON", "application/json", '"TicketId=143&x=1"', [143]],
    // F9
    ["form fields with brackets", "text/plain", "Ticket[Id]=143&Ticket%5BOrgId%5D=22824", [143]],
    ["numbered form fields", "text/plain", "Tickets[0][Id]=143&Tickets[1][Id]=144&TicketIds[]=9", [143, 144]],
    ["lines with colons", "text/plain", "Subject: a=b\nTicketId: 143\nand so on", [143]],
    [
      "LeadSquared's own shape",
      "application/json",
      '{"Id":"143","TicketId":"0b2c3d4e-0000-4000-8000-000000000000","TicketKey":"#143"}',
      [143],
    ],
    [
      "LeadSquared's own shape without a key",
      "application/json",
      '{"Id":"143","TicketId":"0b2c3d4e-0000-4000-8000-000000000000"}',
      [143],
    ],
    [
      "multipart form data",
      "multipart/form-data; boundary=lies",
      '--x-1\r\nContent-Disposition: form-data; name="Ticket[Id]"\r\n\r\n143\r\n--x-1--\r\n',
      [143],
    ],
  ])("is read when its ids come as %s", async (_, type, body, ids) => {
    expect(await call(authentic(body, type))).toEqual(success);
    expect(await queuedIds()).toEqual(ids);
    expect(await call(authentic(Buffer.from(body), type))).toEqual(success);
    expect(await queuedIds()).toEqual(ids);
  });

  // F9
  it.each([
    ["a Latin-1 byte in a name", Buffer.from('{"TicketId":143,"Name":"M\xfcller"}', "latin1")],
    ["UTF-16", Buffer.from('\ufeff{"TicketId":143}', "utf16le")],
    ["UTF-16 without a mark, the other way round", Buffer.from('{"TicketId":143}', "utf16le").swap16()],
    ["gzip", gzipSync('{"TicketId":143}')],
    [
      "gzip around a form field of JSON in Latin-1",
      gzipSync(Buffer.from('p={"TicketId":143,"x":"\xfc"}', "latin1")),
    ],
  ])("is read in %s", async (_, body) => {
    expect(await call(authentic(body))).toEqual(success);
    expect(await queuedIds()).toEqual([143]);
  });

  it("may have its ids at paths of the account's own", async () => {
    const paths = payloadPaths(["Data.Rows[].Ref", "Data.Ref"], ["Data.Account"]);
    const body = '{"TicketId":1,"Data":{"Account":"22824","Rows":[{"Ref":143},{"Ref":[144]}],"Ref":9}}';

    expect(await call(authentic(body), { paths })).toEqual(success);
    expect(await queuedIds()).toEqual([143, 144]);
  });

  it("is acknowledged with HEAD when it is set up", async () => {
    expect(await call({ method: "HEAD" })).toEqual({ status: 200, json: null });
  });

  it("may name a thousand tickets, and not one more", async () => {
    const sent: number[] = [];
    const queue = {
      send: async () => {},
      sendAll: async (requests: readonly ArchiveRequest[]) => {
        sent.push(...requests.map(({ ticketId }) => ticketId));
      },
    };
    const ids = Array.from({ length: 1_001 }, (_, index) => index + 1);

    expect(await call(authentic(JSON.stringify({ TicketIds: ids })), { queue })).toEqual(unusable);
    expect(sent).toEqual([]);
    expect(await call(authentic(JSON.stringify({ TicketIds: ids.slice(1) })), { queue })).toEqual(success);
    expect(sent).toEqual(ids.slice(1));
  });

  it("has its good ids queued beside bad ones, and says that there were some", async () => {
    const answer = await call(authentic('{"Tickets":[{"Id":143},{"Id":"CANARY"},{"Id":-5}]}'));

    expect(answer).toMatchObject({ status: 200, json: { Status: "Error", StatusReason: /2 values/ } });
    expect(await queuedIds()).toEqual([143]);
    expect(logged.events()).toContain(LOG_EVENTS.webhookUnread);
    expect(await keptWebhooks()).toMatchObject([{ code: "partly" }]);
  });

  it.each([
    ["nothing", ""],
    ["blanks", " \n"],
    ["no ticket id", '{"OrgId":22824}'],
    ["an id in another case", '{"TICKETID":143}'],
    ["a GUID", '{"TicketId":"0b2c3d4e-0000-4000-8000-000000000000"}'],
    ["a huge number", '{"TicketId":9007199254740993}'],
    ["a negative number", '{"TicketId":-143}'],
    ["null", '{"TicketId":null}'],
    ["another account's number", '{"TicketId":143,"OrgId":22825}'],
    ["another account's number in one of its tickets", '{"Tickets":[{"Id":143},{"Id":144,"OrgId":1}]}'],
    ["an account number that is none", '{"TicketId":143,"OrgId":{"__proto__":1}}'],
    ["JSON that is cut", '{"TicketId":143'],
    ["JSON nested too deeply", "[".repeat(200_000)],
    ["prose", "please archive CANARY"],
    ["a prototype's field", '{"constructor":{"name":143}}'],
    ["1 MB", `{"TicketId":143,"x":"${"CANARY".repeat(170_000)}"}`],
    ["an account number of another in a form field", 'a={"TicketId":143}&b={"OrgId":22825}'],
    ["multipart form data that is cut", '--x\r\nContent-Disposition: form-data; name="TicketId"\r\n\r\n143'],
    ["a broken gzip", gzipSync('{"TicketId":143}').subarray(0, -9)],
    ["a gzip of a megabyte", gzipSync(Buffer.alloc(1_000_000, 0x20))],
    ["bytes of no kind", Buffer.from([0x80, 0x81, 0xff, 0x00, 0x01])],
  ])("is kept as received when it holds %s, and the warning quotes nothing", async (_, body) => {
    expect(await call(authentic(body))).toEqual(unusable);
    expect(await queuedIds()).toEqual([]);
    expect(await keptWebhooks()).toEqual([
      {
        body: body.length === 0 ? Buffer.from(" ") : Buffer.from(body),
        code: expect.stringMatching(/^[a-z-]+$/),
        bytes: body.length,
      },
    ]);
    expect(logged.events()).toEqual([LOG_EVENTS.webhookUnread]);
    const said = logged.lines.map((line) => JSON.stringify({ ...JSON.parse(line), time: "" }));
    expect(said.join("")).not.toMatch(/CANARY|143|GUID/);
  });

  it("keeps the beginning of what no queue takes", async () => {
    expect(await call(authentic(Buffer.alloc(1_100_000, 0xff)))).toEqual(unusable);

    expect(await keptWebhooks()).toEqual([
      { body: Buffer.alloc(700 * 1024, 0xff), code: "too-large", bytes: 1_100_000 },
    ]);
  });

  it("is let in with the secret before the current one too, and as often as it is repeated", async () => {
    const body = '{"TicketId":143}';

    for (const secret of [SECRET, PREVIOUS, SECRET]) {
      expect(await call({ headers: { "x-ticketvault-secret": secret }, body })).toEqual(success);
    }
    expect(await queuedIds()).toEqual([143, 143, 143]);
  });
});

describe("a webhook of somebody else", () => {
  it.each([
    ["no secret", {}, LOG_EVENTS.webhookRefused],
    ["an empty secret", { "x-ticketvault-secret": "" }, LOG_EVENTS.webhookRefused],
    ["the secret elsewhere", { authorization: SECRET }, LOG_EVENTS.webhookRefused],
    ["a wrong secret", { "x-ticketvault-secret": "CANARY-wrong" }, LOG_EVENTS.webhookWrongSecret],
    ["a shortened secret", { "x-ticketvault-secret": SECRET.slice(0, -1) }, LOG_EVENTS.webhookWrongSecret],
    ["a lengthened secret", { "x-ticketvault-secret": `${SECRET}x` }, LOG_EVENTS.webhookWrongSecret],
    ["the secret twice", { "x-ticketvault-secret": `${SECRET},${SECRET}` }, LOG_EVENTS.webhookWrongSecret],
  ])("is refused with %s, before its body is looked at", async (_, headers, event) => {
    const answer = await call({ headers, body: "{" });

    expect(answer).toMatchObject({ status: 401, json: { Status: "Error" } });
    expect(await queuedIds()).toEqual([]);
    expect(logged.events()).toEqual([event]);
    expect(logged.lines.join("")).not.toContain("CANARY");
  });
});

describe("a webhook that cannot be handled now", () => {
  it("is not acknowledged when the queue is down; the alarm names its tickets and no secret", async () => {
    const answer = await call(authentic('{"TicketIds":[143,144],"x":"CANARY"}'), {
      queue: unreachableQueue(),
    });

    expect(answer).toMatchObject({ status: 503, json: { Status: "Error" } });
    expect(logged.lines.map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({
        level: "error",
        event: LOG_EVENTS.webhookNotQueued,
        code: "queue-unavailable",
        ticketIds: "143,144",
        requestId: "REQUEST-ID=",
      }),
    ]);
    expect(logged.lines.join("")).not.toContain("CANARY");
  });

  it("is not acknowledged when it can neither be read nor be kept", async () => {
    const unread = { keep: () => Promise.reject(new TicketvaultError("queue-unavailable", "down")) };

    const answer = await call(authentic('{"x":"CANARY"}'), { unread });

    expect(answer).toMatchObject({ status: 503, json: { Status: "Error" } });
    expect(logged.events()).toEqual([LOG_EVENTS.webhookNotQueued]);
    expect(logged.lines.join("")).not.toContain("CANARY");
  });

  it.each([
    ["the queue", { queue: { send: forEver, sendAll: forEver } }, { ticketIds: "143" }],
    ["the stored secret", { isAuthentic: forEver }, {}],
  ])("is not acknowledged when %s hangs; the alarm comes before Lambda's kill", async (_, more, fields) => {
    const event = httpEvent({ method: "POST", path: PATH, ...authentic("143") });

    const answer = await handleWebhook(dependencies(more), event, timeLeft(1_050));

    expect(answer.statusCode).toBe(503);
    expect(logged.lines.map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({ event: LOG_EVENTS.webhookNotQueued, code: "out-of-time", ...fields }),
    ]);
  });

  it.each([
    ["cannot be read", () => Promise.reject(new Error(`connect ${SECRET}`))],
    ["is no JSON", async () => SECRET],
    ["is empty", async () => '{"current":"","previous":"CANARY-x"}'],
  ])("is not acknowledged when the stored secret %s", async (_, readSecret) => {
    const isAuthentic = secretCheck({ readSecret, now: () => 0 });

    const answer = await call(authentic("143"), { isAuthentic });

    expect(answer).toMatchObject({ status: 503, json: { Status: "Error" } });
    expect(await queuedIds()).toEqual([]);
    expect(logged.events()).toEqual([LOG_EVENTS.webhookNotQueued]);
    expect(logged.lines.join("")).not.toContain("CANARY");
  });
});
