/**
 * Random tamperings of an export whose manifests are written anew: `verify` names each, and `check.py` each of what it covers.
 * `TAMPER_EXPORTS` says how many; a case that fails is run alone by `TAMPER_ONLY=number`.
 */
import { cp, rm } from "node:fs/promises";
import { join } from "node:path";
import { it } from "vitest";
import { runExport } from "../../shared/export/run-export.ts";
import { isError } from "../../shared/findings.ts";
import { verifyExport } from "../../shared/verify/export/verify-export.ts";
import { checkBy, startChecker } from "../checker/checker.ts";
import { requestFor, sealedVault, shell } from "../export/exported.ts";
import { ORG } from "../export/generated-vault.ts";
import { EXPORT_TAMPERINGS, rebag } from "../verify/export-tampering.ts";
import { campaign } from "./campaign.ts";

const CASES = Number(process.env["TAMPER_EXPORTS"] ?? 60);

/** A ticket, and the ledger, are one place: which of their files lies, nobody can tell. */
const place = (path: string): string =>
  path.replace(/^(data\/tickets\/[^/]+)\/.*/, "$1").replace(/^data\/ledger\/.*/, "data/ledger");
/** What is archived, and no document that was made for the export. */
const isCovered = (path: string): boolean => /^data\/(tickets|ledger)\//.test(path);

it(`names every one of ${CASES} tamperings`, { timeout: 7_200_000 }, async () => {
  await using vault = await sealedVault({ rotated: true });
  const dependencies = vault.into("out");
  const { id, parts } = await runExport(dependencies, ORG, requestFor([1, 2]));
  const folder = join(dependencies.path, id);
  const name = (parts[0]?.file ?? "").replace(/\.zip$/, "");
  await shell(folder, `unzip -q ${name}.zip && mv ${name} sound && rm ${name}.zip`);
  const bag = join(folder, name);
  using checker = startChecker();
  const kinds = EXPORT_TAMPERINGS;
  await campaign({ name: "export", cases: CASES, kinds }, async ({ act: tamper, random }) => {
    await rm(bag, { recursive: true, force: true });
    await cp(join(folder, "sound"), bag, { recursive: true });
    const { what, places } = await tamper(bag, random, vault.keys[0].id);
    if (random.chance(0.8)) await rebag(bag);
    const { findings } = await verifyExport(bag, { pinned: [vault.keys[0]] });
    const named = new Set(findings.filter(isError).map(({ path }) => place(path)));
    const byChecker = new Set((await checkBy(checker.run, bag, "--key", vault.keys[0].id)).places.map(place));
    // Of what is archived and altered nothing can be made again: the documents are owed where that is sound.
    const owed = places.some(isCovered) ? places.filter(isCovered) : places;
    return owed.flatMap((each) => [
      ...(named.has(place(each)) ? [] : [`verify: ${what}: not ${each}`]),
      ...(isCovered(each) && !byChecker.has(place(each)) ? [`check.py: ${what}: not ${each}`] : []),
    ]);
  });
});
