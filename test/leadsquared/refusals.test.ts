/** What each answer of the API other than a list means: from its bytes to a code, another try, a pause of the account. */
import { describe, expect, it, vi } from "vitest";
import type { LeadSquaredError } from "../../shared/errors.ts";
import { createClient } from "../../shared/leadsquared/client.ts";
import { staticCredentials } from "../../shared/leadsquared/credentials.ts";
import { silentLogger } from "../../shared/log.ts";
import { serveTcp, testAgent } from "./loopback.ts";
import { UNPACED } from "./unpaced.ts";

const PAUSE = 60_000;

/** Calls a server that answers everything with these bytes; gives the error, the calls, and the pauses of the account. */
async function ask(answer: string) {
  let calls = 0;
  const pauses: number[] = [];
  const baseUrl = await serveTcp((socket) => {
    calls += 1;
    socket.end(answer, "latin1");
  });
  const log = { ...silentLogger, error: vi.fn() };
  const client = createClient({
    account: { orgId: 22824, tenantId: 22824, baseUrl, attachmentHosts: [] },
    credentials: staticCredentials({ accessKey: "canary-access", secretKey: "canary-secret" }),
    pacer: {
      ...UNPACED,
      pushBack: async (ms) => {
        pauses.push(ms);
      },
    },
    dispatcher: testAgent(),
    log,
    limits: { backoffMs: 1, retries: 1, pushBacks: 1 },
  });
  const error: LeadSquaredError = await client.getTicketConversations(143).then(
    () => {
      throw new Error("the call succeeded");
    },
    (thrown) => thrown,
  );
  return { error, calls, pauses, logged: log.error.mock.calls.map(([event]) => event) };
}

const status = (code: number, more = ""): string => `HTTP/1.1 ${code} X\r\n${more}content-length: 0\r\n\r\n`;
const ok = (body: string): string =>
  `HTTP/1.1 200 OK\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

describe("an answer of the API", () => {
  // F3, T24: [bytes, code, calls, whether the account pauses]
  it.each([
    [status(204), "refused", 1, false],
    [status(301), "redirected", 1, true],
    [status(302, "location: https://elsewhere.example/\r\n"), "redirected", 1, true],
    ["HTTP/1.1 304 X\r\n\r\n", "redirected", 1, true],
    [status(400), "bad-request", 1, false],
    [status(401), "unauthorized", 2, true],
    [status(403), "forbidden", 1, true],
    [status(404), "not-found", 1, false],
    [status(405), "refused", 1, true],
    [status(407), "refused", 1, true],
    [status(408), "server-error", 2, false],
    [status(418), "refused", 1, false],
    [status(500), "server-error", 2, false],
    [status(502), "server-error", 2, false],
    [status(520), "server-error", 2, false],
    [status(599), "server-error", 2, false],
    ["HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\n{", "unreachable", 2, false],
    ["no HTTP", "unreachable", 2, false],
    [ok('{"Total":"many"}'), "unexpected-response", 1, false],
    [ok('{"Data":{"Total":1,"ConversationList":[{}]}}'), "unexpected-response", 1, false],
    [ok("<html>maintenance</html>"), "malformed-json", 2, false],
    [ok("[".repeat(3_000)), "response-too-deep", 1, false],
    ["HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\n\x1f\x8b\x08", "response-encoded", 1, false],
  ])(
    "%j is named, tried again where that is of use, and pauses the account where it concerns it",
    async (answer, code, calls, pauses) => {
      const asked = await ask(answer);

      expect(asked).toMatchObject({ error: { code }, calls, pauses: pauses ? [PAUSE] : [] });
      expect(asked.error.waitMs).toBe(pauses ? PAUSE : undefined);
      expect(asked.logged).toEqual(pauses ? ["leadsquared.account-paused"] : []);
      expect(String(asked.error)).not.toMatch(/canary/);
    },
  );

  // F8, T22
  it.each([
    [429, "retry-after: 3600\r\n", 3_600_000],
    [429, "retry-after: 0\r\n", 5_000],
    [503, "retry-after: 120\r\n", 120_000],
  ])("of %i with %j holds the account's calls back for as long as it says", async (code, header, ms) => {
    const { pauses, error } = await ask(status(code, header));

    expect(new Set(pauses)).toEqual(new Set([ms]));
    expect(error.waitMs).toBe(ms);
  });
});
