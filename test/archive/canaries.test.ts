/** No key, token, signed query or text of a customer's leaves: canaries in every secret, looked for everywhere. */
import { inspect } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Fault } from "../../cli/sandbox/faults/fault.ts";
import { type Sandbox, startSandbox } from "../../cli/sandbox/sandbox.ts";
import type { LogFields, Logger } from "../../shared/log.ts";
import { directoryStore } from "../../shared/store/directory.ts";
import { filesOf, tempFolder } from "../temp.ts";
import { harness } from "./harness.ts";

const TEXT = "CANARY-CUSTOMER-TEXT";
/** The sandbox's keys and tokens carry the word CANARY. */
const SECRET = /canary|X-Amz-/i;

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

function recorder(): { log: Logger; lines: string[] } {
  const lines: string[] = [];
  const note = (event: string, fields?: LogFields) => lines.push(`${event} ${inspect(fields)}`);
  return { lines, log: { debug: note, info: note, warn: note, error: note } };
}

const FAULTS: Fault[] = [
  { on: "api", kind: "status", status: 400 },
  { on: "api", kind: "status", status: 401 },
  { on: "api", kind: "status", status: 500 },
  { on: "api", kind: "reset" },
  { on: "api", kind: "malformed-json" },
  { on: "api", kind: "error-envelope" },
  { on: "api", kind: "redirect", location: "http://127.0.0.1:1/?token=CANARY" },
  { on: "api", kind: "content-path", contentPath: "https://evil.example/x?X-Amz-Signature=CANARY" },
  { on: "api", kind: "content-path", contentPath: "not a url?X-Amz-Signature=CANARY" },
  { on: "details", kind: "echo-headers" },
  { on: "details", kind: "echo-headers", status: 403 },
  { on: "details", kind: "redirect", location: "http://127.0.0.1:1/?token=CANARY" },
  { on: "attachment", kind: "expired" },
  { on: "attachment", kind: "status", status: 404 },
  { on: "attachment", kind: "status", status: 500 },
  { on: "attachment", kind: "short-body" },
  { on: "attachment", kind: "reset" },
  { on: "attachment", kind: "error-page", format: "xml" },
  { on: "attachment", kind: "redirect", location: "http://127.0.0.1:1/?X-Amz-Signature=CANARY" },
];

describe("secrets", () => {
  it.each([undefined, ...FAULTS])(
    "are in no log, error, receipt, archive or staged file (%j)",
    async (fault) => {
      await using folder = await tempFolder();
      sandbox.reset();
      if (fault !== undefined) sandbox.fault(fault);
      const { log, lines } = recorder();
      await using wired = harness(sandbox, directoryStore(folder.path), { log });

      const outcome = await wired.archive(143).catch((error: unknown) => error);

      expect(lines.length).toBeGreaterThan(0);
      expect(lines.join("\n")).not.toMatch(SECRET);
      expect(inspect(outcome, { depth: 20, showHidden: true })).not.toMatch(SECRET);
      expect(String(outcome instanceof Error ? outcome.stack : "")).not.toMatch(SECRET);
      for (const [path, bytes] of await filesOf(folder.path)) {
        expect(`${path}\n${bytes.toString("latin1")}`).not.toMatch(SECRET);
      }
    },
  );
});

describe("a customer's words", () => {
  it("are in the archive, and in no log, error or receipt", async () => {
    await using folder = await tempFolder();
    sandbox.reset();
    const ticket = structuredClone(sandbox.ticket(143));
    const [first, second] = ticket?.ConversationList ?? [];
    const attachment = second?.Attachments?.[0];
    if (ticket === undefined || first === undefined || attachment === undefined)
      throw new Error("no ticket 143");
    Object.assign(first, {
      Text: TEXT,
      Html: TEXT,
      CreatedBy: TEXT,
      CreatedOn: TEXT,
      RelatedActivityType: TEXT,
    });
    Object.assign(attachment, { FileName: `${TEXT}.png` });
    sandbox.setTicket(143, ticket);
    sandbox.fault({ on: "attachment", kind: "status", status: 404, times: 1 });
    const { log, lines } = recorder();
    await using wired = harness(sandbox, directoryStore(folder.path), { log });

    const incomplete = await wired.archive(143);
    const complete = await wired.archive(143);
    sandbox.fault({ on: "api", kind: "raw", body: `{"Total":"${TEXT}","ConversationList":"${TEXT}"}` });
    const failed = await wired.archive(143).catch((error: unknown) => error);

    expect(incomplete.completeness).toBe("incomplete");
    expect(complete.completeness).toBe("complete");
    expect(failed).toBeInstanceOf(Error);
    expect(inspect([incomplete, complete, failed, lines], { depth: 20, showHidden: true })).not.toContain(
      TEXT,
    );
    const files = await filesOf(folder.path);
    expect(String(files.get("archive/22824/143/v1/content/ticket.json"))).toContain(TEXT);
  });
});
