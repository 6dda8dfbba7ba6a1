/** Each fault of the API does what it says. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ApiFault } from "../../../cli/sandbox/faults/fault.ts";
import { type Sandbox, startSandbox } from "../../../cli/sandbox/sandbox.ts";
import { ask, attachmentsOf, ticketOf } from "./client.ts";

describe("faults of the API", () => {
  let sandbox: Sandbox;
  beforeEach(async () => {
    sandbox = await startSandbox();
  });
  afterEach(() => sandbox.close());

  /** What a call gets back as JSON under the fault. */
  async function under(fault: ApiFault): Promise<unknown> {
    sandbox.fault(fault);
    return await (await ask(sandbox, 143)).json();
  }

  test.each([400, 401, 404, 429, 500, 502])("answer status %i", async (status) => {
    sandbox.fault({ on: "api", kind: "status", status });

    const response = await ask(sandbox, 143);

    expect(response.status).toBe(status);
    expect(response.headers.get("retry-after")).toBeNull();
    expect(await response.json()).toMatchObject({ Status: "Error" });
  });

  test("answer 429 with Retry-After when told", async () => {
    sandbox.fault({ on: "api", kind: "status", status: 429, retryAfter: "7" });

    expect((await ask(sandbox, 143)).headers.get("retry-after")).toBe("7");
  });

  test("strike one ticket, so many times, the oldest fault first, until cleared", async () => {
    sandbox.fault({ on: "api", ticketId: 143, kind: "status", status: 500, times: 2 });
    sandbox.fault({ on: "api", ticketId: 143, kind: "status", status: 502 });

    const statuses = [];
    for (const id of [144, 143, 143, 143]) {
      statuses.push((await ask(sandbox, id)).status);
    }
    sandbox.clearFaults();
    statuses.push((await ask(sandbox, 143)).status);

    expect(statuses).toEqual([200, 500, 500, 502, 200]);
  });

  test("put an error into a 200", async () => {
    expect(await under({ on: "api", kind: "error-envelope" })).toMatchObject({ Status: "Error" });
  });

  test("make the list null", async () => {
    expect(await under({ on: "api", kind: "list-null" })).toEqual({
      Total: 2,
      Conversations: null,
      ConversationList: null,
    });
  });

  test("leave the list out", async () => {
    expect(await under({ on: "api", kind: "list-absent" })).toEqual({ Total: 2, Conversations: null });
  });

  test("make the total disagree with the list", async () => {
    const answer = await under({ on: "api", kind: "total", total: 5 });

    expect(answer).toMatchObject({ Total: 5, ConversationList: [{ Id: 131 }, { Id: 135 }] });
  });

  test("add fields nobody knows", async () => {
    const answer = await under({ on: "api", kind: "extra-fields" });

    expect(answer).toMatchObject({
      NextPageToken: null,
      ConversationList: [{ Sentiment: {} }, { Attachments: [{ ScanStatus: "Clean" }] }],
    });
  });

  test("cut the JSON", async () => {
    sandbox.fault({ on: "api", kind: "malformed-json" });

    const body = await (await ask(sandbox, 143)).text();

    expect(body).toMatch(/^\{"Total":2/);
    expect(() => JSON.parse(body)).toThrow(SyntaxError);
  });

  test("send well-formed JSON of any size without announcing it", async () => {
    sandbox.fault({ on: "api", kind: "huge-json", bytes: 3_000_000 });

    const response = await ask(sandbox, 143);
    const body = await response.text();

    expect(response.headers.get("content-length")).toBeNull();
    expect(body.length).toBe(3_000_000);
    expect(JSON.parse(body)).toMatchObject({ Total: 1, ConversationList: [{ Id: 1 }] });
  });

  test("send any body", async () => {
    sandbox.fault({ on: "api", kind: "raw", body: '{"Total":1,"Total":9007199254740993}' });

    expect(await (await ask(sandbox, 143)).text()).toBe('{"Total":1,"Total":9007199254740993}');
  });

  test("never answer, until the sandbox closes", async () => {
    sandbox.fault({ on: "api", kind: "stall" });

    const call = ask(sandbox, 143).then(
      () => "answered",
      () => "closed",
    );
    const first = await Promise.race([call, new Promise((resolve) => setTimeout(resolve, 150, "waiting"))]);
    await sandbox.close();

    expect(first).toBe("waiting");
    expect(await call).toBe("closed");
    sandbox = await startSandbox();
  });

  test("reset the connection", async () => {
    sandbox.fault({ on: "api", kind: "reset" });

    await expect(ask(sandbox, 143)).rejects.toMatchObject({ cause: { code: "ECONNRESET" } });
  });

  test("send byte after byte", async () => {
    sandbox.fault({ on: "api", kind: "drip", bytesPerSecond: 50 });
    const start = performance.now();
    const response = await ask(sandbox, 143);
    const reader = response.body?.getReader();

    let received = 0;
    while (received < 10) {
      received += (await reader?.read())?.value?.length ?? 10;
    }
    await reader?.cancel();

    // A timer may be late, never early: 20 ms lie between two bytes at least.
    expect(received - 1).toBeLessThanOrEqual((performance.now() - start) / 19);
  });

  test("answer late", async () => {
    sandbox.fault({ on: "api", kind: "slow", delayMs: 80 });
    const start = performance.now();

    expect((await ticketOf(await ask(sandbox, 143))).Total).toBe(2);
    expect(performance.now() - start).toBeGreaterThan(75);
  });

  test("redirect", async () => {
    sandbox.fault({ on: "api", kind: "redirect", location: "http://127.0.0.1:9/elsewhere", status: 307 });

    const response = await ask(sandbox, 143);

    expect(response.status).toBe(307);
    expect(response.headers.get("location")).toBe("http://127.0.0.1:9/elsewhere");
  });

  test.each([null, 0, 5])("say that a file has %s bytes, and serve it whole", async (fileSize) => {
    sandbox.fault({ on: "api", kind: "file-size", file: "Aadhaar.png", fileSize });

    const [attachment] = await attachmentsOf(sandbox, 143);
    const body = await (await fetch(attachment?.ContentPath ?? "")).bytes();

    expect(attachment?.FileSize).toBe(fileSize);
    expect(body.length).toBe(109_210);
  });

  test("replace an attachment's URL", async () => {
    sandbox.fault({
      on: "api",
      kind: "content-path",
      file: "email/ebf0f7d2-b153-4775-ae9f-c45e8a047c7c",
      contentPath: "https://0x7f.1/x",
    });

    expect((await attachmentsOf(sandbox, 143))[0]?.ContentPath).toBe("https://0x7f.1/x");
  });

  test("leave files with other names alone", async () => {
    sandbox.fault({ on: "api", kind: "file-size", file: "other.png", fileSize: 0 });

    expect((await attachmentsOf(sandbox, 143))[0]?.FileSize).toBe(109_210);
  });
});
