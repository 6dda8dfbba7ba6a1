/** Exports, read by Python with nothing of ours. */
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runExport } from "../../shared/export/run-export.ts";
import { requestFor, sealedVault, shell, type Vault } from "./exported.ts";
import { ORG } from "./generated-vault.ts";

let vault: Vault;
beforeAll(async () => {
  vault = await sealedVault();
});
afterAll(() => vault[Symbol.asyncDispose]());

/** Parts of one ticket each. */
const SMALL_PARTS = { partSize: 100_000 };

it("an export is accepted by a check of bags that shares no code with it", async () => {
  const dependencies = vault.into("python");
  const { id } = await runExport(dependencies, ORG, requestFor([1, 2], SMALL_PARTS));

  const { code, output } = await shell(
    join(dependencies.path, id),
    `python3 ${join(import.meta.dirname, "check-bag.py")} *.zip`,
  );

  expect(output).toBe("valid\nvalid\n");
  expect(code).toBe(0);
});

// X12
it("an export has load files that Python's csv reads, with every path there and every digest right", async () => {
  const dependencies = vault.into("loadfile");
  const { id } = await runExport(dependencies, ORG, requestFor([1, 2, 3], SMALL_PARTS));
  const script = join(import.meta.dirname, "check-loadfile.py");

  const { output } = await shell(
    join(dependencies.path, id),
    `for zip in *.zip; do unzip -q $zip; done; python3 ${script}`,
  );

  expect(output).toBe("8 documents\n");
});
