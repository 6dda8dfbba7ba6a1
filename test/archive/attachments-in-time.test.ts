/** What a run does when its time for attachments is over: it commits what there is, and names what is left. */
import { afterAll, beforeAll, beforeEach, expect, it, onTestFinished } from "vitest";
import { type Sandbox, startSandbox } from "../../cli/sandbox/sandbox.ts";
import type { ArchivedReceipt } from "../../shared/archive/receipt.ts";
import { directoryStore } from "../../shared/store/directory.ts";
import { parseTicketDocument } from "../../shared/ticket/read-document.ts";
import { tempFolder } from "../temp.ts";
import { archived, harness } from "./harness.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

/** So many transfers are under way at once: the next is begun when one of them has come to its end. */
const AT_ONCE = 4;

/** Archives 143; `graceMs` is how long a stalled transfer is waited for, `over` when the time for attachments is over. */
type Run = (options?: { readonly graceMs?: number; readonly over?: AbortSignal }) => Promise<ArchivedReceipt>;

/** Aborted when `isOver` holds: what happens ends the time here, and not a clock. */
function once(isOver: () => boolean): AbortSignal {
  const over = new AbortController();
  const look = setInterval(() => isOver() && over.abort(), 1);
  onTestFinished(() => clearInterval(look));
  return over.signal;
}

/** Aborted when so many attachments have come to their end, and all other transfers stall. */
function onceEnded(count: number): AbortSignal {
  const before = sandbox.counts.attachmentRequests;
  return once(() => sandbox.counts.attachmentRequests - before === AT_ONCE + count);
}

interface Vault {
  readonly archive: Run;
  /** What became of each attachment in a version, by name: its status, or the reason of its failure. */
  outcomes(version: string): Promise<Record<string, string>>;
}

async function vault(): Promise<Vault> {
  const folder = await tempFolder();
  onTestFinished(() => folder[Symbol.asyncDispose]());
  const store = directoryStore(folder.path);
  return {
    async archive({ graceMs = 60_000, over } = {}) {
      await using it = harness(sandbox, store, { transfer: { graceMs } });
      const request = { orgId: sandbox.orgId, ticketId: 143, reason: "test", requestedBy: "tests" };
      return archived(await it.request(request, { attachmentsOver: over }));
    },
    async outcomes(version) {
      const file = await store.read(`archive/22824/143/${version}/content/ticket.json`);
      const { conversations } = parseTicketDocument(file?.bytes ?? new Uint8Array());
      return Object.fromEntries(
        conversations.flatMap(({ attachments }) =>
          attachments.map((each) => [each.fileName, each.status === "failed" ? each.reason : each.status]),
        ),
      );
    },
  };
}

/** Gives 143 these attachments, by name, with their sizes. */
function attach(sizes: Readonly<Record<string, number | null>>): void {
  const ticket = structuredClone(sandbox.ticket(143));
  const conversation = ticket?.ConversationList.find(({ Attachments }) => Attachments?.length);
  const [one] = conversation?.Attachments ?? [];
  if (ticket === undefined || conversation === undefined || one === undefined)
    throw new Error("no attachment");
  conversation.Attachments = Object.entries(sizes).map(([FileName, FileSize]) => {
    return {
      ...one,
      FileName,
      FileSize,
      ContentType: "text/plain",
      ContentPath: `email/${FileName.replace(".txt", "")}`,
    };
  });
  sandbox.setTicket(143, ticket);
}

const alike = (count: number): Record<string, number> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`s${index}.txt`, 1000]));

it("commits what is stored, names the rest, and the next run takes only that", async () => {
  const { archive, outcomes } = await vault();
  attach({ "a.txt": 1000, "b.txt": 1000, ...alike(4) });
  for (const file of Object.keys(alike(4)))
    sandbox.fault({ on: "attachment", kind: "stall", sendBytes: 500, file });

  expect(await archive({ over: onceEnded(2) })).toMatchObject({
    outcome: "archived",
    version: "v1",
    completeness: "incomplete",
    conversations: 2,
    attachments: { stored: 2, failed: 4 },
  });
  expect(await outcomes("v1")).toEqual({
    "a.txt": "stored",
    "b.txt": "stored",
    "s0.txt": "not-in-time",
    "s1.txt": "not-in-time",
    "s2.txt": "not-in-time",
    "s3.txt": "not-in-time",
  });

  sandbox.clearFaults();
  expect(await archive()).toMatchObject({
    version: "v2",
    completeness: "complete",
    attachments: { downloaded: 4 },
    message: "4 attachments completed. Complete.",
  });
});

it("archives the conversations of a ticket whose time was over before it could begin", async () => {
  const { archive } = await vault();

  const receipt = await archive({ over: AbortSignal.abort() });

  expect(receipt).toMatchObject({ version: "v1", conversations: 2, problems: [{ detail: "not-in-time" }] });
  expect(sandbox.counts.attachmentRequests).toBe(0);
});

it("waits no longer for a fresh URL either", async () => {
  const { archive } = await vault();
  attach({ "expired.txt": 1000 });
  sandbox.fault({ on: "attachment", kind: "expired" });
  sandbox.fault({ on: "api", kind: "slow", delayMs: 0, times: 1 });
  sandbox.fault({ on: "api", kind: "stall" });

  const over = once(() => sandbox.counts.apiCalls === 2);
  expect((await archive({ over })).problems).toMatchObject([{ detail: "not-in-time" }]);
});

it("lets nothing that stalled before keep the others from being taken", async () => {
  const { archive, outcomes } = await vault();
  attach(alike(5));
  for (const file of Object.keys(alike(5))) sandbox.fault({ on: "attachment", kind: "stall", file });
  await archive({ graceMs: 20 });
  expect(new Set(Object.values(await outcomes("v1")))).toEqual(new Set(["too-slow"]));
  attach({ ...alike(5), "new.txt": 2000 });

  await archive({ over: onceEnded(1) });

  expect(await outcomes("v2")).toMatchObject({ "s0.txt": "too-slow", "new.txt": "stored" });
});

it("takes small files first, and those of unknown size last", async () => {
  const { archive, outcomes } = await vault();
  attach({ "a.txt": null, "b.txt": 0, "c.txt": 9000, "d.txt": 9000, "small.txt": 1000 });
  for (const file of ["a.txt", "b.txt", "c.txt", "d.txt"])
    sandbox.fault({ on: "attachment", kind: "stall", file });

  await archive({ over: onceEnded(1) });

  expect(await outcomes("v1")).toMatchObject({ "a.txt": "not-in-time", "small.txt": "stored" });
});

it("gives an attachment its true reason once a try of it has come to its end, and that for good", async () => {
  const { archive, outcomes } = await vault();
  await archive({ over: AbortSignal.abort() });
  sandbox.fault({ on: "attachment", kind: "status", status: 404 });

  expect(await archive()).toMatchObject({ outcome: "archived", version: "v2" });
  expect(await archive({ over: AbortSignal.abort() })).toMatchObject({ outcome: "unchanged", version: "v2" });
  expect(Object.values(await outcomes("v2"))).toEqual(["gone"]);
});
