/** A staged file that is damaged after a kill is dropped and taken again in the same run. */
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { startSandbox } from "../../cli/sandbox/sandbox.ts";
import { validateObject } from "../../shared/ocfl/validator/validator.ts";
import { directoryStore } from "../../shared/store/directory.ts";
import { folderTree } from "../../shared/store/folder-tree.ts";
import { overriding } from "../store/overriding.ts";
import { tempFolder } from "../temp.ts";
import { harness } from "./harness.ts";

const OBJECT = "archive/22824/143";
/** What a run was writing when it was killed. */
const KILLED_AT = { "the claim": /v\d\/inventory\.json$/, "the first copy of what was claimed": /./ };

/** Flips one bit of every file that is staged, and says how many there are. */
async function damageStaged(vault: string): Promise<number> {
  const folder = join(vault, ".staging/files/22824/143");
  const names = await readdir(folder);
  for (const name of names) {
    const bytes = await readFile(join(folder, name));
    bytes[0] = (bytes[0] ?? 0) ^ 1;
    await writeFile(join(folder, name), bytes);
  }
  return names.length;
}

// T19
it.each([
  { version: "v1", at: "the claim" },
  { version: "v1", at: "the first copy of what was claimed" },
  { version: "v2", at: "the claim" },
  { version: "v2", at: "the first copy of what was claimed" },
] as const)("of $version, when a run was killed at $at", async ({ version, at }) => {
  const sandbox = await startSandbox({ tickets: 0 });
  await using folder = await tempFolder();
  const store = directoryStore(folder.path);
  await using wired = harness(sandbox, store);
  if (version === "v2") {
    await wired.archive(143);
    sandbox.change(143, { kind: "add" }, { kind: "add-file", message: 131, name: "new.txt" });
  }
  const killed = (): never => {
    throw new Error("killed");
  };
  const dying =
    at === "the claim"
      ? overriding(store, {
          create: (key, bytes) => (KILLED_AT[at].test(key) ? killed() : store.create(key, bytes)),
        })
      : overriding(store, { publish: killed });
  await using first = harness(sandbox, dying);
  await expect(first.archive(143)).rejects.toThrow("killed");
  expect(await damageStaged(folder.path)).toBe(4);

  expect(await wired.archive(143)).toMatchObject({ version, completeness: "complete" });

  const { findings } = await validateObject(folderTree(folder.path), OBJECT, { mode: "full" });
  expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
  await sandbox.close();
});
