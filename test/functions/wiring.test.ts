/** What the functions are made of: their environment, checked, and clients that find the services by the SDK's own variables. */
import { DeleteObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { wireApi } from "../../functions/api/wiring.ts";
import { handleArchive } from "../../functions/archive/handler.ts";
import { wireArchive } from "../../functions/archive/wiring.ts";
import { bind } from "../../functions/common/bind.ts";
import { wireHold } from "../../functions/hold/wiring.ts";
import { wireVerify } from "../../functions/verify/wiring.ts";
import { wireWebhook } from "../../functions/webhook/wiring.ts";
import { ENV, EVENTS } from "../../shared/names.ts";
import { ARCHIVE_BUCKET, vaultClient } from "../stand-ins/s3/vault.ts";
import { timeLeft } from "./http.ts";
import { type Surroundings, startSurroundings } from "./surroundings.ts";

let around: Surroundings;
beforeAll(async () => {
  around = await startSurroundings();
});
afterAll(() => around[Symbol.asyncDispose]());
beforeEach(() => around.set());
afterEach(() => vi.unstubAllEnvs());

const context = () => ({ awsRequestId: "request-1", ...timeLeft(60_000) });

describe("the environment", () => {
  it("is refused with everything that is wrong in it, and no value", async () => {
    vi.stubEnv(ENV.orgId, "canary");
    vi.stubEnv(ENV.baseUrl, "http://canary.example");
    vi.stubEnv(ENV.attachmentHosts, "*.*");
    vi.stubEnv(ENV.logLevel, "canary");
    vi.stubEnv(ENV.eventBus, " ");
    vi.stubEnv(ENV.requestQueueUrl, undefined);

    const refused = wireArchive().catch((error: unknown) => String(error));

    for (const wrong of [
      `${ENV.orgId} is no account number`,
      `${ENV.baseUrl} is no API address`,
      `${ENV.attachmentHosts} has an entry that is neither`,
      `${ENV.logLevel} must be one of`,
      `${ENV.eventBus} is missing`,
      `${ENV.requestQueueUrl} is missing`,
    ]) {
      expect(await refused).toContain(wrong);
    }
    expect(await refused).toMatch(/^UsageError: (?!.*canary)/);
  });

  it("names a path for webhooks that is none", async () => {
    vi.stubEnv(ENV.webhookTicketPaths, "Ticket.Id, Ticket..Id");

    await expect(wireWebhook()).rejects.toThrow(`${ENV.webhookTicketPaths} has an entry that is no path`);
  });
});

describe("the archive function", () => {
  it("archives, gives up, and reads rotated keys once more", async () => {
    const { sandbox, s3, queues, bus, secrets, putKeys } = around;
    const wired = await wireArchive();
    const work = async (...bodies: string[]) => {
      for (const body of bodies) await queues.send(body);
      const event = await queues.receive();
      const response = await handleArchive(wired, event ?? { Records: [] }, context());
      if (event) await queues.acknowledge(event, response);
      return response;
    };

    const first = await work('{"ticketId":"#143"}');
    const reads = secrets.counts["GetSecretValue"] ?? 0;
    sandbox.rotateKeys();
    putKeys();
    const second = await work('{"ticketId":143}');

    expect([first, second]).toEqual([{ batchItemFailures: [] }, { batchItemFailures: [] }]);
    expect(secrets.counts["GetSecretValue"]).toBe(reads + 1);
    expect(bus.events).toEqual([]);
    // Path style, which the SDK takes by itself for an address that is a number.
    expect(s3.keys(ARCHIVE_BUCKET)).toContain("archive/22824/143/inventory.json");

    await wired.messages.giveUp("{poison", "usage");
    await wired.events.publish(EVENTS.failed, { ticketId: 143 });
    expect(bus.events).toMatchObject([{ bus: "tickets", event: { "detail-type": EVENTS.failed } }]);
    expect(await queues.messages("dead-letters")).toMatchObject([{ body: "{poison" }]);
  });
});

describe("the api function", () => {
  it("queues, archives, and links to files", async () => {
    const { s3, queues } = around;
    const { orgId, queue, archiveNow, openArchive } = await wireApi();
    const request = { orgId, ticketId: 143, reason: "test", requestedBy: "tests" };

    await queue.send(request);
    const deadline = Date.now() + 60_000;
    const receipt = await archiveNow(request, { signal: AbortSignal.timeout(60_000), deadline });
    const { link } = await openArchive();
    const file = await fetch(await link.sign("archive/22824/143/inventory.json", { seconds: 60 }));

    expect(await queues.messages("requests")).toMatchObject([{ body: JSON.stringify(request) }]);
    expect(receipt).toMatchObject({ ticketId: 143, completeness: "complete" });
    expect(file.url).toContain(`${s3.endpoint}/${ARCHIVE_BUCKET}/archive/22824/143/inventory.json?`);
  });
});

describe("the records of legal holds", () => {
  it("are refused by api, hold and verify when one is hidden by a delete marker, which the lock does not refuse", async () => {
    vi.stubEnv(ENV.signingKey, "arn:aws:kms:us-east-1:111122223333:key/k");
    vi.stubEnv(ENV.verifyEveryHours, "24");
    vi.stubEnv(ENV.verifyWithinDays, "30");
    const [{ openHolds }, { register }, { holds }] = await Promise.all([wireApi(), wireHold(), wireVerify()]);
    const books = [(await openHolds()).register, register, holds];
    await register.place("hidden", [143], { by: "counsel", reason: "r" });
    for (const each of books) expect(await each.list()).toHaveLength(1);
    const client = vaultClient(around.s3);
    await client.send(
      new DeleteObjectCommand({ Bucket: ARCHIVE_BUCKET, Key: "holds/22824/hidden/000001.json" }),
    );
    client.destroy();

    for (const each of books) await expect(each.list()).rejects.toMatchObject({ code: "hold-altered" });
  });
});

describe("the webhook function", () => {
  it("knows the secret, and the header and paths that it was told", async () => {
    vi.stubEnv(ENV.webhookHeader, "X-Secret");
    vi.stubEnv(ENV.webhookTicketPaths, "case.number");

    const { header, paths, isAuthentic } = await wireWebhook();

    expect(header).toBe("X-Secret");
    expect(paths.tickets).toEqual([["case", "number"]]);
    expect(paths.orgs.length).toBeGreaterThan(1);
    expect(await isAuthentic("let me in")).toBe(true);
    expect(await isAuthentic("let me")).toBe(false);
  });
});

describe("a bound handler", () => {
  it("makes its dependencies once, and again after a failure", async () => {
    let made = 0;
    const wire = async () => {
      made += 1;
      if (made === 1) throw new Error("failed");
      return made;
    };
    const handler = bind(wire, async (dependencies, event: string) => `${event} ${dependencies}`);

    await expect(handler("one", {})).rejects.toThrow("failed");
    const answers = [await handler("two", {}), await handler("three", {}), await handler("four", {})];

    expect(answers).toEqual(["two 2", "three 2", "four 2"]);
  });
});
