/** A witness keeps the ledger's daily entries: a ledger that was cut off or rewritten behind its back is named. */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { entryKey, signatureKey } from "../../shared/keys.ts";
import { silentLogger } from "../../shared/log.ts";
import { Ledger } from "../../shared/seal/ledger.ts";
import { localSigner } from "../../shared/seal/local-signer.ts";
import { tellOutside } from "../../shared/seal/tell-outside.ts";
import { directoryStore } from "../../shared/store/directory.ts";
import { storeTree } from "../../shared/store/store-tree.ts";
import { checkWitness } from "../../shared/verify/check-witness.ts";
import { recordedLog } from "../functions/http.ts";
import { tempFolder } from "../temp.ts";

const ORG = 22824;

// E5
it("a ledger that was cut off and went on is not the one that the witness has; one that only grew is", async () => {
  await using folder = await tempFolder();
  const place = join(folder.path, "vault");
  const witness = directoryStore(join(folder.path, "witness"));
  const store = directoryStore(place);
  const signer = localSigner(join(folder.path, "key.pem"));
  const pinned = [await signer.publicKey()];
  const { log, events } = recordedLog();
  const ledger = () =>
    new Ledger({ orgId: ORG, store, signer, log: silentLogger, now: () => new Date(), tool: "tests" });
  const outside = { authorities: [], ask: () => expect.fail("nobody is asked"), witness };
  const tell = (sequence: number) => tellOutside({ orgId: ORG, store, log, outside }, sequence);
  const check = async () => {
    const findings = await checkWitness(
      storeTree(store),
      ORG,
      { tree: storeTree(witness), location: "w" },
      pinned,
    );
    return findings.map(({ kind, severity, path }) => `${severity} ${kind} ${path}`);
  };

  expect(await check()).toEqual([`unchecked missing ledger/${ORG}`]);
  for (let beat = 1; beat <= 3; beat += 1) await ledger().heartbeat();
  expect(await tell(2)).toEqual([]);
  await tell(2);
  expect(events()).toEqual(["seal.witnessed"]);
  expect(await check()).toEqual([]);

  for (const sequence of [2, 3]) {
    await rm(join(place, entryKey(ORG, sequence)));
    await rm(join(place, signatureKey(ORG, sequence)));
  }
  expect(await check()).toEqual([`error rolled-back ${entryKey(ORG, 2)}`]);
  await ledger().heartbeat();
  expect(await check()).toEqual([`error altered ${entryKey(ORG, 2)}`]);

  await rm(join(folder.path, "witness", signatureKey(ORG, 2)));
  expect(await check()).toEqual([`error bad-signature w/${entryKey(ORG, 2)}`]);
});
