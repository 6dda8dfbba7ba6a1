/** A run that dies at any operation of its store leaves the last version whole; the next run finishes the work. */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../cli/sandbox/sandbox.ts";
import { directoryStore } from "../../shared/store/directory.ts";
import { Died, type DyingStore, dyingStore } from "../archive/dying-store.ts";
import { harness } from "../archive/harness.ts";
import { STORES, type TestStore } from "../archive/stores.ts";
import { type WholeObject, wholeObject } from "../archive/whole.ts";
import { filesOf, type TempFolder, tempFolder } from "../temp.ts";

const OBJECT = "archive/22824/143";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ limit: { calls: 1_000_000 } });
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

/** Version 1 is what the documented ticket is; then another conversation comes, and another still. */
function upstream(state: 1 | 2 | 3): void {
  sandbox.reset();
  const ticket = structuredClone(sandbox.ticket(143));
  const [first] = ticket?.ConversationList ?? [];
  if (ticket === undefined || first === undefined) throw new Error("ticket 143 is not there");
  for (let number = 2; number <= state; number += 1) {
    const attachment = {
      FileName: `${number}.txt`,
      FileSize: 100 * number,
      ContentType: "text/plain",
      ContentPath: `email/00000000-0000-4000-8000-00000000000${number}`,
    };
    ticket.ConversationList.push({ ...first, Id: 200 + number, Attachments: [attachment as never] });
  }
  sandbox.setTicket(143, ticket);
}

async function archive(store: Awaited<ReturnType<TestStore["open"]>>): Promise<void> {
  await using wired = harness(sandbox, store);
  await wired.archive(143);
}

async function dies(mortal: DyingStore): Promise<boolean> {
  try {
    await archive(mortal.store);
    return false;
  } catch (error) {
    if (error instanceof Died) return true;
    throw error;
  }
}

async function published(place: TestStore): Promise<WholeObject | undefined> {
  return wholeObject(await place.open(), OBJECT);
}

function bytesOf(object: WholeObject | undefined): Record<string, string> {
  return Object.fromEntries(
    [...(object?.files ?? [])].map(([path, bytes]) => [path, bytes.toString("base64")]),
  );
}

describe.each(STORES)("on %s", (_, makeStore) => {
  /** The object after undisturbed runs over these upstream states. */
  async function undisturbed(...states: (1 | 2 | 3)[]): Promise<Record<string, string>> {
    await using place = await makeStore();
    for (const state of states) {
      upstream(state);
      await archive(await place.open());
    }
    return bytesOf(await published(place));
  }

  it("dying after any operation of the first version, then running again, ends in the bytes of an undisturbed run", async () => {
    const expected = await undisturbed(1);
    for (let at = 1; ; at += 1) {
      await using place = await makeStore();
      upstream(1);
      const died = await dies(dyingStore(await place.open(), at));
      await archive(await place.open());
      expect(bytesOf(await published(place)), `died at ${at}`).toEqual(expected);
      if (!died) {
        expect(at).toBeGreaterThan(13);
        return;
      }
    }
  });

  it("dying after any operation of the second version leaves the first one readable, and running again finishes", async () => {
    const [first, expected] = [await undisturbed(1), await undisturbed(1, 2)];
    for (let at = 1; ; at += 1) {
      await using place = await makeStore();
      upstream(1);
      await archive(await place.open());
      upstream(2);
      const died = await dies(dyingStore(await place.open(), at));
      const root = JSON.parse(String(await read(place, "inventory.json")));
      if (root.head === "v1") {
        for (const [path, bytes] of Object.entries(first)) {
          if (path.startsWith("v1/"))
            expect((await read(place, path)).toString("base64"), `died at ${at}`).toBe(bytes);
        }
      }
      await archive(await place.open());
      expect(bytesOf(await published(place)), `died at ${at}`).toEqual(expected);
      if (!died) return;
    }
  });

  it("a run that sees newer data first finishes what was claimed, and no content is in the wrong version", async () => {
    const [skipped, all] = [await undisturbed(1, 3), await undisturbed(1, 2, 3)];
    const heads = new Set<string>();
    for (let at = 1; ; at += 1) {
      await using place = await makeStore();
      upstream(1);
      await archive(await place.open());
      upstream(2);
      const died = await dies(dyingStore(await place.open(), at));
      upstream(3);
      await archive(await place.open());
      const object = await published(place);
      heads.add(object?.inventory.head ?? "");
      expect(bytesOf(object), `died at ${at}`).toEqual(object?.inventory.head === "v3" ? all : skipped);
      if (!died) break;
    }
    expect(heads).toEqual(new Set(["v2", "v3"]));
  });
});

describe("a claim that an earlier run left", () => {
  /** A folder in which a run on the ticket's first state died right after claiming version 1. */
  async function claimed(): Promise<TempFolder> {
    upstream(1);
    for (let at = 1; ; at += 1) {
      const folder = await tempFolder();
      expect(await dies(dyingStore(directoryStore(folder.path), at))).toBe(true);
      const paths = [...(await filesOf(folder.path)).keys()];
      if (paths.some((path) => /\/v1\/inventory\.json$/.test(path))) return folder;
      await folder[Symbol.asyncDispose]();
    }
  }

  const emptyStaging = (folder: TempFolder) => rm(join(folder.path, ".staging/files"), { recursive: true });

  it("on version 1 is finished even when LeadSquared does not answer any more", async () => {
    await using folder = await claimed();
    sandbox.fault({ on: "api", kind: "status", status: 404 });

    await expect(archive(directoryStore(folder.path))).rejects.toMatchObject({ code: "not-found" });

    expect((await wholeObject(directoryStore(folder.path), OBJECT))?.inventory.head).toBe("v1");
  });

  it("is finished although staging was emptied, where LeadSquared still gives the same", async () => {
    await using folder = await claimed();
    await emptyStaging(folder);

    await archive(directoryStore(folder.path));

    expect((await wholeObject(directoryStore(folder.path), OBJECT))?.inventory.head).toBe("v1");
  });

  it("says what to do when it cannot be finished", async () => {
    await using folder = await claimed();
    await emptyStaging(folder);
    upstream(2);

    await expect(archive(directoryStore(folder.path))).rejects.toMatchObject({
      code: "staged-file-gone",
      message: expect.stringMatching(/put a file with SHA-256 [0-9a-f]{64} back there/),
    });
  });
});

async function read(place: TestStore, path: string): Promise<Buffer> {
  return Buffer.from((await (await place.open()).read(`${OBJECT}/${path}`))?.bytes ?? []);
}
