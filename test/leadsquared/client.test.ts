/** The client against scripted servers: what it sends, what it retries, and what it never does. */
import { inspect } from "node:util";
import { gzipSync } from "node:zlib";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import type { LeadSquaredError } from "../../shared/errors.ts";
import type { CredentialsReader } from "../../shared/leadsquared/account.ts";
import { type ClientLimits, createClient } from "../../shared/leadsquared/client.ts";
import { staticCredentials } from "../../shared/leadsquared/credentials.ts";
import { localPacer } from "../../shared/leadsquared/local-pacer.ts";
import { VENDOR_PACE } from "../../shared/leadsquared/pace.ts";
import type { Pacer } from "../../shared/leadsquared/pacer.ts";
import { UnexpectedResponseError } from "../../shared/leadsquared/response.ts";
import { type Logger, silentLogger } from "../../shared/log.ts";
import { serveAnswers, serveHttp, serveTcp, testAgent } from "./loopback.ts";
import { UNPACED } from "./unpaced.ts";

const KEYS = { accessKey: "canary-access", secretKey: "canary-secret" };
const EMPTY = { body: '{"Total":0,"ConversationList":[]}' };
const ONE = { body: '{"Total":1,"ConversationList":[{"Id":9007199254740993,"Text":"hi"}]}' };

function recordingPacer(): Pacer & { readonly events: string[] } {
  const events: string[] = [];
  return {
    ...UNPACED,
    events,
    slot: async () => {
      events.push("slot");
      return { sent: () => {}, answered: () => {} };
    },
    pushBack: async (ms) => {
      events.push(`push ${Math.floor(ms / 1000)} s`);
    },
  };
}

interface Setting {
  readonly log?: Logger;
  readonly pacer?: Pacer;
  readonly credentials?: CredentialsReader;
  readonly limits?: Partial<ClientLimits>;
}

function clientFor(
  baseUrl: string,
  { credentials = staticCredentials(KEYS), limits, pacer: given, log = silentLogger }: Setting = {},
) {
  const pacer = recordingPacer();
  const client = createClient({
    account: { orgId: 22824, tenantId: 22825, baseUrl, attachmentHosts: [] },
    credentials,
    pacer: given ?? pacer,
    dispatcher: testAgent(),
    log,
    limits: { backoffMs: 1, ...limits },
  });
  return { client, pacer };
}

async function failureOf(work: Promise<unknown>): Promise<LeadSquaredError> {
  return await work.then(
    () => {
      throw new Error("the call succeeded");
    },
    (error) => error,
  );
}

describe("a call", () => {
  it("sends the documented request", async () => {
    const { origin, calls } = await serveAnswers(EMPTY);

    await clientFor(`${origin}/gateway/`).client.getTicketConversations(143);

    const [call] = calls;
    expect(call?.method).toBe("POST");
    expect(call?.url).toBe("/gateway/api/tenants/22825/conversation/filter");
    expect(JSON.parse(call?.body ?? "")).toEqual({
      TicketId: 143,
      OrgId: 22824,
      ActivityType: ["InboundEmail", "OutboundEmail", "PortalInbound", "PortalOutbound"],
    });
    expect(call?.headers).toMatchObject({
      "content-type": "application/json",
      "accept-encoding": "identity",
      "x-lsq-access-key": KEYS.accessKey,
      "x-lsq-secret-key": KEYS.secretKey,
    });
  });

  it("gives the bytes as received beside what they say", async () => {
    const { origin } = await serveAnswers(ONE);

    const { source, json } = await clientFor(origin).client.getTicketConversations(143);

    expect(Buffer.from(source).toString()).toBe(ONE.body);
    expect(json).toEqual({ Total: 1, ConversationList: [{ Id: "9007199254740993", Text: "hi" }] });
  });

  // T10
  it("cuts its own keys out of an answer that echoes them, and says so by an event that is counted", async () => {
    const echo = (keys: typeof KEYS) => JSON.stringify({ ...JSON.parse(ONE.body), Debug: keys });
    const { origin } = await serveAnswers({ body: echo(KEYS) });
    const log = { ...silentLogger, error: vi.fn() };

    const { source } = await clientFor(origin, { log }).client.getTicketConversations(143);

    expect(Buffer.from(source).toString()).toBe(echo({ accessKey: "", secretKey: "" }));
    expect(log.error.mock.calls).toEqual([["leadsquared.keys-echoed", { ticketId: 143, places: 2 }]]);
  });

  // T24
  it.each([
    ["gzip", { headers: { "content-encoding": "gzip" }, body: gzipSync(ONE.body) }],
    ["gzip that no header names", { body: gzipSync(ONE.body) }],
    ["UTF-16", { body: Buffer.from(ONE.body, "utf16le") }],
  ])(
    "names an answer in %s at once, and keeps nothing in which no secret can be found",
    async (_, answer) => {
      const { origin, calls } = await serveAnswers(answer);

      const error = await failureOf(clientFor(origin).client.getTicketConversations(143));

      expect(error).toMatchObject({ code: "response-encoded", retryable: false });
      expect(error).not.toBeInstanceOf(UnexpectedResponseError);
      expect(calls).toHaveLength(1);
    },
  );

  it("refuses a base URL that is none or would show the keys on the way", () => {
    expect(() => clientFor("apigw.example.com")).toThrow(/form https/);
    expect(() => clientFor("https://user:pass@apigw.example.com")).toThrow(/form https/);
    expect(() => clientFor("http://apigw.example.com")).toThrow(/must begin with https/);
  });
});

describe("failures that may pass", () => {
  it.each([500, 502, 503, 504])("retries after %i, with a slot for every try", async (status) => {
    const { origin, calls } = await serveAnswers({ status }, { status }, ONE);
    const { client, pacer } = clientFor(origin);

    const { json } = await client.getTicketConversations(143);

    expect(json).toMatchObject({ Total: 1 });
    expect(calls).toHaveLength(3);
    expect(pacer.events).toEqual(["slot", "slot", "slot"]);
  });

  it("gives up after the last try with an error that may be tried later", async () => {
    const { origin, calls } = await serveAnswers({ status: 500 });

    const error = await failureOf(clientFor(origin).client.getTicketConversations(143));

    expect(error).toMatchObject({ code: "server-error", retryable: true });
    expect(calls).toHaveLength(4);
  });

  it("retries a connection that is reset, before and within the answer", async () => {
    let connections = 0;
    const origin = await serveTcp((socket) => {
      connections += 1;
      if (connections === 1) {
        socket.destroy();
      } else if (connections === 2) {
        socket.end('HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{"Total":0');
      } else {
        socket.end(`HTTP/1.1 200 OK\r\nContent-Length: ${EMPTY.body.length}\r\n\r\n${EMPTY.body}`);
      }
    });

    const { json } = await clientFor(origin).client.getTicketConversations(143);

    expect(json).toMatchObject({ ConversationList: [] });
    expect(connections).toBe(3);
  });

  it("names a refused connection", async () => {
    const error = await failureOf(clientFor("http://127.0.0.1:9").client.getTicketConversations(143));

    expect(error).toMatchObject({ code: "unreachable", retryable: true });
  });

  it("retries JSON that was cut, and carries its bytes when it stays so", async () => {
    const cut = { body: '{"Total":1,"Conver' };
    const healing = await serveAnswers(cut, ONE);
    const staying = await serveAnswers(cut);

    const { json } = await clientFor(healing.origin).client.getTicketConversations(143);
    const error = await failureOf(clientFor(staying.origin).client.getTicketConversations(143));

    expect(json).toMatchObject({ Total: 1 });
    expect(error).toMatchObject({ code: "malformed-json", retryable: true });
    expect(error instanceof UnexpectedResponseError && Buffer.from(error.source).toString()).toBe(cut.body);
  });

  it.each(["before the headers", "within the body"])("stops a try that stalls %s", async (where) => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"], shouldAdvanceTime: true });
    onTestFinished(() => void vi.useRealTimers());
    let calls = 0;
    const origin = await serveHttp((_request, response) => {
      calls += 1;
      if (where === "within the body") {
        response.write('{"Total":');
      }
      setImmediate(() => vi.advanceTimersByTime(90_000));
    });

    const limits = { deadlineMs: 90_000, retries: 1 };
    const error = await failureOf(clientFor(origin, { limits }).client.getTicketConversations(143));

    expect(error).toMatchObject({ code: "timeout", retryable: true });
    expect(calls).toBe(2);
  });
});

describe("429", () => {
  it("pushes the account back by Retry-After, or by 5 s, and takes a new slot", async () => {
    const limited = [{ status: 429, headers: { "Retry-After": "7" } }, { status: 429 }];
    const { origin } = await serveAnswers(...limited, EMPTY);
    const { client, pacer } = clientFor(origin);

    await client.getTicketConversations(143);

    expect(pacer.events).toEqual(["slot", "push 7 s", "slot", "push 5 s", "slot"]);
  });

  it("is waited out five times and then given back", async () => {
    const { origin, calls } = await serveAnswers({ status: 429, headers: { "Retry-After": "1" } });

    const error = await failureOf(clientFor(origin).client.getTicketConversations(143));

    expect(error).toMatchObject({ code: "throttled", retryable: true });
    expect(calls).toHaveLength(6);
  });
});

describe("401", () => {
  const rotating = (): CredentialsReader & { refreshed: number } => ({
    refreshed: 0,
    read: async () => ({ accessKey: "old", secretKey: "old" }),
    async refresh() {
      this.refreshed += 1;
      return { accessKey: "new", secretKey: "new" };
    },
  });

  it("reads the keys afresh and tries once more", async () => {
    const { origin, calls } = await serveAnswers({ status: 401 }, EMPTY);
    const { client, pacer } = clientFor(origin, { credentials: rotating() });

    await client.getTicketConversations(143);

    expect(calls.map((call) => call.headers["x-lsq-access-key"])).toEqual(["old", "new"]);
    expect(pacer.events).toEqual(["slot", "slot"]);
  });

  it("says what to check when the fresh keys are refused too", async () => {
    const { origin, calls } = await serveAnswers({ status: 401 });
    const credentials = rotating();

    const error = await failureOf(clientFor(origin, { credentials }).client.getTicketConversations(143));

    expect(error).toMatchObject({ code: "unauthorized", retryable: false });
    expect(error.message).toMatch(/host.*keys.*user.*IP whitelist/);
    expect(credentials.refreshed).toBe(1);
    expect(calls).toHaveLength(2);
  });
});

describe("failures that stay", () => {
  it.each([
    [400, "bad-request", /org id/],
    [404, "not-found", /tenant id/],
    [403, "forbidden", /whitelist/],
    [204, "refused", /not documented/],
  ])("calls %i once and says what to check", async (status, code, check) => {
    const { origin, calls } = await serveAnswers({ status });

    const error = await failureOf(clientFor(origin).client.getTicketConversations(143));

    expect(error).toMatchObject({ code, retryable: false, message: expect.stringMatching(check) });
    expect(calls).toHaveLength(1);
  });

  it.each([301, 302, 303, 307, 308])("follows no %i, so that the keys go nowhere else", async (status) => {
    const elsewhere = await serveAnswers(EMPTY);
    const { origin } = await serveAnswers({
      status,
      headers: { location: `${elsewhere.origin}/?token=canary` },
    });

    const error = await failureOf(clientFor(origin).client.getTicketConversations(143));

    expect(error).toMatchObject({ code: "redirected", retryable: false });
    expect(elsewhere.calls).toEqual([]);
  });

  it("keeps a 200 that is no conversation list, and does not ask again", async () => {
    const body = '{"Status":"Error","ExceptionMessage":"no"}';
    const { origin, calls } = await serveAnswers({ body });

    const error = await failureOf(clientFor(origin).client.getTicketConversations(143));

    expect(error).toMatchObject({ code: "unexpected-response", retryable: false });
    expect(error instanceof UnexpectedResponseError && Buffer.from(error.source).toString()).toBe(body);
    expect(calls).toHaveLength(1);
  });

  it("stops reading an endless answer at the cap", async () => {
    let written = 0;
    const origin = await serveHttp((_request, response) => {
      const chunk = Buffer.alloc(64 * 1024, " ");
      const write = () => {
        while (!response.destroyed && response.write(chunk)) {
          written += chunk.length;
        }
      };
      response.on("drain", write);
      write();
    });

    const limits = { maxResponseBytes: 1024 * 1024 };
    const error = await failureOf(clientFor(origin, { limits }).client.getTicketConversations(143));

    expect(error).toMatchObject({ code: "response-too-large", retryable: false });
    expect(written).toBeLessThan(32 * 1024 * 1024);
  });
});

describe("the caller's signal", () => {
  it("stops a running call at once", async () => {
    const caller = new AbortController();
    const origin = await serveHttp(() => caller.abort(new Error("enough")));

    const call = clientFor(origin).client.getTicketConversations(143, { signal: caller.signal });

    await expect(call).rejects.toThrow("enough");
  });

  it("stops the wait between two tries", async () => {
    const caller = new AbortController();
    let calls = 0;
    const origin = await serveHttp((_request, response) => {
      calls += 1;
      response.writeHead(500).end();
      setTimeout(() => caller.abort(new Error("enough")), 50);
    });
    const { client } = clientFor(origin, { limits: { backoffMs: 60_000 } });

    const call = client.getTicketConversations(143, { signal: caller.signal });

    await expect(call).rejects.toThrow("enough");
    expect(calls).toBe(1);
  });
});

describe("the run's deadline", () => {
  const soon = () => Date.now() + 500;
  /** Comes after all that this machine can be slow with. */
  const late = () => Date.now() + 50_000;

  it("gives a call back whose next slot a 429 has put beyond it", async () => {
    const { origin, calls } = await serveAnswers({ status: 429, headers: { "retry-after": "60" } }, EMPTY);
    const { client } = clientFor(origin, { pacer: localPacer(VENDOR_PACE) });

    const error = await failureOf(client.getTicketConversations(143, { deadline: late() }));

    expect(error).toMatchObject({ code: "no-slot-in-time", retryable: true });
    expect(calls).toHaveLength(1);
  });

  it("is not waited for by a try that would come too late", async () => {
    const { origin, calls } = await serveAnswers({ status: 500 });
    const { client } = clientFor(origin, { limits: { backoffMs: 60_000 } });

    const error = await failureOf(client.getTicketConversations(143, { deadline: late() }));

    expect(error).toMatchObject({ code: "server-error", retryable: true });
    expect(calls).toHaveLength(1);
  });

  it("ends a call that is not answered by then", async () => {
    const origin = await serveHttp(() => {});

    const error = await failureOf(clientFor(origin).client.getTicketConversations(143, { deadline: soon() }));

    expect(error).toMatchObject({ code: "timeout", retryable: true });
  });
});

it("puts neither keys nor the body into any error", async () => {
  const body = "canary-text";
  const answers = [
    { status: 400, body },
    { status: 401, body },
    { status: 500, body },
    { status: 302, headers: { location: `https://x.example/?${body}` } },
    { body },
    { body: `{"Total":"${body}"}` },
  ];
  for (const answer of answers) {
    const { origin } = await serveAnswers(answer);

    const error = await failureOf(clientFor(origin).client.getTicketConversations(143));

    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain("canary");
  }
  const garbled = await serveTcp((socket) => socket.end("HTTP/1.1 canary-text\r\n\r\n"));
  const error = await failureOf(clientFor(garbled).client.getTicketConversations(143));
  expect(error).toMatchObject({ code: "unreachable" });
  expect(inspect(error, { depth: 9, showHidden: true })).not.toContain("canary");
});
