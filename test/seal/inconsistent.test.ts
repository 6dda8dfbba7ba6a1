/** What is published is sealed, whatever it says; what contradicts itself in it stands in the entry by code. */
import { describe, expect, it } from "vitest";
import { startSandbox } from "../../cli/sandbox/sandbox.ts";
import { readHead } from "../../shared/archive/head.ts";
import { inventoryKey, type ObjectPlace, sidecarKey, ticketPlace } from "../../shared/archive/place.ts";
import { commitVersion } from "../../shared/archive/publish.ts";
import { readTicket } from "../../shared/archive/read-ticket.ts";
import { sha256Hex } from "../../shared/digest.ts";
import { entryKey, versionKey } from "../../shared/keys.ts";
import { headState, nextInventory, sidecarBytes } from "../../shared/ocfl/inventory.ts";
import { type TicketDocument, ticketBytes } from "../../shared/ticket/document.ts";
import { harness } from "../archive/harness.ts";
import { ORG } from "./archived.ts";
import { batch, makeSealer, notice } from "./sealer.ts";

const LATER = "2026-01-02T03:30:00.000Z";

/** A ticket with an attachment, archived as the product does it, and a sealer. */
async function archivedTicket() {
  const sandbox = await startSandbox();
  const sealer = await makeSealer();
  const wired = harness(sandbox, sealer.store);
  await wired.archive(143);
  return {
    sandbox,
    sealer,
    wired,
    place: ticketPlace(sealer.store, ORG, 143),
    /** Seals the version, and gives the codes in the entry that was written last. */
    async sealed(version: number): Promise<string[]> {
      const key = versionKey({ orgId: ORG, ticketId: 143, version });
      expect(await sealer.seal(batch(notice(key)))).toEqual([]);
      const head = await sealer.wired.ledgerOf(ORG).settle();
      const bytes = (await sealer.store.read(entryKey(ORG, head?.sequence ?? 0)))?.bytes;
      const entry = JSON.parse(Buffer.from(bytes ?? []).toString());
      expect(entry.sealed.map((each: { key: string }) => each.key)).toContain(key);
      return entry.inconsistent.map(({ code }: { code: string }) => code);
    },
    async [Symbol.asyncDispose]() {
      await wired[Symbol.asyncDispose]();
      await sandbox.close();
      await sealer[Symbol.asyncDispose]();
    },
  };
}

/** A second version, as whoever has the archive function's rights could publish it. */
async function invent(
  place: ObjectPlace,
  change: (document: TicketDocument) => void,
  created = LATER,
): Promise<void> {
  const head = await readHead(place);
  if (head === undefined) throw new Error("nothing was archived");
  const document = structuredClone(await readTicket(place, head.inventory));
  change(document);
  const staged = await place.store.stage(place.area, "ticket.json", ticketBytes(document));
  const files = new Map([...headState(head.inventory), ["ticket.json", staged.sha256] as const]);
  const user = { name: "sync", address: `urn:leadsquared:${ORG}` };
  const next = nextInventory(head.inventory, { id: place.id, created, message: "Nothing.", user, files });
  await commitVersion(place, head, next, [staged]);
}

function conversationsOf(document: TicketDocument): Record<string, unknown>[] {
  return document.conversations as unknown as Record<string, unknown>[];
}

function attachmentOf(document: TicketDocument): Record<string, unknown> {
  const [file] = document.conversations.flatMap(({ attachments }) => attachments);
  return file as unknown as Record<string, unknown>;
}

// E4
describe("a version that was archived", () => {
  it("has no code, its first, and one that edits, removes and restores neither", async () => {
    await using given = await archivedTicket();
    expect(await given.sealed(1)).toEqual([]);
    const ticket = structuredClone(given.sandbox.ticket(143));
    const [first] = ticket?.ConversationList ?? [];
    if (ticket === undefined || first === undefined) throw new Error("ticket 143 is not there");
    given.sandbox.setTicket(143, {
      ...ticket,
      ConversationList: [{ ...first, Text: "5", Html: "<p>5</p>" }],
    });
    await given.wired.archive(143);
    expect(await given.sealed(2)).toEqual([]);
    given.sandbox.setTicket(143, ticket);
    await given.wired.archive(143);
    expect(await given.sealed(3)).toEqual([]);
  });
});

// E4
describe("a version that was invented", () => {
  it.each<[string, (document: TicketDocument) => void, readonly string[]]>([
    ["another size", (document) => void Object.assign(attachmentOf(document), { size: 7 }), ["size-differs"]],
    [
      "another digest",
      (document) => void Object.assign(attachmentOf(document), { sha256: "a".repeat(64) }),
      ["digest-differs"],
    ],
    [
      "a message less",
      (document) => void conversationsOf(document).pop(),
      ["seen-before-missing", "wording-missing"],
    ],
    [
      "other words",
      (document) => void Object.assign(conversationsOf(document)[0] ?? {}, { text: "We accept." }),
      ["seen-before-missing", "wording-missing"],
    ],
    [
      "a document of nothing",
      (document) => void Object.assign(document, { schema: "x" }),
      ["document-unreadable"],
    ],
  ])("with %s is sealed, and named", async (_, change, codes) => {
    await using given = await archivedTicket();
    await given.sealed(1);
    await invent(given.place, change);
    const failing = codes.includes("document-unreadable");
    if (!failing) expect(await given.sealed(2)).toEqual(codes);
    else {
      // Nobody can be told of it, and it is sealed all the same.
      const key = versionKey({ orgId: ORG, ticketId: 143, version: 2 });
      expect(await given.sealer.seal(batch(notice(key)))).toEqual(["m0"]);
    }
    const [logged] = given.sealer.logged().filter((event) => event === "seal.inconsistent");
    expect(logged).toBe("seal.inconsistent");
  });

  it("that is older than the one before is named; five minutes are let pass", async () => {
    await using given = await archivedTicket();
    const before = "2026-01-02T02:00:00.000Z";
    await invent(given.place, () => {}, before);
    expect(await given.sealed(2)).toEqual(["time-goes-back"]);
    await invent(given.place, () => {}, "2026-01-02T01:56:00.000Z");
    expect(await given.sealed(3)).toEqual([]);
  });
});

it("a ticket that was invented whole is sealed without a code: LeadSquared, asked again, has nothing of it", async () => {
  await using given = await archivedTicket();
  const { sandbox, wired, sealer } = given;
  const invented = sandbox.ticket(143);
  if (invented === undefined) throw new Error("ticket 143 is not there");
  sandbox.setTicket(777, structuredClone(invented));
  await wired.archive(777);
  sandbox.change(777, { kind: "empty" });
  await sealer.seal(batch(notice(versionKey({ orgId: ORG, ticketId: 777, version: 1 }))));
  expect(sealer.logged()).not.toContain("seal.inconsistent");

  expect(await wired.archive(777)).toMatchObject({ version: "v2", outcome: "archived" });

  const place = ticketPlace(sealer.store, ORG, 777);
  const head = await readHead(place);
  const { conversations } = await readTicket(place, head?.inventory ?? nothing());
  expect(conversations.filter(({ listed }) => listed)).toEqual([]);
});

/** Another program's second version: an added note, in its own way of writing an inventory. */
async function byAnotherProgram(place: ObjectPlace): Promise<void> {
  const head = await readHead(place);
  if (head === undefined) throw new Error("nothing was archived");
  const note = Buffer.from("note");
  const inventory = nextInventory(head.inventory, {
    id: place.id,
    created: LATER,
    message: "",
    user: { name: "R", address: "" },
    files: new Map([...headState(head.inventory), ["note.txt", sha256Hex(note)] as const]),
  });
  const { message: _, ...version } = inventory.versions["v2"] ?? { message: "" };
  const bytes = Buffer.from(
    JSON.stringify({
      ...inventory,
      versions: { ...inventory.versions, v2: { ...version, user: { name: "R" } } },
    }),
  );
  const { store, object } = place;
  await store.create(`${object}/v2/content/note.txt`, note);
  await store.create(inventoryKey(place, "v2"), bytes);
  await store.create(sidecarKey(place, "v2"), sidecarBytes(sha256Hex(bytes)));
  await store.replace(inventoryKey(place), bytes, head.tag);
  await store.replace(sidecarKey(place), sidecarBytes(sha256Hex(bytes)), head.sidecarTag);
}

// F15
it("a version by another program is sealed with that mark, and archiving goes on from the one before", async () => {
  await using given = await archivedTicket();
  await given.sealed(1);
  await byAnotherProgram(given.place);
  expect(await given.sealed(2)).toEqual(["another-program"]);

  const receipt = await given.wired.archive(143);

  expect(receipt).toMatchObject({ outcome: "archived", version: "v3" });
  expect(await given.sealed(3)).toEqual([]);
  const head = await readHead(given.place);
  expect([...headState(head?.inventory ?? nothing()).keys()]).not.toContain("note.txt");
  expect(await given.wired.archive(143)).toMatchObject({ outcome: "unchanged", version: "v3" });
});

function nothing(): never {
  throw new Error("there is no head");
}

// E4
it("a clock that jumped back makes no version older than the one before", async () => {
  await using given = await archivedTicket();
  await invent(given.place, () => {}, "2026-01-02T09:00:00.000Z");
  const ticket = structuredClone(given.sandbox.ticket(143));
  ticket?.ConversationList.pop();
  if (ticket !== undefined) given.sandbox.setTicket(143, ticket);
  const receipt = await given.wired.archive(143);
  expect(receipt.version).toBe("v3");
  const { versions } = (await readHead(given.place))?.inventory ?? nothing();
  expect(versions["v3"]?.created).toBe("2026-01-02T09:00:00.000Z");
  expect(await given.sealed(3)).toEqual([]);
});
