/** One ticket end to end: the sandbox on one side, a folder store on the other. */
import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { detailsOf } from "../../cli/sandbox/catalogue/details.ts";
import type { SandboxTicket } from "../../cli/sandbox/catalogue/ticket-schema.ts";
import { type Sandbox, startSandbox } from "../../cli/sandbox/sandbox.ts";
import { StoreError, UsageError } from "../../shared/errors.ts";
import { directoryStore } from "../../shared/store/directory.ts";
import type { TicketDocument } from "../../shared/ticket/document.ts";
import { parseTicketDocument } from "../../shared/ticket/read-document.ts";
import { overriding } from "../store/overriding.ts";
import { filesOf, tempFolder } from "../temp.ts";
import { type Harness, type HarnessOptions, harness } from "./harness.ts";

const AADHAAR = "ecdb6f71a2b3a32eed1cd3dd1eeb2234945a42b04a103c9e038391258c6468e5";
const OBJECT = "archive/22824/143";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

interface Vault extends AsyncDisposable {
  readonly folder: string;
  archive: Harness["archive"];
  files(): Promise<Map<string, Buffer>>;
  /** The `ticket.json` of a version. */
  ticket(version: string): Promise<TicketDocument>;
  /** The message of a version. */
  message(version: string): Promise<string>;
}

async function vault(options?: HarnessOptions): Promise<Vault> {
  const folder = await tempFolder();
  const wired = harness(sandbox, directoryStore(folder.path), options);
  const files = () => filesOf(folder.path);
  return {
    folder: folder.path,
    archive: wired.archive,
    files,
    async ticket(version) {
      return parseTicketDocument(
        (await files()).get(`${OBJECT}/${version}/content/ticket.json`) ?? Buffer.from(""),
      );
    },
    async message(version) {
      const inventory = JSON.parse(String((await files()).get(`${OBJECT}/inventory.json`)));
      return inventory.versions[version].message;
    },
    async [Symbol.asyncDispose]() {
      await wired[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}

/** Details do not follow the messages: they stay as they are. */
function edit(change: (ticket: SandboxTicket) => void): void {
  const given = structuredClone(sandbox.ticket(143));
  if (given === undefined) throw new Error("ticket 143 is not there");
  const ticket = { ...given, Details: detailsOf(143, given) };
  change(ticket);
  sandbox.setTicket(143, ticket);
}

describe("archiving the documented ticket", () => {
  it("stores both conversations and the attachment, bit by bit, as version 1", async () => {
    await using it = await vault();

    const receipt = await it.archive(143);

    expect(receipt).toMatchObject({
      outcome: "archived",
      completeness: "complete",
      version: "v1",
      conversations: 2,
      attachments: { stored: 1, failed: 0, downloaded: 1, downloadedBytes: 109210 },
      problems: [],
    });
    const files = await it.files();
    expect([...files.keys()].filter((path) => path.startsWith("archive/"))).toEqual([
      "archive/22824/0=ocfl_1.1",
      "archive/22824/143/0=ocfl_object_1.1",
      "archive/22824/143/inventory.json",
      "archive/22824/143/inventory.json.sha256",
      "archive/22824/143/v1/content/attachments/135/1-Aadhaar.png",
      "archive/22824/143/v1/content/details.json",
      "archive/22824/143/v1/content/source.json",
      "archive/22824/143/v1/content/ticket.json",
      "archive/22824/143/v1/inventory.json",
      "archive/22824/143/v1/inventory.json.sha256",
      "archive/22824/extensions/0006-flat-omit-prefix-storage-layout/config.json",
      "archive/22824/ocfl_layout.json",
    ]);
    const image = files.get(`${OBJECT}/v1/content/attachments/135/1-Aadhaar.png`) ?? Buffer.alloc(0);
    expect([image.byteLength, createHash("sha256").update(image).digest("hex")]).toEqual([109210, AADHAAR]);
    expect(receipt.inventorySha256).toBe(String(files.get(`${OBJECT}/inventory.json.sha256`)).slice(0, 64));
  });

  it("keeps no signed query, no token and no key anywhere, staging included", async () => {
    await using it = await vault();
    await it.archive(143);

    for (const [path, bytes] of await it.files()) {
      expect(bytes.toString("latin1"), path).not.toMatch(/X-Amz-|CANARY/i);
    }
    expect(sandbox.counts.leakedKeys).toBe(0);
  });

  it("keeps the answer as received in source.json, but for the query", async () => {
    await using it = await vault();
    sandbox.fault({
      on: "api",
      kind: "raw",
      body: '{ "Total":1, "ConversationList" :[{"Id":12345678901234567891, "Id":7,"Text":"\\ud800","CreatedOn":"2024-01-01T00:00:00","RelatedActivityType":"InboundEmail"}]}\r\n',
    });
    await it.archive(143);

    expect(String((await it.files()).get(`${OBJECT}/v1/content/source.json`))).toBe(
      '{ "Total":1, "ConversationList" :[{"Id":12345678901234567891, "Id":7,"Text":"\\ud800","CreatedOn":"2024-01-01T00:00:00","RelatedActivityType":"InboundEmail"}]}\r\n',
    );
  });

  it("a second time writes nothing and downloads nothing", async () => {
    await using it = await vault();
    await it.archive(143);
    const before = await it.files();
    const { attachmentRequests } = sandbox.counts;

    const receipt = await it.archive(143);

    expect(receipt).toMatchObject({
      outcome: "unchanged",
      version: "v1",
      completeness: "complete",
      message: "",
    });
    expect(await it.files()).toEqual(before);
    expect(sandbox.counts.attachmentRequests).toBe(attachmentRequests);
  });
});

describe("a request", () => {
  it.each([
    { orgId: 99, ticketId: 143 },
    { orgId: 22824, ticketId: 0 },
    { orgId: 22824, ticketId: -143 },
    { orgId: 22824, ticketId: 1.5 },
    { orgId: 22824, ticketId: 2 ** 53 },
    { orgId: 22824, ticketId: Number.NaN },
  ])("for %j is refused before anything is called or written", async (ids) => {
    await using folder = await tempFolder();
    await using wired = harness(sandbox, directoryStore(folder.path));
    const request = { ...ids, reason: "test", requestedBy: "tests" };

    await expect(wired.request(request)).rejects.toBeInstanceOf(UsageError);

    expect(sandbox.counts.apiCalls).toBe(0);
    expect((await filesOf(folder.path)).size).toBe(0);
  });

  it("that comes ten times, also late and out of order, makes one version", async () => {
    await using it = await vault();
    for (let times = 0; times < 5; times += 1)
      await Promise.all([it.archive(143), it.archive(143, "an event replayed")]);
    expect(await it.archive(143)).toMatchObject({ outcome: "unchanged", version: "v1" });
  });
});

describe("names and times that are strange", () => {
  it("a file name that looks like a signed query is archived as it is", async () => {
    await using it = await vault();
    edit((ticket) => {
      const attachment = ticket.ConversationList[1]?.Attachments?.[0];
      if (attachment) attachment.FileName = "scan?X-Amz-Signature=mine";
    });

    expect(await it.archive(143)).toMatchObject({ completeness: "complete", attachments: { stored: 1 } });
    expect((await it.ticket("v1")).conversations[1]?.attachments[0]).toMatchObject({
      fileName: "scan?X-Amz-Signature=mine",
    });
  });

  it.each(["9999-12-31T23:59:59-01:00", "0000-01-01T00:00:00+01:00", "2024-01-01T00:00:00+99:99"])(
    "a CreatedOn of %s is flagged, and the ticket can be archived again",
    async (createdOn) => {
      await using it = await vault();
      edit((ticket) => {
        for (const conversation of ticket.ConversationList) conversation.CreatedOn = createdOn;
      });
      await it.archive(143);
      edit((ticket) => ticket.ConversationList.pop());

      expect(await it.archive(143)).toMatchObject({
        version: "v2",
        problems: Array.from({ length: 2 }, () => ({
          code: "created-on-invalid",
          detail: `CreatedOn is no time: received ${createdOn}`,
        })),
      });
    },
  );
});

describe("what changes upstream", () => {
  it("becomes the next version, holding only what is new and saying what it is", async () => {
    await using it = await vault();
    await it.archive(143);
    const before = await it.files();
    edit((ticket) => {
      const [first] = ticket.ConversationList;
      if (first)
        ticket.ConversationList.push({
          ...first,
          Id: 140,
          RelatedActivityType: "PortalOutbound",
          CreatedOn: "2024-08-29T08:00:00",
        });
      if (first) first.Text = "edited";
    });

    const receipt = await it.archive(143);

    expect(receipt).toMatchObject({
      version: "v2",
      conversations: 3,
      attachments: { stored: 1, downloaded: 0 },
    });
    expect(receipt.message).toBe(
      "1 conversation added (140); 1 conversation edited at the source (131). Complete.",
    );
    const after = await it.files();
    for (const [path, bytes] of before) {
      if (/\/v1\//.test(path)) expect(after.get(path), path).toEqual(bytes);
    }
    expect([...after.keys()].filter((path) => path.includes("/v2/content/"))).toEqual([
      `${OBJECT}/v2/content/source.json`,
      `${OBJECT}/v2/content/ticket.json`,
    ]);
  });

  it("names what was removed, and keeps it in every version", async () => {
    await using it = await vault();
    await it.archive(143);
    edit((ticket) => ticket.ConversationList.pop());

    expect((await it.archive(143)).message).toBe(
      "1 conversation removed at the source (135); 1 attachment removed at the source. Complete.",
    );
    expect((await it.ticket("v2")).conversations).toMatchObject([
      { key: "131", listed: true, lastSeen: null },
      { key: "135", listed: false, firstSeen: "v1", lastSeen: "v1", attachments: [{ status: "stored" }] },
    ]);
  });

  it("takes an attachment that was replaced under the same name", async () => {
    await using it = await vault();
    await it.archive(143);
    edit((ticket) => {
      const attachment = ticket.ConversationList[1]?.Attachments?.[0];
      if (attachment) attachment.ContentPath = "email/00000000-0000-4000-8000-000000000001";
    });

    expect(await it.archive(143)).toMatchObject({
      version: "v2",
      attachments: { stored: 2, downloaded: 1 },
      message: "1 attachment added; 1 attachment removed at the source. Complete.",
    });
    expect([...(await it.files()).keys()].filter((path) => path.endsWith("Aadhaar.png"))).toHaveLength(2);
  });

  it("goes back to an earlier state as a version of its own, without storing anything twice", async () => {
    await using it = await vault();
    await it.archive(143);
    const original = structuredClone(sandbox.ticket(143));
    edit((ticket) => ticket.ConversationList.pop());
    await it.archive(143);
    if (original) sandbox.setTicket(143, original);

    expect(await it.archive(143)).toMatchObject({ version: "v3", attachments: { downloaded: 0 } });
    expect([...(await it.files()).keys()].filter((path) => path.includes("/v3/content/"))).toEqual([]);
  });
});

describe("a download that goes wrong", () => {
  it.each([
    { kind: "short-body" },
    { kind: "reset" },
    { kind: "truncated" },
    { kind: "status", status: 503 },
  ] as const)("is tried again: %j", async (fault) => {
    await using it = await vault();
    sandbox.fault({ on: "attachment", times: 2, ...fault });

    expect(await it.archive(143)).toMatchObject({ completeness: "complete", attachments: { stored: 1 } });
    expect(sandbox.counts.attachmentRequests).toBe(3);
  });

  it.each([
    [{ kind: "short-body" }, "truncated"],
    [{ kind: "truncated" }, "truncated"],
    [{ kind: "overlong" }, "too-long"],
    [{ kind: "reset" }, "truncated"],
    [{ kind: "status", status: 404 }, "gone"],
    [{ kind: "status", status: 500 }, "upstream-error"],
    [{ kind: "redirect", location: "http://127.0.0.1:1/" }, "redirected"],
    [{ kind: "stall", sendBytes: 1000 }, "too-slow"],
    [{ kind: "stall" }, "too-slow"],
    [{ kind: "drip", bytesPerSecond: 50 }, "too-slow"],
  ] as const)("leaves a named failure in an incomplete archive: %j is %s", async (fault, reason) => {
    // Only what never comes may be found too slow: the rest, on a busy machine, is slow as well.
    const transfer = reason === "too-slow" ? { graceMs: 50, minBytesPerSecond: 1_000 } : {};
    await using it = await vault({ transfer });
    sandbox.fault({ on: "attachment", ...fault });

    const receipt = await it.archive(143);

    expect(receipt).toMatchObject({
      completeness: "incomplete",
      version: "v1",
      attachments: { stored: 0, failed: 1 },
      problems: [
        {
          code: "attachment-failed",
          severity: "missing",
          detail: reason,
          conversation: "135",
          attachment: 1,
        },
      ],
    });
    expect((await it.ticket("v1")).conversations[1]?.attachments[0]).toMatchObject({
      status: "failed",
      reason,
      fileName: "Aadhaar.png",
    });
    expect([...(await it.files()).keys()].filter((path) => path.includes("Aadhaar"))).toEqual([]);
  });

  it("adds no version while it stays wrong, and completes the archive once it is right", async () => {
    await using it = await vault();
    sandbox.fault({ on: "attachment", kind: "status", status: 404 });
    await it.archive(143);
    expect(await it.archive(143)).toMatchObject({
      outcome: "unchanged",
      completeness: "incomplete",
      version: "v1",
    });
    sandbox.clearFaults();

    expect(await it.archive(143)).toMatchObject({
      outcome: "archived",
      completeness: "complete",
      version: "v2",
    });
    expect(await it.message("v2")).toContain("1 attachment completed");
  });

  it("adds no version when it fails for another reason than before", async () => {
    await using it = await vault();
    sandbox.fault({ on: "attachment", kind: "status", status: 404 });
    await it.archive(143);
    sandbox.clearFaults();
    sandbox.fault({ on: "attachment", kind: "status", status: 500 });

    expect(await it.archive(143)).toMatchObject({
      outcome: "unchanged",
      version: "v1",
      problems: [{ detail: "gone" }],
    });
  });

  it("stops at the ceiling", async () => {
    await using it = await vault({ transfer: { maxBytes: 100_000 } });
    sandbox.fault({ on: "api", kind: "file-size", fileSize: null });
    sandbox.fault({ on: "attachment", kind: "endless" });
    expect((await it.archive(143)).problems).toMatchObject([{ detail: "too-large" }]);
  });

  it("takes a fresh URL for one that died, and asks the API just once more", async () => {
    await using it = await vault();
    sandbox.fault({ on: "attachment", kind: "expired", times: 1 });

    expect(await it.archive(143)).toMatchObject({ completeness: "complete" });
    expect(sandbox.counts).toMatchObject({ apiCalls: 2, attachmentRequests: 2 });
  });

  it.each(["expired", "expired-token"] as const)("asks for fresh URLs at most twice (%s)", async (kind) => {
    await using it = await vault();
    sandbox.fault({ on: "attachment", kind });

    expect((await it.archive(143)).problems).toMatchObject([{ detail: "expired" }]);
    expect(sandbox.counts.apiCalls).toBe(3);
  });

  it("stores the wire's bytes of what is sent as gzip, and says so", async () => {
    await using it = await vault();
    sandbox.fault({ on: "attachment", kind: "gzip", wire: "bomb" });

    expect(await it.archive(143)).toMatchObject({
      completeness: "complete",
      attachments: { downloadedBytes: expect.any(Number) },
    });
    const [attachment] = (await it.ticket("v1")).conversations[1]?.attachments ?? [];
    expect(attachment).toMatchObject({
      status: "stored",
      flags: ["content-encoding"],
    });
    expect(attachment?.status === "stored" && attachment.size).toBeLessThan(200_000);
  });

  it.each([null, 0, -1, "x"])("keeps a sound file whose FileSize is %j, and flags it", async (fileSize) => {
    await using it = await vault();
    sandbox.fault({ on: "api", kind: "file-size", fileSize });

    expect(await it.archive(143)).toMatchObject({ completeness: "complete", attachments: { stored: 1 } });
    const [attachment] = (await it.ticket("v1")).conversations[1]?.attachments ?? [];
    expect(attachment).toMatchObject({
      size: 109210,
      sha256: AADHAAR,
      flags: ["size-undeclared"],
    });
    expect(await it.archive(143)).toMatchObject({ outcome: "unchanged", attachments: { downloaded: 0 } });
  });

  it("flags a media type that differs, also when a later run finds the file staged", async () => {
    await using it = await vault();
    sandbox.fault({ on: "attachment", kind: "content-type", contentType: "text/plain" });
    await it.archive(143);
    expect((await it.ticket("v1")).conversations[1]?.attachments[0]).toMatchObject({
      flags: ["type-differs"],
    });
  });

  it.each([
    "http://169.254.169.254/latest/meta-data/",
    "https://127.0.0.1/x",
    "https://2130706433/x",
    "https://[::ffff:10.0.0.1]/x",
    "https://evil.example.com/x",
    "https://user@service-cloud-tenant-data-prod-in.s3.ap-south-1.amazonaws.com/x",
    "file:///etc/passwd",
    "//h/x",
    "",
  ])("never connects to %s", async (contentPath) => {
    await using it = await vault();
    sandbox.fault({ on: "api", kind: "content-path", contentPath });

    const detail = contentPath.includes("evil")
      ? "url-refused:evil.example.com"
      : expect.stringMatching(/^url-refused:(not-plain|not-https|unusual-host|no-host-name)$/);
    expect((await it.archive(143)).problems).toMatchObject([{ detail }]);
    expect(sandbox.counts.attachmentRequests).toBe(0);
  });
});

describe("an answer of LeadSquared's that cannot be archived", () => {
  it.each([
    [{ kind: "status", status: 400 }, "bad-request", 1],
    [{ kind: "status", status: 401 }, "unauthorized", 2],
    [{ kind: "status", status: 404 }, "not-found", 1],
    [{ kind: "status", status: 500 }, "server-error", 4],
    [{ kind: "status", status: 502 }, "server-error", 4],
    [{ kind: "reset" }, "unreachable", 4],
    [{ kind: "redirect", location: "http://127.0.0.1:1/" }, "redirected", 1],
    [{ kind: "error-envelope" }, "unexpected-response", 1],
    [{ kind: "malformed-json" }, "malformed-json", 4],
    [{ kind: "huge-json", bytes: 40_000_000 }, "response-too-large", 1],
  ] as const)("fails with a code and changes no version: %j is %s", async (fault, code, calls) => {
    await using it = await vault();
    await it.archive(143);
    const before = await it.files();
    sandbox.reset();
    sandbox.fault({ on: "api", ...fault });

    await expect(it.archive(143)).rejects.toMatchObject({ code });

    expect(sandbox.counts.apiCalls).toBe(calls);
    const after = [...(await it.files())].filter(([path]) => path.startsWith("archive/"));
    expect(after).toEqual([...before].filter(([path]) => path.startsWith("archive/")));
  });

  it.each(["error-envelope", "malformed-json"] as const)(
    "is kept in staging without its signed queries (%s)",
    async (kind) => {
      await using it = await vault();
      sandbox.fault({ on: "api", kind });

      await expect(it.archive(143)).rejects.toThrow(
        /kept in the staging area of .* as 22824\/143\/rejected\./,
      );

      const kept = [...(await it.files())].filter(([path]) => path.includes("rejected."));
      expect(kept).toHaveLength(1);
      expect(String(kept[0]?.[1])).not.toMatch(/X-Amz-|CANARY/);
    },
  );

  it.each([
    [{ kind: "list-null" }, "list-missing", { expected: 2, received: 0 }],
    [{ kind: "list-absent" }, "list-missing", { expected: 2, received: 0 }],
    [{ kind: "total", total: 3 }, "total-mismatch", { expected: 3, received: 2 }],
    [{ kind: "total", total: null }, "total-mismatch", { expected: null, received: 2 }],
  ] as const)("is archived as incomplete where something can be: %j", async (fault, code, conversations) => {
    await using it = await vault();
    sandbox.fault({ on: "api", ...fault });

    expect(await it.archive(143)).toMatchObject({
      completeness: "incomplete",
      problems: [{ code }],
    });
    expect((await it.ticket("v1")).completeness.conversations).toEqual({
      ...conversations,
      noLongerListed: 0,
    });
  });

  it("is waited for when it says 429, with Retry-After and without", async () => {
    await using it = await vault();
    sandbox.fault({ on: "api", kind: "status", status: 429, retryAfter: "1", times: 1 });
    const started = performance.now();
    await it.archive(143);
    expect(performance.now() - started).toBeGreaterThan(950);
    expect(sandbox.counts.apiCalls).toBe(2);
  });
});

describe("a store that fails", () => {
  it("gives a clear error where a file stands in the way of a folder", async () => {
    await using folder = await tempFolder();
    await writeFile(join(folder.path, "archive"), "");
    await using wired = harness(sandbox, directoryStore(folder.path));
    await expect(wired.archive(143)).rejects.toMatchObject({ name: "StoreError" });
  });

  it("refuses to build on an inventory that was altered", async () => {
    await using it = await vault();
    await it.archive(143);
    await writeFile(join(it.folder, OBJECT, "inventory.json"), "{}");
    edit((ticket) => ticket.ConversationList.pop());
    await expect(it.archive(143)).rejects.toMatchObject({ code: "inventory-unreadable" });
  });

  it("refuses to mend a sidecar that no crash could have left", async () => {
    await using it = await vault();
    await it.archive(143);
    await writeFile(join(it.folder, OBJECT, "inventory.json.sha256"), `${"0".repeat(64)} inventory.json\n`);
    await expect(it.archive(143)).rejects.toMatchObject({ code: "inventory-altered" });
  });

  it("aborts the other downloads and waits for them before it fails", async () => {
    await using it = await vault();
    edit((ticket) => {
      const [attachment] = ticket.ConversationList[1]?.Attachments ?? [];
      const more = ["a", "b"].map((name, index) => ({
        ...attachment,
        FileName: `${name}.txt`,
        ContentPath: `email/00000000-0000-4000-8000-00000000000${index}`,
      }));
      ticket.ConversationList[1]?.Attachments?.push(...(more as never[]));
    });
    sandbox.fault({ on: "attachment", file: "a.txt", kind: "stall", sendBytes: 10 });
    sandbox.fault({ on: "attachment", file: "b.txt", kind: "slow", delayMs: 100 });
    const store = directoryStore(it.folder);
    const full: typeof store = Object.create(store, {
      location: { value: store.location },
      stage: {
        value: (area: string, identity: string, body: Uint8Array) =>
          sandbox.counts.attachmentBytes > 200_000
            ? Promise.reject(new StoreError("no-space", "the disk is full"))
            : store.stage(area, identity, body),
      },
    });
    for (const name of ["read", "stat", "create", "listStaged"] as const) {
      Object.defineProperty(full, name, { value: store[name].bind(store) });
    }
    await using wired = harness(sandbox, full);

    await expect(wired.archive(143)).rejects.toMatchObject({ code: "no-space" });

    const incoming = [...(await it.files()).keys()].filter((path) => path.includes("incoming"));
    expect(incoming).toEqual([]);
  });

  // H1
  it("commits nothing once its time is over, however late that shows", async () => {
    await using it = await vault();
    const over = new AbortController();
    const store = directoryStore(it.folder);
    const late = overriding(store, {
      stage: async (area, identity, body) => {
        if (identity === "source.json") over.abort(new Error("over"));
        return store.stage(area, identity, body);
      },
    });
    await using wired = harness(sandbox, late);
    const request = { orgId: 22824, ticketId: 143, reason: "test", requestedBy: "tests" };

    await expect(wired.request(request, { signal: over.signal })).rejects.toThrow("over");

    expect([...(await it.files()).keys()].filter((path) => path.startsWith(OBJECT))).toEqual([]);
  });

  it("never writes outside of the account's root, whatever the names", async () => {
    await using it = await vault();
    edit((ticket) => {
      const attachment = ticket.ConversationList[1]?.Attachments?.[0];
      if (attachment) attachment.FileName = "../../../../escaped\u0000.png";
      for (const conversation of ticket.ConversationList) conversation.Id = `../../${conversation.Id}`;
    });
    await mkdir(join(it.folder, "archive"), { recursive: true });
    expect(await it.archive(143)).toMatchObject({ completeness: "complete" });
    for (const path of (await it.files()).keys()) expect(path).toMatch(/^(archive\/22824\/|\.staging\/)/);
  });
});
