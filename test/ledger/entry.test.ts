/** Ledger entries: one spelling only, and each follows the one before. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Entry, entryBytes, headOf, nextEntry, parseEntry } from "../../shared/ledger/entry.ts";
import { lastEntry } from "../../shared/ledger/head-search.ts";

const SHA = "a".repeat(64);
const origin = {
  orgId: 22824,
  keyId: "0123456789abcdef".repeat(4),
  now: new Date("2026-01-02T03:04:05.678Z"),
  tool: "tests",
};
const key = (ticket: number) => `archive/22824/${ticket}/v1/inventory.json`;

function sealing(...tickets: number[]): Entry {
  const versions = tickets.map((ticket) => ({ key: key(ticket), sha256: SHA }));
  return nextEntry(undefined, { kind: "versions", sealed: versions }, origin);
}

describe("an entry", () => {
  it("is written as this, byte for byte", () => {
    expect(Buffer.from(entryBytes(sealing(143))).toString()).toBe(`{
  "schema": "urn:ticketvault:ledger-entry:1",
  "org": 22824,
  "sequence": 1,
  "previous": null,
  "time": "2026-01-02T03:04:05.678Z",
  "kind": "versions",
  "sealed": [
    {
      "key": "archive/22824/143/v1/inventory.json",
      "sha256": "${SHA}"
    }
  ],
  "inconsistent": [],
  "newKeyId": null,
  "revokedKeyId": null,
  "revokedFrom": null,
  "keyId": "${origin.keyId}",
  "tool": "tests"
}
`);
  });

  it("sorts its files and reads back as it was", () => {
    const entry = sealing(9, 143, 1000);
    expect(entry.sealed.map((version) => version.key)).toEqual([key(1000), key(143), key(9)]);
    expect(parseEntry(entryBytes(entry), "here")).toEqual(entry);
  });

  it("names the one before, and is never earlier, whatever the clock says", () => {
    const first = sealing(143);
    const head = headOf(first, entryBytes(first));
    const late = { ...origin, now: new Date("2025-01-01T00:00:00.000Z") };
    expect(nextEntry(head, { kind: "heartbeat" }, late)).toMatchObject({
      sequence: 2,
      previous: head.sha256,
      time: first.time,
    });
  });

  it.each([
    ["another spelling of the same JSON", (text: string) => JSON.stringify(JSON.parse(text))],
    ["a version of another account", (text: string) => text.replace("archive/22824", "archive/7")],
    ["a key outside the archive", (text: string) => text.replace("143/v1", "../v1")],
    ["versions in a heartbeat", (text: string) => text.replace('"versions",', '"heartbeat",')],
    ["no newline at the end", (text: string) => text.trimEnd()],
    ["a new key in another kind", (text: string) => text.replace('"newKeyId": null', `"newKeyId": "${SHA}"`)],
    ["half a revocation", (text: string) => text.replace('"revokedFrom": null', '"revokedFrom": 1')],
    ["a short name of a key", (text: string) => text.replace(/(?<=keyId": ")[0-9a-f]{48}/, "")],
    [
      "a code for a file that it does not seal",
      (text: string) =>
        text.replace(
          '"inconsistent": []',
          '"inconsistent": [\n    {\n      "file": "x",\n      "code": "size-differs"\n    }\n  ]',
        ),
    ],
  ])("is none with %s", (_, change) => {
    const bytes = Buffer.from(change(Buffer.from(entryBytes(sealing(143))).toString()));
    expect(() => parseEntry(bytes, "here")).toThrow(/^here is no ledger entry/);
  });
});

// E4, E8
it("codes and revocations are read back as they were written, sorted and once each", () => {
  const file = key(143);
  const sealed = [{ key: file, sha256: SHA }];
  const inconsistent = ["wording-missing", "size-differs", "size-differs"].map((code) => ({ file, code }));
  const entries = [
    nextEntry(undefined, { kind: "versions", sealed, inconsistent }, origin),
    nextEntry(undefined, { kind: "revoke", revokedKeyId: SHA, revokedFrom: 1 }, origin),
    nextEntry(undefined, { kind: "key", newKeyId: SHA }, origin),
  ];
  for (const entry of entries) expect(parseEntry(entryBytes(entry), "here")).toEqual(entry);
  expect(entries[0]?.inconsistent).toEqual([
    { file, code: "size-differs" },
    { file, code: "wording-missing" },
  ]);
});

it.each([
  ["introduces itself", { kind: "key", newKeyId: origin.keyId }],
  ["revokes itself", { kind: "revoke", revokedKeyId: origin.keyId, revokedFrom: 1 }],
  ["revokes from a later entry on", { kind: "revoke", revokedKeyId: SHA, revokedFrom: 2 }],
] as const)("no entry's key %s", (_, content) => {
  const bytes = entryBytes(nextEntry(undefined, content, origin));
  expect(() => parseEntry(bytes, "here")).toThrow(/^here is no ledger entry/);
});

describe("an entry of a newer program", () => {
  // T18
  it.each([
    ["a higher number", (text: string) => text.replace("ledger-entry:1", "ledger-entry:2")],
    ["a kind that is not known here", (text: string) => text.replace('"versions",', '"weather",')],
    ["a field more", (text: string) => text.replace('"org"', '"more": 1,\n  "org"')],
  ])("is known by its envelope: %s", (_, change) => {
    const entry = sealing(143);
    const bytes = Buffer.from(change(Buffer.from(entryBytes(entry)).toString()));
    const { org, sequence, previous, time, keyId } = entry;
    const envelope = { org, sequence, previous, time, keyId };
    const unknown = { sealed: [], inconsistent: [], newKeyId: null, revokedKeyId: null, revokedFrom: null };
    expect(parseEntry(bytes, "here")).toEqual({ ...envelope, kind: "newer", ...unknown });
  });

  // E1
  it.each([
    ["a name stands twice", (text: string) => text.replace('"org"', `"keyId": "${SHA}",\n  "org"`)],
    ["an indent is another one", (text: string) => text.replace('  "org"', '    "org"')],
    ["a byte order mark stands in front", (text: string) => `\ufeff${text}`],
  ])("is none where %s: there is one way to read it", (_, change) => {
    const newer = Buffer.from(entryBytes(sealing(143)))
      .toString()
      .replace("ledger-entry:1", "ledger-entry:2");
    expect(() => parseEntry(Buffer.from(change(newer)), "here")).toThrow(/^here is no ledger entry/);
  });
});

it("the last entry is found from any known one, in few questions", async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(5000), fc.nat(5000), async (last, given) => {
      const known = Math.min(last, given);
      let asked = 0;
      const found = await lastEntry(async (sequence) => {
        asked += 1;
        return sequence <= last;
      }, known);
      expect(found).toBe(last);
      expect(asked).toBeLessThanOrEqual(2 * Math.ceil(Math.log2(last - known + 2)) + 1);
    }),
  );
});

// F30
it("the search for the last entry ends where everything is said to exist", async () => {
  let asked = 0;
  const found = await lastEntry(async () => {
    asked += 1;
    return true;
  }, 0);
  expect(found).toBeLessThanOrEqual(999_999_999_999);
  expect(asked).toBeLessThan(100);
});
