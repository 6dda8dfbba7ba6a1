/** Exports: what is in them, that they are always the same, and what happens when something goes wrong. */
import { cp, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sha256Hex } from "../../shared/digest.ts";
import { packPart } from "../../shared/export/pack-part.ts";
import { type ExportDependencies, planExport } from "../../shared/export/plan-export.ts";
import { runExport } from "../../shared/export/run-export.ts";
import { sidecarBytes } from "../../shared/ocfl/inventory.ts";
import { directoryStore } from "../../shared/store/directory.ts";
import { folderOutput } from "../../shared/store/folder-output.ts";
import { s3Output } from "../../shared/store/s3-output.ts";
import { verifyExport } from "../../shared/verify/export/verify-export.ts";
import { otherObject } from "../ocfl/other-implementation.ts";
import { startS3 } from "../stand-ins/s3/stand-in.ts";
import { makeVaultBuckets, STAGING_BUCKET, vaultClient } from "../stand-ins/s3/vault.ts";
import { tempFolder } from "../temp.ts";
import { flip, requestFor, sealedVault, type Vault, zipsIn } from "./exported.ts";
import { archiveGenerated, ORG } from "./generated-vault.ts";
import { unzipAll } from "./unzip.ts";

let vault: Vault;
beforeAll(async () => {
  vault = await sealedVault();
});
afterAll(() => vault[Symbol.asyncDispose]());

/** Parts of one ticket each. */
const SMALL_PARTS = { partSize: 100_000 };

/** A copy of the archive to do harm to, and an output beside it. */
async function copied() {
  const folder = await tempFolder();
  await cp(join(vault.folder.path, "vault"), join(folder.path, "vault"), { recursive: true });
  const archive = directoryStore(join(folder.path, "vault"));
  const out = join(folder.path, "out");
  const dependencies: ExportDependencies = { ...vault.into("unused"), archive, output: folderOutput(out) };
  return { ...folder, out, dependencies };
}

describe("an export", () => {
  it("holds the archived objects, which another implementation of OCFL reads, and everything made of them", async () => {
    const dependencies = vault.into("whole");
    const receipt = await runExport(dependencies, ORG, requestFor([1, 2, 3]));
    const folder = join(dependencies.path, receipt.id);
    const [part] = receipt.parts;
    await unzipAll(folder);
    const bag = join(folder, part?.file.replace(/\.zip$/, "") ?? "");

    expect(receipt).toMatchObject({
      completeness: "complete",
      tickets: 3,
      conversations: 4,
      unsealedVersions: 1,
    });
    const object = otherObject(join(bag, "data/tickets/1"), `urn:leadsquared:${ORG}:ticket:1`, "sha256");
    expect((await object.getInventory()).head).toBe("v2");
    expect([...(await object.files("v1"))].length).toBe(4);
    expect((await object.getFile("ticket.json", "v2").buffer()).toString()).toContain("More.");
    const files = (await readdir(bag, { recursive: true })).filter((path) => /\.\w+$/.test(path));
    expect(files.filter((path) => !path.startsWith("data/tickets")).toSorted()).toMatchObject([
      "VERIFY.md",
      "bag-info.txt",
      "bagit.txt",
      "check.py",
      ...files.filter((path) => /^data\/(?!tickets)/.test(path)).toSorted(),
      "manifest-sha256.txt",
      "tagmanifest-sha256.txt",
    ]);
    for (const made of ["transcripts/1.html", "eml/1/101-01.eml", "text/1/101-01.txt"])
      expect(files).toContain(`data/${made}`);
    // X18
    expect((await readdir(folder)).filter((name) => !name.startsWith("export-")).toSorted()).toEqual([
      ...["attachments.csv", "export.json", "index.html", "loadfile.csv", "loadfile.dat", "messages.csv"],
      ...["plan.json", "tickets.ndjson"],
    ]);
    const provenance = JSON.parse(await readFile(join(bag, "data/provenance.json"), "utf8"));
    expect(provenance).toMatchObject({
      request: { matter: "Smith v. Acme", requestedBy: "J. Doe", reason: "Discovery request 12" },
      tool: "ticketvault 1.2.3",
      found: 3,
      leftOut: [],
    });
    expect(provenance.tickets[0].sealed).toEqual([
      { version: "v1", entry: "ledger/000000000001.json" },
      { version: "v2", entry: "ledger/000000000002.json" },
    ]);
    expect(provenance.tickets[2].sealed).toEqual([{ version: "v1", entry: null }]);
  });

  // F36
  it("has the head of each ticket as a record a line, fields of other kinds as JSON text", async () => {
    const dependencies = vault.into("heads");
    const { id } = await runExport(dependencies, ORG, requestFor([1, 2, 3], { ...SMALL_PARTS, formats: [] }));
    const text = await readFile(join(dependencies.path, id, "tickets.ndjson"), "utf8");
    const heads = text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));

    expect(heads.map(({ ticketId, version }) => [ticketId, version])).toEqual([
      ...[
        [1, "v2"],
        [2, "v1"],
        [3, "v1"],
      ],
    ]);
    expect(heads[0]).toMatchObject({
      ...{ path: expect.stringMatching(/part-001-of-003\/data\/tickets\/1\/v2\/content\/ticket\.json$/) },
      ...{ extra: "{}", capture: { total: "3", envelope: "{}" }, conversations: [{ extra: "{}" }, {}, {}] },
    });
  });

  it("names tickets that are not archived and leaves nothing out silently", async () => {
    const receipt = await runExport(vault.into("left-out"), ORG, requestFor([2, 99]));

    expect(receipt.completeness).toBe("incomplete");
    expect(receipt.leftOut).toMatchObject([{ ticketId: 99, reason: "not-archived" }]);
    await expect(runExport(vault.into("nothing"), ORG, requestFor([98, 99]))).rejects.toThrow(
      "none can be exported",
    );
  });

  it("takes the tickets that were archived in a span of time", async () => {
    const { dependencies, ...folder } = await copied();
    await archiveGenerated(dependencies.archive, {
      ticketId: 7,
      attachments: [],
      created: "2026-05-01T00:00:00Z",
    });
    const span = (archivedFrom: string, archivedTo: string) =>
      requestFor([], { selection: { archivedFrom, archivedTo } });

    const may = await runExport(dependencies, ORG, span("2026-05-01T00:00:00Z", "2026-06-01T00:00:00Z"));

    expect(may).toMatchObject({ tickets: 1, completeness: "complete" });
    await expect(
      runExport(dependencies, ORG, span("2026-04-01T00:00:00Z", "2026-05-01T00:00:00Z")),
    ).rejects.toThrow("of 4 tickets of account 22824, none is one archived from 2026-04-01");
    await folder[Symbol.asyncDispose]();
  });

  // X20
  it.each([
    [
      "sent on the third of January",
      { sentFrom: "2026-01-03T00:00:00Z", sentTo: "2026-01-04T00:00:00Z" },
      [1],
      "2-3",
    ],
    ["outbound", { direction: "outbound" }, [1], "2-3"],
    ["inbound", { direction: "inbound" }, [1, 2], "3"],
    ["inbound, of a list", { direction: "inbound", tickets: [2, 3] }, [2], "3"],
    [
      "outbound on the first of January",
      { direction: "outbound", sentFrom: "2026-01-01T00:00:00Z", sentTo: "2026-01-02T00:00:00Z" },
      ...[[], "1-3"],
    ],
  ] as const)(
    "takes the tickets with a message that is %s, and names the others",
    async (_what, selection, taken, others) => {
      const request = requestFor([], { selection, formats: [] });
      const planned = planExport(vault.into(`selected-${JSON.stringify(selection).length}`), ORG, request);
      if (taken.length === 0) {
        await expect(planned).rejects.toThrow(
          "of 3 tickets of account 22824, none is one with an outbound message",
        );
        return;
      }
      const { parts, notSelected, leftOut } = await planned;
      expect(parts.flatMap(({ tickets }) => tickets.map(({ ticketId }) => ticketId))).toEqual(taken);
      expect(notSelected.tickets).toBe(others);
      expect(leftOut).toEqual([]);
    },
  );

  it("has parts of bounded size, and a larger ticket alone in one", async () => {
    const dependencies = vault.into("parts");
    const receipt = await runExport(dependencies, ORG, requestFor([1, 2, 3], { partSize: 400_000 }));

    expect(receipt.parts.map(({ tickets }) => tickets)).toEqual([1, 2]);
    expect(receipt.parts[0]?.size).toBeGreaterThan(400_000);
    expect(receipt.parts[1]?.size).toBeLessThan(400_000);
  });
});

describe("the same request over the same versions", () => {
  it("gives the same bytes in a folder and on S3, in whole parts or one after a break", async () => {
    const request = requestFor([3, 1, 2, 1], SMALL_PARTS);
    const here = vault.into("same");
    const { id, parts } = await runExport(here, ORG, request);
    const s3 = await startS3();
    const client = vaultClient(s3);
    await makeVaultBuckets(client);
    const there = s3Output(client, { bucket: STAGING_BUCKET, prefix: "exports" }, 5 * 1024 * 1024);

    const again = await runExport({ ...here, output: there }, ORG, requestFor([1, 2, 3], SMALL_PARTS));

    expect(again.id).toBe(id);
    expect(again.parts).toEqual(parts);
    expect(parts.length).toBe(3);
    expect([...(await zipsIn(join(here.path, id))).values()]).toEqual(parts.map(({ sha256 }) => sha256));
    const zip = await there.read(`${id}/${parts[0]?.file}`);
    expect(zip?.byteLength).toBe(parts[0]?.size);
    client.destroy();
    await s3.close();
  });

  it("is the same export when the archive changes while it runs, and another one afterwards", async () => {
    const { dependencies, ...folder } = await copied();
    const request = requestFor([1, 2]);
    const before = await runExport({ ...dependencies, output: folderOutput(`${folder.out}1`) }, ORG, request);
    const plan = await planExport(dependencies, ORG, request);
    await archiveGenerated(dependencies.archive, { ticketId: 1, attachments: [5], note: "Newer." });

    const receipt = await packPart(dependencies, plan, 1);
    const after = await planExport(dependencies, ORG, request);

    expect(receipt.sha256).toBe(before.parts[0]?.sha256);
    expect(after.id).not.toBe(plan.id);
    await folder[Symbol.asyncDispose]();
  });

  it("converges when two runs write it at the same time", async () => {
    const { dependencies, out, ...folder } = await copied();
    const request = requestFor([1, 2, 3], SMALL_PARTS);

    const [one, other] = await Promise.all([
      runExport(dependencies, ORG, request),
      runExport({ ...dependencies, output: folderOutput(out) }, ORG, request),
    ]);

    expect(other).toEqual(one);
    expect(await readdir(out)).toEqual([one.id]);
    expect(
      (await verifyExport(join(out, one.id))).findings.filter(({ severity }) => severity === "error"),
    ).toEqual([]);
    await folder[Symbol.asyncDispose]();
  });
});

describe("an export that is stopped", () => {
  it("leaves whole parts and nothing else, and goes on with the part it was at", async () => {
    const { dependencies, out, ...folder } = await copied();
    const request = requestFor([1, 2, 3], SMALL_PARTS);
    const stop = new AbortController();
    const stopped = runExport(dependencies, ORG, request, {
      signal: stop.signal,
      onTicket: (done) => done === 2 && stop.abort(new Error("stopped")),
    });
    await expect(stopped).rejects.toThrow("stopped");
    const [id = ""] = await readdir(out);
    const partial = await readdir(join(out, id));
    const first = join(out, id, partial.find((name) => name.endsWith(".zip")) ?? "");
    await utimes(first, 1, 1);

    const receipt = await runExport(dependencies, ORG, request);

    expect(partial.filter((name) => name.endsWith(".zip")).length).toBeLessThan(3);
    expect(await readdir(out)).toEqual([id]);
    expect((await stat(first)).mtimeMs).toBe(1000);
    expect(receipt.parts.length).toBe(3);
    await folder[Symbol.asyncDispose]();
  });

  it("packs a part anew that was altered since", async () => {
    const { dependencies, out, ...folder } = await copied();
    const { id, parts } = await runExport(dependencies, ORG, requestFor([2]));
    await flip(join(out, id, parts[0]?.file ?? ""));

    const again = await runExport(dependencies, ORG, requestFor([2]));

    expect(again.parts).toEqual(parts);
    expect([...(await zipsIn(join(out, id))).values()]).toEqual([parts[0]?.sha256]);
    await folder[Symbol.asyncDispose]();
  });

  it("packs a part anew whose sidecar is not there, and sweeps up what a killed process left", async () => {
    const { dependencies, out, ...folder } = await copied();
    const { id, parts } = await runExport(dependencies, ORG, requestFor([2]));
    const zip = join(out, id, parts[0]?.file ?? "");
    await writeFile(zip, "half");
    await rm(`${zip}.sha256`);
    const left = join(out, ".incoming-of-a-killed-process");
    await cp(zip, join(left, "half"), { recursive: true });
    await utimes(join(left, "half"), 1, 1);
    await utimes(left, 1, 1);
    const later = { ...dependencies, output: folderOutput(out) };

    const again = await runExport(later, ORG, requestFor([2]));

    expect(again.parts).toEqual(parts);
    expect(await readdir(out)).toEqual([id]);
    expect([...(await zipsIn(join(out, id))).values()]).toEqual([parts[0]?.sha256]);
    await folder[Symbol.asyncDispose]();
  });
});

describe("a file of the archive that is not what its inventory says", () => {
  const object = `archive/${ORG}/1`;
  it.each([
    [
      "an attachment",
      `${object}/v1/content/attachments/101/1-scan.bin`,
      flip,
      /attachments\/101\/1-… is not what/,
    ],
    ["a document", `${object}/v2/content/ticket.json`, flip, /v2\/content\/ticket\.json is not what/],
    ["a version's inventory", `${object}/v1/inventory.json`, flip, /v1\/inventory\.json is not what/],
    ["a missing file", `${object}/v1/content/source.json`, rm, /v1\/content\/source\.json is missing/],
  ])("stops the part, is named, and nothing of the part is left: %s", async (_what, path, harm, message) => {
    const { dependencies, out, ...folder } = await copied();
    const plan = await planExport(dependencies, ORG, requestFor([1, 2]));
    await harm(join(folder.path, "vault", path));

    await expect(packPart(dependencies, plan, 1)).rejects.toThrow(message);

    expect(await readdir(out)).toEqual([plan.id]);
    expect(await readdir(join(out, plan.id))).toEqual(["plan.json"]);
    await folder[Symbol.asyncDispose]();
  });

  // X25
  it("is left out by choice with its ticket, named, and all else is whole", async () => {
    const { dependencies, out, ...folder } = await copied();
    await flip(join(folder.path, "vault", object, "v1/content/attachments/101/1-scan.bin"));

    const receipt = await runExport(dependencies, ORG, requestFor([1, 2], { leaveOutAltered: true }));

    expect(receipt).toMatchObject({
      ...{ completeness: "incomplete", tickets: 1 },
      leftOut: [{ ticketId: 1, reason: "content-altered", message: /attachments\/101\/1-… is not what/ }].map(
        (each) => ({ ...each, message: expect.stringMatching(each.message) }),
      ),
    });
    const { findings } = await verifyExport(join(out, receipt.id));
    expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
    await folder[Symbol.asyncDispose]();
  });

  // H1
  it("is not packed when an earlier version's inventory and sidecar agree, but not with the ledger", async () => {
    const { dependencies, out, ...folder } = await copied();
    const plan = await planExport(dependencies, ORG, requestFor([1]));
    const inventory = join(folder.path, "vault", object, "v1/inventory.json");
    const text = await readFile(inventory, "utf8");
    await writeFile(inventory, text.replace('"message": "Generated."', '"message": "generated."'));
    await writeFile(`${inventory}.sha256`, sidecarBytes(sha256Hex(await readFile(inventory))));

    await expect(packPart(dependencies, plan, 1)).rejects.toMatchObject({ code: "inventory-altered" });

    expect(await readdir(join(out, plan.id))).toEqual(["plan.json"]);
    await folder[Symbol.asyncDispose]();
  });

  // E10
  it("is not packed by another renderer than the one it was planned for", async () => {
    const { dependencies, out, ...folder } = await copied();
    const plan = await planExport(dependencies, ORG, requestFor([1]));

    const packed = packPart(dependencies, { ...plan, renderer: plan.renderer + 1 }, 1);

    await expect(packed).rejects.toMatchObject({ code: "other-renderer" });
    expect(await readdir(join(out, plan.id))).toEqual(["plan.json"]);
    await folder[Symbol.asyncDispose]();
  });

  it("stops the plan where the selection has to read it", async () => {
    const { dependencies, ...folder } = await copied();
    await flip(join(folder.path, "vault", object, "v2/content/ticket.json"));
    const request = requestFor([], { selection: { direction: "inbound" } });

    await expect(planExport(dependencies, ORG, request)).rejects.toMatchObject({ code: "content-altered" });

    const { leftOut } = await planExport(dependencies, ORG, { ...request, leaveOutAltered: true });
    expect(leftOut).toMatchObject([{ ticketId: 1, reason: "content-altered" }]);
    await folder[Symbol.asyncDispose]();
  });

  it("leaves a ticket out whose root inventory is not the one that was sealed", async () => {
    const { dependencies, ...folder } = await copied();
    const root = join(folder.path, "vault", object, "inventory.json");
    const text = await readFile(root, "utf8");
    await writeFile(root, text.replace('"message": "Generated."', '"message": "generated."'));

    const plan = await planExport(dependencies, ORG, requestFor([1, 2]));

    expect(plan.leftOut).toMatchObject([{ ticketId: 1, reason: "not-as-sealed" }]);
    await folder[Symbol.asyncDispose]();
  });
});
