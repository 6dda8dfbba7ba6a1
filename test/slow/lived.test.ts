/** Made-up histories of ten steps through the real flow, with runs that are killed anywhere; HISTORIES=1000 is the whole campaign. */
import { expect, it } from "vitest";
import { isError } from "../../shared/findings.ts";
import { storeTree } from "../../shared/store/store-tree.ts";
import { storeTargets } from "../../shared/verify/targets.ts";
import { verify } from "../../shared/verify/verification.ts";
import { keptIn, type LivedVault, live } from "../archive/lived.ts";
import { check } from "../checker/checker.ts";

const HISTORIES = Number(process.env["HISTORIES"] ?? 60);

// T1 T2 T3 T13
it("leave out nothing, tell of every edit and removal, and note nothing that means nothing", async () => {
  const wrong: string[] = [];
  for (const { ticketId, shown, edited, removed, noted, document, told } of await live(
    HISTORIES,
    10,
    isSound,
  )) {
    const kept = keptIn(document);
    for (const each of shown) if (!kept.has(each)) wrong.push(`${ticketId} lacks ${each.slice(0, 100)}`);
    for (const id of edited) if (!told.edited.has(id)) wrong.push(`${ticketId} ${id} was edited`);
    for (const id of removed) if (!told.removed.has(id)) wrong.push(`${ticketId} ${id} was removed`);
    for (const step of noted) wrong.push(`${ticketId} has a version of ${step}`);
  }
  expect(wrong).toEqual([]);
}, 1_800_000);

/** Nobody did harm to it, whatever was killed on the way: there is no false alarm, by `verify` or by `check.py`. */
async function isSound({ store, key, now }: LivedVault): Promise<void> {
  const targets = await storeTargets({ store, tree: storeTree(store) });
  const options = { mode: "full", now, pinned: [key], signal: new AbortController().signal } as const;
  const { findings } = await verify(targets, options);
  const { places, code } = await check(
    store.location,
    "--key",
    key.id,
    "--now",
    now.toISOString().slice(0, 19),
  );

  expect(findings.filter(isError)).toEqual([]);
  expect({ places, code }).toEqual({ places: [], code: 0 });
}
