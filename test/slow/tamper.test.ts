/**
 * Random tamperings of a sealed vault: every one is found, and named at its place, by `verify` and by `check.py`.
 * `TAMPER_CASES` says how many, and `TAMPER_CHECKED` how many of them `check.py` is asked about, which takes half a second
 * each; a case that fails is run alone by `TAMPER_ONLY=number`.
 */
import { expect, it } from "vitest";
import { seededRandom } from "../../cli/sandbox/random.ts";
import { checkVault, unnamedByChecker } from "../checker/checker.ts";
import { makeVault } from "../verify/sealed-vault.ts";
import { TAMPERINGS, type Tampering } from "../verify/tampering.ts";
import { verifyFiles } from "../verify/verify-files.ts";

const CASES = Number(process.env["TAMPER_CASES"] ?? 500);
const CHECKED = Number(process.env["TAMPER_CHECKED"] ?? 100);
const ONLY = process.env["TAMPER_ONLY"];
const SEED = process.env["TAMPER_SEED"] ?? "ticketvault";

/** An inventory and its sidecar, an entry and its signature are one place: which of the two lies, nobody can tell. */
function place(path: string): string {
  return path.replace(/\.(sha256|sig)$/, "");
}

function unnamed({ places }: Tampering, found: readonly string[]): readonly (readonly string[])[] {
  const named = new Set(found.map(place));
  return places.filter((group) => !group.some((path) => named.has(place(path))));
}

it(`finds and names every one of ${CASES} tamperings`, { timeout: 3_600_000 }, async () => {
  const vault = await makeVault();
  const sound = await verifyFiles(vault.files, vault);
  expect(sound.findings.filter(({ severity }) => severity === "error")).toEqual([]);
  const kinds = Object.entries(TAMPERINGS);
  const counts: Record<string, number> = {};
  const missed: string[] = [];
  for (const number of ONLY === undefined
    ? Array.from({ length: CASES }, (_, index) => index)
    : [Number(ONLY)]) {
    const random = seededRandom(SEED, number);
    const [kind, tamper] = kinds[number % kinds.length] ?? random.pick(kinds);
    const files = new Map(vault.files);
    const tampering = tamper(files, random);
    const { findings } = await verifyFiles(files, vault);
    const errors = findings.filter(({ severity }) => severity === "error");
    const left = unnamed(
      tampering,
      errors.map(({ path }) => path),
    );
    const asked = number < CHECKED || ONLY !== undefined ? tampering.places : [];
    const byChecker =
      asked.length > 0 ? (await checkVault(files, vault, "--head", vault.head.sha256)).places : [];
    const leftByChecker = unnamedByChecker(asked, byChecker);
    if (leftByChecker.length > 0)
      missed.push(`check.py, ${kind} ${number}: ${tampering.what}: expected ${leftByChecker.join(" and ")}`);
    counts[kind] = (counts[kind] ?? 0) + 1;
    if (left.length > 0) {
      const found = errors.slice(0, 4).map(({ path, code, message }) => `${path} ${code} ${message}`);
      missed.push(
        `${kind} ${number}: ${tampering.what}: expected ${left.join(" and ")}; found ${found.join("; ")}`,
      );
    }
  }
  process.stdout.write(`${CASES} tamperings, ${missed.length} missed: ${JSON.stringify(counts)}\n`);
  expect(missed).toEqual([]);
});
