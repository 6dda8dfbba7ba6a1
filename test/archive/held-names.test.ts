/** A ticket whose file was archived under a name that is cleaned otherwise today. */
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../cli/sandbox/sandbox.ts";
import { readHead } from "../../shared/archive/head.ts";
import { type ObjectPlace, ticketPlace } from "../../shared/archive/place.ts";
import { commitVersion } from "../../shared/archive/publish.ts";
import { readTicket } from "../../shared/archive/read-ticket.ts";
import { headState, nextInventory } from "../../shared/ocfl/inventory.ts";
import { directoryStore } from "../../shared/store/directory.ts";
import type { StagedFile } from "../../shared/store/object-store.ts";
import { ensureStorageRoot } from "../../shared/store/storage-root.ts";
import { ticketBytes } from "../../shared/ticket/document.ts";
import { tempFolder } from "../temp.ts";
import { harness } from "./harness.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

const NOW = "attachments/135/1-Sigthór.png";
const THEN = "attachments/135/1-Sigþór.png";

it("stays unchanged, and its next version keeps the name", async () => {
  const ticket = structuredClone(sandbox.ticket(143));
  const attachment = ticket?.ConversationList[1]?.Attachments?.[0];
  if (ticket === undefined || attachment === undefined) throw new Error("ticket 143 has no attachment");
  attachment.FileName = "Sigþór.png";
  sandbox.setTicket(143, ticket);
  await using today = await tempFolder();
  await using folder = await tempFolder();
  const source = directoryStore(today.path);
  await using once = harness(sandbox, source);
  await once.archive(143);
  const store = directoryStore(folder.path);
  const place = ticketPlace(store, sandbox.orgId, 143);
  await copyAsThen(ticketPlace(source, sandbox.orgId, 143), place);

  await using it = harness(sandbox, store);
  expect(await it.archive(143)).toMatchObject({ outcome: "unchanged", version: "v1" });
  const [first] = ticket.ConversationList;
  if (first) first.Text = "Edited.";
  sandbox.setTicket(143, ticket);
  expect(await it.archive(143)).toMatchObject({ version: "v2", attachments: { stored: 1, downloaded: 0 } });
  expect(await filesIn(place)).toEqual([THEN, "details.json", "source.json", "ticket.json"]);
});

/** Publishes version 1 of a ticket in another place, with the name that the file would have had before. */
async function copyAsThen(from: ObjectPlace, to: ObjectPlace): Promise<void> {
  const head = await readHead(from);
  if (head === undefined) throw new Error("there is no archive");
  await ensureStorageRoot(to.store, sandbox.orgId);
  const document = JSON.parse(
    JSON.stringify(await readTicket(from, head.inventory)).replace(`"${NOW}"`, `"${THEN}"`),
  );
  const staged = new Map<string, StagedFile>();
  for (const path of headState(head.inventory).keys()) {
    const found = await from.store.read(`${from.object}/v1/content/${path}`);
    if (found === undefined) throw new Error(`there is no ${path}`);
    const bytes = path === "ticket.json" ? ticketBytes(document) : found.bytes;
    const file = await to.store.stage(to.area, `file-${staged.size}`, bytes);
    staged.set(path === NOW ? THEN : path, file);
  }
  const next = nextInventory(undefined, {
    id: to.id,
    created: "2026-01-01T00:00:00.000Z",
    message: "Archived then.",
    user: { name: "tests", address: `urn:leadsquared:${sandbox.orgId}` },
    files: new Map([...staged].map(([path, { sha256 }]) => [path, sha256])),
  });
  await commitVersion(to, undefined, next, [...staged.values()]);
}

/** Names of the files of the latest version. */
async function filesIn(place: ObjectPlace): Promise<string[]> {
  const head = await readHead(place);
  return head === undefined ? [] : [...headState(head.inventory).keys()].toSorted();
}
