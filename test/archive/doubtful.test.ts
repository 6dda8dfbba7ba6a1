/** Attachments whose bytes contradict what was announced: kept, named, taken again an hour later, and believed when they come twice. */
import { Readable } from "node:stream";
import { expect, it, onTestFinished } from "vitest";
import { type Sandbox, startSandbox } from "../../cli/sandbox/sandbox.ts";
import { sha256Hex } from "../../shared/digest.ts";
import { stagingArea } from "../../shared/keys.ts";
import { directoryStore } from "../../shared/store/directory.ts";
import { parseTicketDocument } from "../../shared/ticket/read-document.ts";
import { storedAttachments } from "../../shared/ticket/stored.ts";
import { tempFolder } from "../temp.ts";
import { type HarnessOptions, harness } from "./harness.ts";

const HOUR = 60 * 60 * 1000;
let now = Date.parse("2026-01-02T03:04:05.678Z");

async function vault() {
  const folder = await tempFolder();
  const sandbox: Sandbox = await startSandbox({ tickets: 1, limit: { calls: 1_000 } });
  const options: HarnessOptions = { now: () => new Date(now) };
  const store = directoryStore(folder.path);
  const wired = harness(sandbox, store, options);
  onTestFinished(async () => {
    await wired[Symbol.asyncDispose]();
    await sandbox.close();
    await folder[Symbol.asyncDispose]();
  });
  const read = async (key: string): Promise<Uint8Array> => {
    const file = await store.read(`archive/22824/143/${key}`);
    if (file === undefined) throw new Error(`no ${key}`);
    return file.bytes;
  };
  return {
    sandbox,
    read,
    archive: () => wired.archive(143),
    /** The ticket's only attachment, and its identity. */
    attachment: async (version: string) => {
      const document = parseTicketDocument(await read(`${version}/content/ticket.json`));
      const attachment = document.conversations.flatMap(({ attachments }) => attachments)[0];
      const [identity] = storedAttachments(document).keys();
      if (attachment === undefined) throw new Error("no attachment");
      return { ...attachment, identity };
    },
  };
}

// T5
it("an error page is kept as doubtful, not asked for again within the hour, and replaced by the file after it", async () => {
  const { sandbox, archive } = await vault();
  sandbox.fault({ on: "attachment", kind: "error-page", format: "html", times: 1 });

  expect(await archive()).toMatchObject({
    completeness: "incomplete",
    attachments: { stored: 0, doubtful: 1 },
  });
  expect(await archive()).toMatchObject({
    outcome: "unchanged",
    attachments: { doubtful: 1, downloaded: 0 },
  });
  now += HOUR;
  expect(await archive()).toMatchObject({
    outcome: "archived",
    completeness: "complete",
    attachments: { stored: 1, doubtful: 0, downloaded: 1 },
  });
});

// T5
it("the same bytes from two downloads are stored, and a notice says so", async () => {
  const { sandbox, archive } = await vault();
  sandbox.fault({ on: "attachment", kind: "error-page", format: "html" });

  await archive();
  now += HOUR;

  const receipt = await archive();
  expect(receipt).toMatchObject({ completeness: "complete", attachments: { stored: 1, doubtful: 0 } });
  expect(receipt.problems.map(({ detail }) => detail)).toContain("same-twice");
});

// T5, F5
it("bytes that are never the same are asked for five times, an hour apart; the first and the last are kept", async () => {
  const { sandbox, archive, attachment, read } = await vault();
  sandbox.fault({ on: "attachment", kind: "error-page", format: "html", ofFileSize: true, varying: true });

  for (let hour = 0; hour < 8; hour += 1) {
    await archive();
    now += HOUR;
  }

  expect(sandbox.counts.attachmentRequests).toBe(5);
  const [one, last] = [await attachment("v1"), await attachment("v5")];
  if (one.status !== "doubtful" || last.status !== "doubtful") throw new Error("not doubtful");
  expect(last).toMatchObject({ tries: 5, reasons: ["page"], first: { sha256: one.sha256 } });
  expect(last.sha256).not.toBe(one.sha256);
  expect(sha256Hex(await read(`v1/content/${one.path}`))).toBe(one.sha256);
  expect(sha256Hex(await read(`v5/content/${last.path}`))).toBe(last.sha256);
  expect(await archive()).toMatchObject({ outcome: "unchanged", version: "v5", completeness: "incomplete" });
});

// T6, T7, F5
it.each([
  [{ kind: "size", bytes: 0 }, ["empty", "size"]],
  [{ kind: "size", bytes: 500 }, ["size"]],
  [{ kind: "size", bytes: 200_000 }, ["size"]],
  [{ kind: "part", sendBytes: 500, status: 200 }, ["size"]],
  [{ kind: "checksum", header: "Content-MD5" }, ["checksum"]],
] as const)("%j makes an attachment doubtful", async (fault, reasons) => {
  const { sandbox, archive, attachment } = await vault();
  sandbox.fault({ on: "attachment", ...fault });

  expect(await archive()).toMatchObject({ completeness: "incomplete", attachments: { doubtful: 1 } });
  expect(await attachment("v1")).toMatchObject({ status: "doubtful", reasons });
});

// T7
it("a body that ends with its connection is doubtful where no FileSize proves it, and one in chunks is not", async () => {
  const { sandbox, archive, attachment } = await vault();
  sandbox.fault({ on: "api", kind: "file-size", fileSize: null });
  sandbox.fault({ on: "attachment", kind: "unannounced", framing: "until-close", times: 1 });
  await archive();
  expect(await attachment("v1")).toMatchObject({ status: "doubtful", reasons: ["end"] });

  sandbox.fault({ on: "attachment", kind: "unannounced", framing: "chunked" });
  now += HOUR;
  await archive();

  expect(await attachment("v2")).toMatchObject({
    status: "stored",
    flags: ["size-undeclared", "size-unverified"],
  });
});

// F5
it("a checksum that contradicted once does not stick to the file that came right after it", async () => {
  const { sandbox, archive, attachment } = await vault();
  sandbox.fault({ on: "attachment", kind: "checksum", header: "Content-MD5", times: 1 });

  expect(await archive()).toMatchObject({ completeness: "complete" });
  expect(await attachment("v1")).toMatchObject({ status: "stored", flags: [] });
});

// T5
it("a doubtful file that a killed run left in staging is not taken from there", async () => {
  const { sandbox, archive, attachment } = await vault();
  await archive();
  const { identity } = await attachment("v1");
  const folder = await tempFolder();
  onTestFinished(() => folder[Symbol.asyncDispose]());
  const store = directoryStore(folder.path);
  await store.stage(
    stagingArea(22824, 143),
    `${identity}.doubt-page`,
    Readable.from([Buffer.from("<html>")]),
  );

  await using other = harness(sandbox, store);
  expect(await other.archive(143)).toMatchObject({
    completeness: "complete",
    attachments: { stored: 1, downloaded: 1 },
  });
});
