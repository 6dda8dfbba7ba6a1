/** `ticketvault export`: what it says, how it ends, and what it refuses. */
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { archivedBytes } from "../../shared/export/read-archived.ts";
import { parseExportRequest } from "../../shared/export/request.ts";
import type { ObjectStore } from "../../shared/store/object-store.ts";
import { type Ended, runHere, ticketvault } from "../cli/command.ts";
import { sealedVault, type Vault } from "./exported.ts";
import { ORG } from "./generated-vault.ts";

let vault: Vault;
beforeAll(async () => {
  vault = await sealedVault();
  await writeFile(join(vault.folder.path, "tickets.csv"), "Ticket Id;Name\n#1;a\n2;b\n");
  await writeFile(join(vault.folder.path, "empty.csv"), "Ticket Id\n");
});
afterAll(() => vault[Symbol.asyncDispose]());

const MANDATE = ["--matter", "Smith v. Acme", "--requested-by", "J. Doe", "--reason", "Discovery"];

function run(args: readonly string[], how = runHere): Promise<Ended> {
  const cwd = vault.folder.path;
  return how(
    ["export", ...MANDATE, "--org", String(ORG), "--out", "exports", "--key-file", "key.pem", ...args],
    { cwd },
  );
}

describe("ticketvault export", () => {
  it("packs what a CSV lists, says where, and ends with 0", async () => {
    const { code, stdout } = await run(
      ["--csv", "tickets.csv", "--part-size", "10MB", "--zone", "Asia/Kolkata"],
      ticketvault,
    );

    expect(code).toBe(0);
    expect(stdout).toMatch(/part-001-of-001\.zip /);
    const [, folder = ""] = /in (exports\/[0-9a-f]{16})\n/.exec(stdout) ?? [];
    expect(await readdir(join(vault.folder.path, folder))).toContain("export.json");
  });

  it("names what it left out, and ends with 3", async () => {
    const plain = await run(["--tickets", "1, #99", "--formats", "csv"]);
    const json = await run(["--tickets", "3 99", "--formats", "", "--json"]);

    expect(plain.code).toBe(3);
    expect(plain.stdout).toContain("left out #99  There is no archive of ticket 99.");
    expect(json.code).toBe(3);
    expect(JSON.parse(json.stdout)).toMatchObject({
      completeness: "incomplete",
      tickets: 1,
      unsealedVersions: 1,
    });
  });

  // X20
  it("names the tickets that it looked at and that were not asked for", async () => {
    const span = ["--sent-from", "2026-01-02", "--sent-to", "2026-01-03"];
    const { code, stdout } = await run([...span, "--direction", "outbound", "--formats", ""]);

    expect(stdout).toContain("2 tickets looked at and not asked for: 2-3.");
    expect(code).toBe(0);
  });

  it("ends with 4 when there is nothing to export", async () => {
    const { code, stderr } = await run(["--tickets", "98,99"]);

    expect(code).toBe(4);
    expect(stderr).toContain("none can be exported");
  });

  it.each([
    ["no tickets", [], "Say which tickets: "],
    ["two lists", ["--tickets", "1", "--csv", "tickets.csv"], "not both"],
    ["an unknown direction", ["--direction", "sideways"], "choose from inbound, outbound"],
    ["an empty CSV", ["--csv", "empty.csv"], "names no ticket"],
    ["a CSV that is not there", ["--csv", "none.csv"], "cannot be read (ENOENT)"],
    ["half a span", ["--archived-from", "2026-01-01"], "--archived-to is missing"],
    ["half a span of sending", ["--sent-to", "2026-01-01"], "--sent-from is missing"],
    ["a time without a zone", ["--sent-from", "2026-01-01T10:00", "--sent-to", "2026-02-01"], "is no time"],
    [
      "an empty span",
      ["--archived-from", "2026-02-01", "--archived-to", "2026-01-01"],
      "Give the earlier time first",
    ],
    ["an unknown zone", ["--tickets", "1", "--zone", "Mars/Base"], '"Mars/Base" is not a time zone'],
    ["an unknown form", ["--tickets", "1", "--formats", "pdf"], "choose from html,eml,csv,loadfile,mbox"],
    ["a size that is none", ["--tickets", "1", "--part-size", "large"], "give a size such as 1GB"],
    ["a size too small", ["--tickets", "1", "--part-size", "9.9MB"], "partSize: is below 10000000 bytes"],
    ["a place in the archive", ["--tickets", "1", "--out", "vault/archive/22824/1"], "inside the archive"],
    ["an empty matter", ["--tickets", "1", "--matter", " "], "matter: is empty"],
  ])("refuses %s with 2", async (_what, args, message) => {
    const { code, stderr } = await run(args);

    expect(stderr).toContain(message);
    expect(code).toBe(2);
  });
});

it("a request has one spelling", () => {
  const mandate = { matter: "M", requestedBy: "W", reason: "R" };
  const request = parseExportRequest({
    ...mandate,
    selection: { tickets: [3, 1, 3] },
    formats: ["csv", "html"],
    zone: "europe/berlin",
  });

  expect(request).toMatchObject({
    selection: { tickets: [1, 3] },
    formats: ["html", "csv"],
    zone: "Europe/Berlin",
  });
  const zoneOf = (zone: string) => parseExportRequest({ ...mandate, selection: { tickets: [1] }, zone }).zone;
  expect(["Asia/Kolkata", "Europe/Kyiv", "Etc/UTC"].map(zoneOf)).toEqual([
    "Asia/Kolkata",
    "Europe/Kyiv",
    "UTC",
  ]);
  expect(() => parseExportRequest({ ...mandate, selection: {} })).toThrow("selection: give tickets");
});

it("a file whose bytes stop coming is opened again and read on from there", async () => {
  const bytes = Buffer.from("0123456789");
  let opened = 0;
  const open: ObjectStore["open"] = async () => {
    opened += 1;
    const end = opened * 4;
    const body = (async function* () {
      for (let at = 0; at < Math.min(end, bytes.byteLength); at += 3) yield bytes.subarray(at, at + 3);
      if (end < bytes.byteLength) throw new Error("the connection broke");
    })();
    return { size: bytes.byteLength, body };
  };

  const chunks: Uint8Array[] = [];
  for await (const chunk of archivedBytes({ ...vault.store, open }, "key")) chunks.push(chunk);

  expect(Buffer.concat(chunks).toString()).toBe("0123456789");
  expect(opened).toBe(3);
});
