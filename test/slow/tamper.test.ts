/**
 * Random tamperings of a sealed vault: every one is found, and named at its place, by `verify` and by `check.py`.
 * `TAMPER_CASES` says how many; a case that fails is run alone by `TAMPER_ONLY=number` and its `TAMPER_SEED`.
 */
import { expect, it } from "vitest";
import { isError } from "../../shared/findings.ts";
import { checkVault, startChecker, unnamedByChecker } from "../checker/checker.ts";
import { addRecords } from "../seal/example-records.ts";
import { makeVault } from "../verify/sealed-vault.ts";
import { TAMPERINGS } from "../verify/tampering.ts";
import type { Tampering } from "../verify/vault-files.ts";
import { verifyFiles } from "../verify/verify-files.ts";
import { campaign } from "./campaign.ts";

const CASES = Number(process.env["TAMPER_CASES"] ?? 500);

/** An inventory and its sidecar, an entry and its signature are one place: which of the two lies, nobody can tell. */
function place(path: string): string {
  return path.replace(/\.(sha256|sig)$/, "");
}

function unnamed({ places }: Tampering, found: readonly string[]): readonly (readonly string[])[] {
  const named = new Set(found.map(place));
  return places.filter((group) => !group.some((path) => named.has(place(path))));
}

it(`finds and names every one of ${CASES} tamperings`, { timeout: 7_200_000 }, async () => {
  const vault = await makeVault((store, now) => addRecords(store, now()), true);
  using checker = startChecker();
  const ask = (files: typeof vault.files) =>
    checkVault(files, { ...vault, run: checker.run }, "--head", vault.head.sha256);
  expect((await verifyFiles(vault.files, vault)).findings.filter(isError)).toEqual([]);
  expect(await ask(vault.files)).toMatchObject({ code: 0, places: [] });

  await campaign({ name: "vault", cases: CASES, kinds: TAMPERINGS }, async ({ act: tamper, random }) => {
    const files = new Map(vault.files);
    const tampering = tamper(files, random);
    const errors = (await verifyFiles(files, vault)).findings.filter(isError);
    const left = unnamed(
      tampering,
      errors.map(({ path }) => path),
    );
    const leftByChecker = unnamedByChecker(tampering.places, (await ask(files)).places);
    const found = errors.slice(0, 4).map(({ path, code, message }) => `${path} ${code} ${message}`);
    return [
      ...left.map((each) => `${tampering.what}: not ${each.join(" or ")}, but ${found.join("; ")}`),
      ...leftByChecker.map((each) => `check.py: ${tampering.what}: not ${each.join(" or ")}`),
    ];
  });
});
