/** Parts that a thread packs beside the main one: the same bytes, and errors that are what they were. */
import { cp, readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { packersOnCores } from "../../cli/packers.ts";
import { IntegrityError } from "../../shared/errors.ts";
import { packersHere, type RunOptions, runExport } from "../../shared/export/run-export.ts";
import type { LogFields } from "../../shared/log.ts";
import { directoryStore } from "../../shared/store/directory.ts";
import { flip, requestFor, sealedVault, type Vault, zipsIn } from "./exported.ts";
import { ORG } from "./generated-vault.ts";

let vault: Vault;
beforeAll(async () => {
  vault = await sealedVault();
});
afterAll(() => vault[Symbol.asyncDispose]());

/** Exports tickets 1 to 3, a part each, two parts at once. @param archive the folder of it, in the vault's */
async function exportOnCores(name: string, archive: string, options: RunOptions = {}) {
  const folder = join(vault.folder.path, archive);
  const dependencies = { ...vault.into(name), archive: directoryStore(folder) };
  const packed: unknown[] = [];
  const info = (event: string, fields: LogFields = {}): void => {
    if (event === "export.part-packed") packed.push(fields["part"]);
  };
  using packers = packersOnCores(
    packersHere(dependencies).pack,
    { place: { kind: "folder", folder }, out: dependencies.path },
    { ...dependencies.log, info },
    2,
  );
  const request = requestFor([1, 2, 3], { partSize: 100_000 });
  const receipt = await runExport(dependencies, ORG, request, { ...options, packers });
  return { receipt, zips: await zipsIn(join(dependencies.path, receipt.id)), packed };
}

it("has the same bytes as one that this thread packs alone, and counts every ticket", async () => {
  const alone = vault.into("alone");
  const { id } = await runExport(alone, ORG, requestFor([1, 2, 3], { partSize: 100_000 }));
  const done: number[] = [];

  const { zips, packed } = await exportOnCores("on-cores", "vault", { onTicket: (n) => done.push(n) });

  expect(zips.size).toBe(3);
  expect(zips).toEqual(await zipsIn(join(alone.path, id)));
  expect(done.at(-1)).toBe(3);
  // The others were packed here, where nobody listens.
  expect(packed).toContain(2);
});

it("ends with the error that a part had in the thread", async () => {
  await cp(join(vault.folder.path, "vault"), join(vault.folder.path, "altered"), { recursive: true });
  await flip(
    join(vault.folder.path, "altered/archive", String(ORG), "2/v1/content/attachments/200/1-scan.bin"),
  );

  const error = await exportOnCores("of-altered", "altered").catch((caught: unknown) => caught);

  expect(error).toBeInstanceOf(IntegrityError);
  expect(error).toMatchObject({
    code: "content-altered",
    message: expect.stringContaining("is not what its"),
  });
});

it("leaves nothing half written when it is stopped", async () => {
  const stop = new AbortController();
  const reason = new Error("stopped");
  const options = { signal: stop.signal, onTicket: () => stop.abort(reason) };

  await expect(exportOnCores("stopped", "vault", options)).rejects.toBe(reason);

  const left = await readdir(join(vault.folder.path, "stopped"));
  expect(left.filter((name) => name.startsWith(".incoming"))).toEqual([]);
});
