/** Twenty runs on one ticket at once: every version whole, none older than the one before, nothing lost. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../cli/sandbox/sandbox.ts";
import { parseTicketDocument } from "../../shared/ticket/read-document.ts";
import { harness } from "../archive/harness.ts";
import { slowStore } from "../archive/slow-store.ts";
import { STORES } from "../archive/stores.ts";
import { type WholeObject, wholeObject } from "../archive/whole.ts";

const RUNS = 20;
const OBJECT = "archive/22824/143";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ limit: { calls: 1_000_000 } });
});
afterAll(() => sandbox.close());
beforeEach(() => {
  sandbox.reset();
  sandbox.onRequest = undefined;
});

/** The ticket's n-th state: n more conversations, each with a file of its own. */
function upstream(state: number): void {
  const ticket = structuredClone(sandbox.ticket(143));
  const [first] = ticket?.ConversationList ?? [];
  if (ticket === undefined || first === undefined) throw new Error("ticket 143 is not there");
  ticket.ConversationList.push({
    ...first,
    Id: 1000 + state,
    Text: `state ${state}`,
    Attachments: [
      {
        FileName: "same-name.txt",
        FileSize: 500 + state,
        ContentType: "text/plain",
        ContentPath: `email/00000000-0000-4000-8000-${String(state).padStart(12, "0")}`,
      },
    ],
  });
  sandbox.setTicket(143, ticket);
}

/** How many conversations each version holds, after checking that its files are the ones it describes. */
function conversationsByVersion(object: WholeObject): number[] {
  return Object.keys(object.inventory.versions).map((name) => {
    const files = object.version(name);
    const document = parseTicketDocument(files.get("ticket.json") ?? Buffer.of());
    const stored = document.conversations.flatMap(({ attachments }) => attachments);
    expect([...files.keys()].toSorted()).toEqual(
      [
        "details.json",
        "source.json",
        "ticket.json",
        ...stored.map((file) => (file.status === "stored" ? file.path : "failed")),
      ].toSorted(),
    );
    for (const file of stored) {
      expect(file.status === "stored" && files.get(file.path)?.byteLength).toBe(file.declaredSize);
    }
    expect(document.completeness.status).toBe("complete");
    return document.conversations.length;
  });
}

describe.each(STORES)("on %s", (_, makeStore) => {
  async function archiveAtOnce(place: Awaited<ReturnType<typeof makeStore>>) {
    const one = async (_: unknown, index: number) => {
      await using wired = harness(sandbox, await place.open());
      return await wired.archive(143, `run ${index}`);
    };
    return Promise.all(Array.from({ length: RUNS }, one));
  }

  it("with the same data, one run archives it and the others find it unchanged", async () => {
    await using place = await makeStore();

    const receipts = await archiveAtOnce(place);

    expect(receipts.filter(({ outcome }) => outcome === "archived")).toHaveLength(1);
    expect(
      new Set(receipts.map(({ version, inventorySha256 }) => `${version} ${inventorySha256}`)).size,
    ).toBe(1);
    expect((await wholeObject(await place.open(), OBJECT))?.inventory.head).toBe("v1");
  });

  it("with data that changes under them, each version is whole and no newer state is covered by an older one", async () => {
    await using place = await makeStore();
    let calls = 0;
    sandbox.onRequest = ({ method }) => {
      if (method !== "POST") return;
      calls += 1;
      if (calls % 7 === 0) upstream(calls / 7);
    };

    await archiveAtOnce(place);

    sandbox.onRequest = undefined;
    const object = await wholeObject(await place.open(), OBJECT);
    if (object === undefined) throw new Error("nothing was published");
    const sizes = conversationsByVersion(object);
    expect(sizes.length).toBeGreaterThan(1);
    expect(sizes).toEqual(sizes.toSorted((a, b) => a - b));
    expect(new Set(sizes).size).toBe(sizes.length);
    expect(sizes.at(-1)).toBe(sandbox.ticket(143)?.ConversationList.length);
  });

  it("with slow writers among them, nobody fails and nothing is taken for an alteration", async () => {
    for (let round = 0; round < 2; round += 1) {
      sandbox.reset();
      await using place = await makeStore();
      let calls = 0;
      sandbox.onRequest = ({ method }) => {
        if (method !== "POST") return;
        calls += 1;
        if (calls % 2 === 0 && calls <= 16) upstream(calls);
      };
      const one = async (_: unknown, index: number) => {
        const store = slowStore(await place.open(), index % 3 === 0 ? 100 : 10);
        await using wired = harness(sandbox, store);
        for (let times = 0; times < 2; times += 1) await wired.archive(143, `run ${index}`);
      };

      await Promise.all(Array.from({ length: 8 }, one));

      expect(await wholeObject(await place.open(), OBJECT)).toBeDefined();
    }
  });
});
