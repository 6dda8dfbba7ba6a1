/** The demo finds its deleted message in the archive where it is kept, and says so where it is not. */
import { expect, test } from "vitest";
import { deleteMessage, isWordForWord, keptInWords, keptMessage } from "../../cli/demo-deletion.ts";
import { startSandbox } from "../../cli/sandbox/sandbox.ts";
import { openStore } from "../../cli/wiring.ts";
import { harness } from "../archive/harness.ts";
import { tempFolder } from "../temp.ts";

// T1
test("a deleted message is still there, word for word, and marked", async () => {
  await using folder = await tempFolder();
  const { store } = await openStore({ kind: "folder", folder: folder.path });
  const sandbox = await startSandbox();
  await using archiver = harness(sandbox, store);
  await archiver.archive(143);

  const before = deleteMessage(sandbox);
  await archiver.archive(143);
  const kept = await keptMessage(store, sandbox.orgId);
  await sandbox.close();

  expect(kept).toMatchObject({ version: "v2", message: { listed: false, lastSeen: "v1" } });
  expect(isWordForWord(kept, before)).toBe(true);
  expect(keptInWords(kept)).toMatch(/^v2 still has it, marked as listed until v1: “Hi, Has my email/);
});

test("a message that is lost, worded otherwise or not marked is told", async () => {
  await using folder = await tempFolder();
  const { store } = await openStore({ kind: "folder", folder: folder.path });
  const sandbox = await startSandbox();
  await using archiver = harness(sandbox, store);
  await archiver.archive(143);
  const listed = await keptMessage(store, sandbox.orgId);
  await sandbox.close();

  const lost = { version: "v2", message: undefined };
  expect(keptInWords(lost)).toBe("v2 does not have it");
  expect(isWordForWord(lost, { html: null, text: null })).toBe(false);
  expect(keptInWords(listed)).toContain("v1 still has it, not marked");
  expect(isWordForWord(listed, { html: listed.message?.html, text: "other words" })).toBe(false);
});
