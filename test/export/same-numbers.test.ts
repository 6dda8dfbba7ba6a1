/** Control numbers and e-mail files: the same in every production, whatever became of the ticket between two of them. */
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../cli/sandbox/sandbox.ts";
import { planExport } from "../../shared/export/plan-export.ts";
import { runExport } from "../../shared/export/run-export.ts";
import { silentLogger } from "../../shared/log.ts";
import type { People } from "../../shared/people.ts";
import { directoryStore } from "../../shared/store/directory.ts";
import { folderOutput } from "../../shared/store/folder-output.ts";
import { harness } from "../archive/harness.ts";
import { filesOf, tempFolder } from "../temp.ts";
import { requestFor } from "./exported.ts";
import { unzipAll } from "./unzip.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

// X11, F20
it("are the same after a message of an earlier date came, other people were looked up, and a message was edited and removed", async () => {
  await using folder = await tempFolder();
  const store = directoryStore(join(folder.path, "vault"));
  await using wired = harness(sandbox, store);
  const produce = async (name: string, people: People | undefined): Promise<Production> => {
    await wired.archive(143);
    const output = folderOutput(join(folder.path, name));
    const now = (): Date => new Date();
    const dependencies = { archive: store, output, log: silentLogger, now, tool: "tests", people };
    const { id } = await runExport(dependencies, sandbox.orgId, requestFor([143]));
    return unpacked(join(folder.path, name, id));
  };

  const before = await produce("before", undefined);
  const answer = sandbox.ticket(143);
  const [first, ...others] = answer?.ConversationList ?? [];
  if (answer === undefined || first === undefined) throw new Error("The sandbox has no ticket 143.");
  const earlier = { ...first, Id: 9, CreatedOn: "2020-01-01T00:00:00", Text: "Earlier.", Attachments: [] };
  const edited = { ...first, Html: "<p>Edited.</p>", Text: "Edited." };
  sandbox.setTicket(143, { ...answer, ConversationList: [earlier, edited, ...others.slice(0, -1)] });
  const named = namesFor(String(first.CreatedBy));
  const after = await produce("after", named);

  // Of two messages and the description, which the sandbox words as the first message; after it the message of an earlier
  // date and two earlier wordings.
  expect(before.emails.size).toBe(3);
  expect(after.emails.size).toBe(6);
  // Somebody is named where names belong: the test would tell nothing otherwise.
  expect(before.table).not.toContain("Renamed");
  expect(after.table).toContain("Renamed");
  for (const [path, bytes] of before.emails) expect(after.emails.get(path)).toEqual(bytes);
  expect(after.numbers).toEqual(expect.arrayContaining([...before.numbers]));
  const ids = [...after.emails.values()].map((bytes) => /^Message-ID: (\S+)/m.exec(bytes.toString())?.[1]);
  expect(new Set(ids).size).toBe(6);
});

it("of an edited message both wordings have its attachments, and the plan leaves room for both", async () => {
  sandbox.reset();
  await using folder = await tempFolder();
  const store = directoryStore(join(folder.path, "vault"));
  await using wired = harness(sandbox, store);
  const output = folderOutput(join(folder.path, "out"));
  const dependencies = { archive: store, output, log: silentLogger, now: () => new Date(), tool: "tests" };
  const plan = async () => {
    await wired.archive(143);
    const { parts } = await planExport(dependencies, sandbox.orgId, requestFor([143]));
    return parts[0]?.tickets[0];
  };

  const before = await plan();
  const { ConversationList: list = [], ...rest } = sandbox.ticket(143) ?? {};
  sandbox.setTicket(143, {
    ...rest,
    ConversationList: list.map((each) => ({ ...each, Html: "<p>Edited.</p>" })),
  });
  const after = await plan();

  expect(before?.messageBytes).toBe(before?.attachmentBytes);
  expect(before?.messageBytes).toBeGreaterThan(0);
  expect(after?.messageBytes).toBe(2 * Number(after?.attachmentBytes));
});

function namesFor(id: string): People {
  return { lookedUp: "2026-11-28", people: [{ id, name: "Renamed Person", address: null }] };
}

interface Production {
  /** By their paths in the bag. */
  readonly emails: ReadonlyMap<string, Buffer>;
  /** What the load file names its documents by. */
  readonly numbers: readonly string[];
  /** `messages.csv`. */
  readonly table: string;
}

async function unpacked(folder: string): Promise<Production> {
  await unzipAll(folder);
  const files = await filesOf(folder);
  const emails = [...files].filter(([path]) => path.endsWith(".eml"));
  const dat = [...files].find(([path]) => path.endsWith(".dat"))?.[1].toString() ?? "";
  return {
    emails: new Map(emails.map(([path, bytes]) => [path.slice(path.indexOf("/eml/")), bytes])),
    table: [...files].find(([path]) => path === "messages.csv")?.[1].toString() ?? "",
    numbers: [...dat.matchAll(/^þ(TV[^þ]*)þ/gm)].map(([, number = ""]) => number),
  };
}
