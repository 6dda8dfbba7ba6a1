/** What was archived, read and checked by other people's OCFL, and by ours. */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../cli/sandbox/sandbox.ts";
import { validateStorageRoot } from "../../shared/ocfl/validator/validator.ts";
import { directoryStore } from "../../shared/store/directory.ts";
import { folderTree } from "../../shared/store/folder-tree.ts";
import { parseTicketDocument } from "../../shared/ticket/read-document.ts";
import { otherObject } from "../ocfl/other-implementation.ts";
import { type TempFolder, tempFolder } from "../temp.ts";
import { harness } from "./harness.ts";

const TICKETS = 10;

let sandbox: Sandbox;
let folder: TempFolder;
beforeAll(async () => {
  sandbox = await startSandbox({ tickets: TICKETS });
  folder = await tempFolder();
  await using wired = harness(sandbox, directoryStore(folder.path));
  for (const id of sandbox.ticketIds) await wired.archive(id);
  const ticket = structuredClone(sandbox.ticket(143));
  const [first] = ticket?.ConversationList ?? [];
  if (ticket === undefined || first === undefined) throw new Error("ticket 143 is not there");
  ticket.ConversationList.push({ ...first, Id: 200 });
  sandbox.setTicket(143, ticket);
  await wired.archive(143);
});
afterAll(async () => {
  await sandbox.close();
  await folder[Symbol.asyncDispose]();
});

it("another implementation reads every object, and every file of every version with its digest", async () => {
  for (const ticketId of sandbox.ticketIds) {
    const root = join(folder.path, "archive", String(sandbox.orgId), String(ticketId));
    const object = otherObject(root, `urn:leadsquared:${sandbox.orgId}:ticket:${ticketId}`, "sha256");
    const { head } = await object.getInventory();
    expect(head).toBe(ticketId === 143 ? "v2" : "v1");
    for (let number = 1; number <= Number(head.slice(1)); number += 1) {
      const version = `v${number}`;
      const paths = [...(await object.files(version))].map(({ logicalPath }) => logicalPath);
      const document = parseTicketDocument(await object.getFile("ticket.json", version).buffer());
      const stored = document.conversations.flatMap(({ attachments }) => attachments);
      expect(paths.toSorted()).toEqual(
        [
          "details.json",
          "source.json",
          "ticket.json",
          ...stored.map((file) => (file.status === "stored" ? file.path : "")),
        ].toSorted(),
      );
      for (const file of stored) {
        if (file.status !== "stored") throw new Error("an attachment is not stored");
        const bytes = await object.getFile(file.path, version).buffer();
        expect(createHash("sha256").update(bytes).digest("hex")).toBe(file.sha256);
      }
    }
  }
});

it("the whole storage root is valid by the specification, with no warning but SHA-256's", async () => {
  const codes = new Set<string>();
  const result = await validateStorageRoot(folderTree(folder.path), `archive/${sandbox.orgId}`, {
    mode: "full",
    onObject: ({ findings }) => {
      for (const { code } of findings) codes.add(code);
    },
  });
  expect(result.findings).toEqual([]);
  expect(result).toMatchObject({ objects: TICKETS + 1, validObjects: TICKETS + 1 });
  expect([...codes]).toEqual(["W004"]);
});
