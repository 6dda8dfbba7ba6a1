/**
 * Random tamperings of an export whose manifests are written anew: `verify` names each, and `check.py` each of what it covers.
 * `TAMPER_EXPORTS` says how many; a case that fails is run alone by `TAMPER_ONLY=number`.
 */
import { cp, rm } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { seededRandom } from "../../cli/sandbox/random.ts";
import { runExport } from "../../shared/export/run-export.ts";
import { isError } from "../../shared/findings.ts";
import { verifyExport } from "../../shared/verify/export/verify-export.ts";
import { check } from "../checker/checker.ts";
import { requestFor, sealedVault, shell } from "../export/exported.ts";
import { ORG } from "../export/generated-vault.ts";
import { EXPORT_TAMPERINGS, rebag } from "../verify/export-tampering.ts";

const CASES = Number(process.env["TAMPER_EXPORTS"] ?? 60);
const ONLY = process.env["TAMPER_ONLY"];
const SEED = process.env["TAMPER_SEED"] ?? "ticketvault";

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
  const kinds = Object.entries(EXPORT_TAMPERINGS);
  const missed: string[] = [];
  for (const number of ONLY === undefined
    ? Array.from({ length: CASES }, (_, index) => index)
    : [Number(ONLY)]) {
    const random = seededRandom(SEED, "export", number);
    const [kind, tamper] = kinds[number % kinds.length] ?? random.pick(kinds);
    await rm(bag, { recursive: true, force: true });
    await cp(join(folder, "sound"), bag, { recursive: true });
    const { what, places } = await tamper(bag, random, vault.keys[0].id);
    if (random.chance(0.8)) await rebag(bag);
    const { findings } = await verifyExport(bag, { pinned: [vault.keys[0]] });
    const named = new Set(findings.filter(isError).map(({ path }) => place(path)));
    const checked = await check(bag, "--key", vault.keys[0].id);
    const byChecker = new Set(checked.places.map(place));
    // Of what is archived and altered nothing can be made again: the documents are owed where that is sound.
    const owed = places.some(isCovered) ? places.filter(isCovered) : places;
    for (const each of owed) {
      if (!named.has(place(each))) missed.push(`verify, ${kind} ${number}: ${what}: not ${each}`);
      if (isCovered(each) && !byChecker.has(place(each)))
        missed.push(`check.py, ${kind} ${number}: ${what}: not ${each}`);
    }
  }
  process.stdout.write(`${CASES} tamperings of exports, ${missed.length} missed\n`);
  expect(missed).toEqual([]);
});
