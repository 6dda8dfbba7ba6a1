/** No false alarm: histories of vaults that nobody harms are sound by `verify` and by `check.py`. `HISTORIES=1000` is the whole campaign. */
import { expect, it } from "vitest";
import { startSandbox } from "../../cli/sandbox/sandbox.ts";
import { isError } from "../../shared/findings.ts";
import { directoryStore } from "../../shared/store/directory.ts";
import { storeTree } from "../../shared/store/store-tree.ts";
import { storeTargets } from "../../shared/verify/targets.ts";
import { verify } from "../../shared/verify/verification.ts";
import { checkBy, startChecker } from "../checker/checker.ts";
import { type Happening, type Healthy, liveHealthy } from "../verify/healthy.ts";

const HISTORIES = Number(process.env["HISTORIES"] ?? 30);
const SEED = process.env["TAMPER_SEED"] ?? "ticketvault";
const ONLY = process.env["TAMPER_ONLY"];
const STEPS = 12;

it(`finds nothing in ${HISTORIES} healthy histories`, { timeout: 7_200_000 }, async () => {
  const began = performance.now();
  const sandbox = await startSandbox({ tickets: 2, limit: { calls: 1_000_000 } });
  using checker = startChecker();
  const alarms: string[] = [];
  const happenings: Partial<Record<Happening, number>> = {};
  let looks = 0;
  for (const number of ONLY === undefined ? Array(HISTORIES).keys() : [Number(ONLY)]) {
    const look = async ({ path, pinned, now, happened }: Healthy): Promise<void> => {
      looks += 1;
      const store = directoryStore(path);
      const targets = await storeTargets({ store, tree: storeTree(store) });
      const options = { mode: "full", now, pinned, signal: new AbortController().signal } as const;
      const errors = (await verify(targets, options)).findings.filter(isError);
      const time = now.toISOString().slice(0, 19);
      const { code, output } = await checkBy(checker.run, path, "--key", pinned[0].id, "--now", time);
      const where = `history ${number} after ${happened.join(", ")}`;
      for (const { path: at, code: what, message } of errors)
        alarms.push(`${where}: ${at} ${what} ${message}`);
      if (code !== 0 && code !== 4) alarms.push(`${where}: check.py: ${output}`);
    };
    await liveHealthy(sandbox, `${SEED} ${number}`, STEPS, async (vault) => {
      await look(vault);
      if (vault.happened.length === STEPS)
        for (const what of vault.happened) happenings[what] = (happenings[what] ?? 0) + 1;
    });
  }
  await sandbox.close();
  const seconds = Math.round((performance.now() - began) / 1000);
  const told = `${HISTORIES} healthy histories, seed ${SEED}, looked at ${looks} times: ${alarms.length} false alarms, ${seconds} s`;
  process.stdout.write(`${told}; ${JSON.stringify(happenings)}\n`);
  expect(alarms).toEqual([]);
});
