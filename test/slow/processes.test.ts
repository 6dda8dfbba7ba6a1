/** Ten processes archive one changing ticket into one folder at once. */
import { expect, it } from "vitest";
import { startSandbox } from "../../cli/sandbox/sandbox.ts";
import { directoryStore } from "../../shared/store/directory.ts";
import { parseTicketDocument } from "../../shared/ticket/read-document.ts";
import { wholeObject } from "../archive/whole.ts";
import { tempFolder } from "../temp.ts";
import { startArchiver } from "./process.ts";

const PROCESSES = 10;

it("every version is whole, none is older than the one before, and nobody fails", async () => {
  const sandbox = await startSandbox({ limit: { calls: 1_000_000 } });
  await using folder = await tempFolder();
  let calls = 0;
  sandbox.onRequest = ({ method }) => {
    if (method !== "POST") return;
    calls += 1;
    const ticket = structuredClone(sandbox.ticket(143));
    const [first] = ticket?.ConversationList ?? [];
    if (calls % 5 !== 0 || ticket === undefined || first === undefined) return;
    ticket.ConversationList.push({ ...first, Id: 1000 + calls, Attachments: [] });
    sandbox.setTicket(143, ticket);
  };
  const { origin, orgId, accessKey, secretKey } = sandbox;
  const job = {
    sandbox: { origin, orgId, accessKey, secretKey },
    store: { folder: folder.path },
    ticketIds: [143, 143, 143],
  };

  const ended = await Promise.all(Array.from({ length: PROCESSES }, () => startArchiver(job).ended));

  expect(ended.map(({ code, stderr }) => [code, stderr])).toEqual(ended.map(() => [0, ""]));
  const object = await wholeObject(directoryStore(folder.path), "archive/22824/143");
  if (object === undefined) throw new Error("nothing was published");
  const sizes = Object.keys(object.inventory.versions).map(
    (name) =>
      parseTicketDocument(object.version(name).get("ticket.json") ?? Buffer.of()).conversations.length,
  );
  expect(sizes.length).toBeGreaterThan(1);
  expect(sizes).toEqual([...new Set(sizes)].toSorted((a, b) => a - b));
  await sandbox.close();
});
