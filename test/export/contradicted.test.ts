/** Exports of an archive that the ledger contradicts: what is sealed and not there any more is said, and never passes. */
// E3
import { cp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sha256Hex } from "../../shared/digest.ts";
import { planExport } from "../../shared/export/plan-export.ts";
import { runExport } from "../../shared/export/run-export.ts";
import { objectKey, versionKey } from "../../shared/keys.ts";
import { silentLogger } from "../../shared/log.ts";
import { Ledger } from "../../shared/seal/ledger.ts";
import { localSigner } from "../../shared/seal/local-signer.ts";
import { directoryStore } from "../../shared/store/directory.ts";
import type { ObjectStore } from "../../shared/store/object-store.ts";
import { verifyExport } from "../../shared/verify/export/verify-export.ts";
import { runHere } from "../cli/command.ts";
import { REBAG, requestFor, sealedVault, shell, type Vault } from "./exported.ts";
import { archiveGenerated, ORG } from "./generated-vault.ts";
import { unzipAll } from "./unzip.ts";

/** Takes the second version of ticket 1 away, without a trace. */
async function rollBack({ folder }: Vault): Promise<void> {
  const object = join(folder.path, "vault", objectKey(ORG, 1));
  for (const name of ["inventory.json", "inventory.json.sha256"])
    await cp(join(object, "v1", name), join(object, name));
  await rm(join(object, "v2"), { recursive: true });
}

function removeTicket({ folder }: Vault, ticketId: number): Promise<void> {
  return rm(join(folder.path, "vault", objectKey(ORG, ticketId)), { recursive: true });
}

async function errorsIn(path: string): Promise<string[]> {
  const { findings } = await verifyExport(path);
  return findings.filter(({ severity }) => severity === "error").map(({ code, path }) => `${code} ${path}`);
}

const span = (archivedFrom: string, archivedTo: string) =>
  requestFor([], {
    selection: { archivedFrom: `${archivedFrom}T00:00:00Z`, archivedTo: `${archivedTo}T00:00:00Z` },
  });

describe("a ticket whose newest version was removed", () => {
  it("is exported as it is, and called rolled back by the receipt and by verify", async () => {
    await using vault = await sealedVault();
    await rollBack(vault);
    const dependencies = vault.into("out");

    const receipt = await runExport(dependencies, ORG, requestFor([1, 2]));

    expect(receipt).toMatchObject({ completeness: "incomplete", tickets: 2, rolledBackTickets: [1] });
    const part = receipt.parts[0]?.file.replace(/\.zip$/, "");
    const found = `rolled-back ${part}/data/tickets/1/inventory.json`;
    expect(await errorsIn(join(dependencies.path, receipt.id))).toEqual([found]);
  });

  it("stays so when the provenance is changed, as long as the entry is there", async () => {
    await using vault = await sealedVault();
    await rollBack(vault);
    const dependencies = vault.into("out");
    const { id, parts } = await runExport(dependencies, ORG, requestFor([1, 2]));
    const out = join(dependencies.path, id);
    await unzipAll(out);
    // Away from its name, so that it is read without the export beside it.
    const bag = join(out, "bag");
    await rename(join(out, parts[0]?.file.replace(/\.zip$/, "") ?? ""), bag);
    const path = join(bag, "data/provenance.json");
    const provenance = JSON.parse(await readFile(path, "utf8"));
    provenance.tickets[0].sealed.pop();
    await writeFile(path, JSON.stringify(provenance));
    const { code } = await shell(bag, REBAG);

    expect(code).toBe(0);
    expect(await errorsIn(bag)).toEqual(["rolled-back data/tickets/1/inventory.json"]);
  });
});

describe("a sealed ticket that is gone", () => {
  it.each([
    ["by its number", requestFor([1, 2])],
    ["by a span of time", span("2026-01-01", "2026-02-01")],
  ])("is left out by name when it is asked for %s, and verify says so", async (_how, request) => {
    await using vault = await sealedVault();
    await removeTicket(vault, 2);
    const dependencies = vault.into("out");

    const receipt = await runExport(dependencies, ORG, request);

    expect(receipt).toMatchObject({
      completeness: "incomplete",
      leftOut: [
        { ticketId: 2, reason: "sealed-but-missing", message: expect.stringContaining("v1 (entry 2)") },
      ],
    });
    const part = receipt.parts[0]?.file.replace(/\.zip$/, "");
    expect(await errorsIn(join(dependencies.path, receipt.id))).toEqual([
      `sealed-but-missing ${part}/data/provenance.json`,
    ]);
  });

  it("is not looked for in a span of time after it was sealed", async () => {
    await using vault = await sealedVault();
    await removeTicket(vault, 2);

    const planned = planExport(vault.into("out"), ORG, span("2026-04-01", "2026-05-01"));

    await expect(planned).rejects.toMatchObject({ code: "not-archived" });
  });

  it("ends the command line with 3, alone and beside one that was rolled back", async () => {
    await using vault = await sealedVault();
    await rollBack(vault);
    await removeTicket(vault, 2);
    const mandate = ["--matter", "Smith v. Acme", "--requested-by", "J. Doe", "--reason", "Discovery"];
    const run = (tickets: string) =>
      runHere(
        ["export", ...mandate, "--org", String(ORG), "--out", "out", "--no-seal", "--tickets", tickets],
        {
          cwd: vault.folder.path,
        },
      );

    const alone = await run("2");
    const both = await run("1,2");

    expect(alone.code).toBe(3);
    expect(alone.stderr).toContain("There is no archive of ticket 2, though the ledger seals v1 (entry 2)");
    expect(both.code).toBe(3);
    expect(both.stdout).toContain("left out #2  There is no archive of ticket 2, though the ledger seals");
    expect(both.stdout).toContain("rolled back #1: the ledger seals later versions");
  });
});

it("a version that is published and sealed while an export is planned contradicts nothing", async () => {
  await using vault = await sealedVault();
  const { store, folder } = vault;
  const hidden = join(folder.path, "hidden");
  const object = join(folder.path, "vault", objectKey(ORG, 2));
  await rename(object, hidden);
  const signer = localSigner(join(folder.path, "key.pem"));
  const now = () => new Date("2026-03-05T00:00:00.000Z");
  const ledger = new Ledger({ orgId: ORG, store, signer, log: silentLogger, now, tool: "tests" });
  let isDone = false;
  /** The ledger is read after the archive: just before it, both go on. */
  const children: ObjectStore["children"] = async (path) => {
    if (path.startsWith("ledger/") && !isDone) {
      isDone = true;
      await rename(hidden, object);
      await archiveGenerated(store, { ticketId: 1, attachments: [10], note: "Later." });
      const key = versionKey({ orgId: ORG, ticketId: 1, version: 3 });
      const file = await store.read(key);
      await ledger.seal("versions", [{ key, sha256: sha256Hex(file?.bytes ?? "") }]);
    }
    return store.children(path);
  };
  const archive: ObjectStore = Object.assign(directoryStore(join(folder.path, "vault")), { children });

  const plan = await planExport({ ...vault.into("out"), archive }, ORG, requestFor([1, 2]));

  expect(plan.leftOut).toEqual([]);
  expect(plan.parts[0]?.tickets).toMatchObject([
    { ticketId: 1, version: "v3", ledgerEntries: [1, 2, 3] },
    { ticketId: 2, version: "v1", ledgerEntries: [2] },
  ]);
});
