/** What `cdk` takes as a setting, the functions take from their environment, and what they would refuse at their start it refuses. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { account, readEnvironment } from "../../functions/common/environment.ts";
import { wireWebhook } from "../../functions/webhook/wiring.ts";
import { readConfig } from "../../infra/config.ts";
import { UsageError } from "../../shared/errors.ts";
import { ENV } from "../../shared/names.ts";
import { ConfigError } from "../../shared/settings/mistakes.ts";

beforeEach(() => {
  const environment = {
    AWS_REGION: "us-east-1",
    [ENV.orgId]: "22824",
    [ENV.webhookSecret]: "arn:aws:secretsmanager:us-east-1:111122223333:secret:webhook",
    [ENV.requestQueueUrl]: "https://sqs.us-east-1.amazonaws.com/111122223333/requests",
    [ENV.unreadWebhooksQueueUrl]: "https://sqs.us-east-1.amazonaws.com/111122223333/unread",
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
});
afterEach(() => vi.unstubAllEnvs());

const TAKEN = "taken";
const REFUSED = "refused";

async function verdict(read: () => unknown): Promise<string> {
  try {
    await read();
    return TAKEN;
  } catch (error) {
    if (error instanceof UsageError) return REFUSED;
    throw error;
  }
}

/** The verdict of the settings, and that of a function that is told the same. */
async function verdicts(settings: object, inFunction: () => unknown): Promise<readonly string[]> {
  return [await verdict(() => readConfig({ orgId: 22824, ...settings })), await verdict(inFunction)];
}

describe("the settings and the functions agree", () => {
  test.each([
    [{ perWindow: 1, perDay: 1, share: 1 }, TAKEN],
    [{ perWindow: 25, perDay: 1_000_000_000, share: 0.001 }, TAKEN],
    [{ perWindow: 26 }, REFUSED],
    [{ perWindow: 0 }, REFUSED],
    [{ perWindow: 2.5 }, REFUSED],
    [{ perDay: 0 }, REFUSED],
    [{ perDay: 1.5 }, REFUSED],
    [{ share: 0 }, REFUSED],
    [{ share: 1.01 }, REFUSED],
    [{ share: -0.5 }, REFUSED],
  ] as const)("that the limits %j are %s", async (calls, expected) => {
    const given: Partial<Record<"perWindow" | "perDay" | "share", number>> = calls;
    const names = { perWindow: ENV.callsPerWindow, perDay: ENV.callsPerDay, share: ENV.callsShare };
    const shape = {
      [ENV.callsPerWindow]: account[ENV.callsPerWindow],
      [ENV.callsPerDay]: account[ENV.callsPerDay],
      [ENV.callsShare]: account[ENV.callsShare],
    };
    const environment = Object.fromEntries(
      Object.entries(given).map(([name, value]) => [names[name as keyof typeof names], String(value)]),
    );

    const both = await verdicts({ calls }, () => readEnvironment(shape, environment));

    expect(both).toEqual([expected, expected]);
  });

  test.each([
    ["files.example.com", TAKEN],
    ["FILES.example.com", TAKEN],
    ["bucket-*.s3.*.amazonaws.com", TAKEN],
    ["*.amazonaws.com", TAKEN],
    ["https://files.example.com", TAKEN],
    ["https://files.example.com:8443", TAKEN],
    ["https://10.0.0.1", TAKEN],
    ["*.com", REFUSED],
    ["*.*", REFUSED],
    ["a.*", REFUSED],
    ["com", REFUSED],
    ["files.example.com:8443", REFUSED],
    ["10.0.0.1", REFUSED],
    ["a.1", REFUSED],
    ["-a.com", REFUSED],
    ["a-.com", REFUSED],
    ["a..com", REFUSED],
    ["files.example.com.", REFUSED],
    ["files.example.com/path", REFUSED],
    ["https://files.example.com/", REFUSED],
    ["https://files.example.com:443", REFUSED],
    ["https://files.example.com:99999", REFUSED],
    ["https://me@files.example.com", REFUSED],
    ["https://a.1", REFUSED],
  ])("that the attachment host %j is %s", async (host, expected) => {
    const inFunction = () => readEnvironment({ given: account[ENV.attachmentHosts] }, { given: host });

    expect(await verdicts({ attachmentHosts: [host] }, inFunction)).toEqual([expected, expected]);
  });

  test.each([
    ["https://api.example.com", TAKEN],
    ["https://api.example.com/prefix", TAKEN],
    ["https://api.example.com/prefix/", TAKEN],
    ["https://api.example.com:8443", TAKEN],
    ["https://[2001:db8::1]/prefix", TAKEN],
    ["https://api.example.com:99999", REFUSED],
    ["https://api example.com", REFUSED],
    ["https://api.example.1", REFUSED],
    ["https://[2001:db8", REFUSED],
    ["https://%zz", REFUSED],
    ["https://me:secret@api.example.com", REFUSED],
    ["https://api.example.com/?a=b", REFUSED],
    ["https://api.example.com/#a", REFUSED],
    ["http://api.example.com", REFUSED],
    ["api.example.com", REFUSED],
    ["", REFUSED],
  ])("that the base URL %j is %s", async (baseUrl, expected) => {
    const inFunction = () => readEnvironment({ given: account[ENV.baseUrl] }, { given: baseUrl });

    expect(await verdicts({ baseUrl }, inFunction)).toEqual([expected, expected]);
  });

  test.each([
    ["/api/tenants/{tenantId}/tickets/{ticketId}", TAKEN],
    ["/v2/ticket?id={ticketId}", TAKEN],
    ["off", TAKEN],
    ["/api/tenants/{tenantId}/tickets", REFUSED],
    ["api/tickets/{ticketId}", REFUSED],
    ["//other.example.com/{ticketId}", REFUSED],
    ["/tickets/{ticketId}/{title}", REFUSED],
    ["/tickets/{ticketId}#a", REFUSED],
    ["on", REFUSED],
  ])("that the path of the details %j is %s", async (detailsPath, expected) => {
    const inFunction = () => readEnvironment({ given: account[ENV.detailsPath] }, { given: detailsPath });

    expect(await verdicts({ detailsPath }, inFunction)).toEqual([expected, expected]);
  });

  test.each([
    ["TicketId", TAKEN],
    ["Ticket.Id", TAKEN],
    ["Tickets[].Id", TAKEN],
    ["Ticket.Ids[]", TAKEN],
    ["Ticket. Ids [] ", TAKEN],
    ["[]", REFUSED],
    ["[].Id", REFUSED],
    ["Ticket.[]", REFUSED],
    ["Ticket..Id", REFUSED],
    ["Ticket. .Id", REFUSED],
    [".Id", REFUSED],
    ["Id.", REFUSED],
  ])("that the path %j into a webhook is %s", async (path, expected) => {
    for (const [setting, variable] of [
      ["ticketPaths", ENV.webhookTicketPaths],
      ["orgPaths", ENV.webhookOrgPaths],
    ] as const) {
      vi.stubEnv(variable, path);
      expect(await verdicts({ webhook: { [setting]: [path] } }, wireWebhook)).toEqual([expected, expected]);
      vi.stubEnv(variable, undefined);
    }
  });
});

test.each(["", " "])("a list with the entry %j, which the functions pass over, is refused", (entry) => {
  const settings = [
    { webhook: { ticketPaths: ["Ticket.Id", entry] } },
    { webhook: { orgPaths: [entry] } },
    { attachmentHosts: ["files.example.com", entry] },
  ];
  for (const each of settings) expect(() => readConfig({ orgId: 22824, ...each })).toThrow(ConfigError);
});
