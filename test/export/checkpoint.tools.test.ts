/** What shows that an export's tickets stood in the vault's sealed checkpoint: audit paths in each part, and three ways to follow them. */
import { cp, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sha256Hex } from "../../shared/digest.ts";
import { runExport } from "../../shared/export/run-export.ts";
import { checkpointKey, listKey } from "../../shared/ledger/checkpoint-keys.ts";
import { verifyExport } from "../../shared/verify/export/verify-export.ts";
import { check } from "../checker/checker.ts";
import { tempFolder } from "../temp.ts";
import { REBAG, requestFor, sealedVault, shell, type Vault } from "./exported.ts";
import { ORG } from "./generated-vault.ts";

let vault: Vault;
/** A part of tickets 1 and 2, which the checkpoint has, and 3, which is not sealed yet. */
let bag: string;
beforeAll(async () => {
  vault = await sealedVault({ rotated: true, checkpoint: true });
  bag = await exported(vault, [1, 2, 3]);
});
afterAll(() => vault[Symbol.asyncDispose]());

async function exported(from: Vault, tickets: readonly number[], out = "out"): Promise<string> {
  const dependencies = from.into(out);
  const { id } = await runExport(dependencies, ORG, requestFor(tickets));
  const folder = join(dependencies.path, id);
  await shell(folder, "unzip -q *.zip && mv export-*-001 bag && rm plan.json");
  return join(folder, "bag");
}

const saidBy = async (part: string) => JSON.parse(await readFile(join(part, "data/provenance.json"), "utf8"));
const errorsIn = async (part: string) => {
  const { findings } = await verifyExport(part, { pinned: [vault.keys[0]] });
  return findings.filter(({ severity }) => severity === "error").map(({ code, path }) => `${code} ${path}`);
};

describe("a part", () => {
  it("names the checkpoint, the entry that seals it, and the ticket that is too new", async () => {
    const { checkpoint, notYetInCheckpoint } = await saidBy(bag);
    const document = await readFile(join(bag, "data", checkpoint.path));
    expect(sha256Hex(document)).toBe(checkpoint.sha256);
    expect(checkpoint).toMatchObject({
      path: "checkpoint/000000000003.json",
      entry: "ledger/000000000004.json",
    });
    expect(JSON.parse(String(document)).root).toBe(checkpoint.root);
    expect(notYetInCheckpoint).toEqual([3]);
    const guide = await readFile(join(bag, "VERIFY.md"), "utf8");
    expect(guide).toContain(`Its SHA-256:    ${checkpoint.sha256}\n`);
    expect(guide).toContain("Not yet in a checkpoint: ticket 3\n");
  });

  it("shows it without the vault, to verify and to check.py", async () => {
    const unsealed = "data/tickets/3/v1/inventory.json";
    expect(await errorsIn(bag)).toEqual([`unsealed ${unsealed}`]);
    expect((await check(bag, "--key", vault.keys[0].id)).places).toEqual([unsealed]);
  });

  const PROOFS = "data/checkpoint/proofs.txt";
  it.each([
    ["a hash of a path", `sed -i '0,/^right ./s//right 0/; 0,/^left ./s//left 0/' ${PROOFS}`, PROOFS],
    ["the side of a hash", `sed -i 's/^right/LEFT/; s/^left/right/; s/^LEFT/left/' ${PROOFS}`, PROOFS],
    ["the file that is shown", `sed -i 's|/2/v1/|/2/v2/|' ${PROOFS}`, PROOFS],
    ["a path that is taken out", `sed -i '/22824.2.v1/,$d' ${PROOFS}`, "data/tickets/2/v1/inventory.json"],
    [
      "the root",
      `sed -i 's/"root": "./"root": "0/' data/checkpoint/0*.json`,
      "data/checkpoint/000000000003.json",
    ],
    ["all paths gone", `rm ${PROOFS}`, PROOFS],
    ["another file beside them", "cp VERIFY.md data/checkpoint/", "data/checkpoint/VERIFY.md"],
    [
      "a ticket that it calls too new",
      "sed -i '/notYetIn/,/]/s/3/2,3/' data/provenance.json",
      "data/provenance.json",
    ],
  ])(
    "in which somebody changed %s is named by both, though its manifests were written anew",
    async (_what, harm, place) => {
      await using copy = await tempFolder();
      const part = join(copy.path, "bag");
      await cp(bag, part, { recursive: true });
      const { output } = await shell(part, `set -e\n${harm}\n${REBAG}`);
      expect(output).toBe("");

      expect((await errorsIn(part)).map((each) => each.split(" ")[1])).toContain(place);
      const { code, places } = await check(part, "--key", vault.keys[0].id);
      expect(code).toBe(3);
      expect(places.filter((each) => !each.includes("/3/"))).not.toEqual([]);
    },
  );
});

describe("the plan of an export", () => {
  it("takes the first checkpoint that has all of its versions, so that a later one makes no other export", async () => {
    await using own = await sealedVault({ checkpoint: true });
    const before = await runExport(own.into("before"), ORG, requestFor([1, 2]));
    await own.sealNext(3, 1);
    const after = await runExport(own.into("after"), ORG, requestFor([1, 2]));
    const all = await saidBy(await exported(own, [1, 2, 3], "all"));
    const one = await saidBy(await exported(own, [1], "one"));

    expect(after.parts).toEqual(before.parts);
    expect(all.checkpoint.path).toBe("checkpoint/000000000004.json");
    expect(one.checkpoint.path).toBe("checkpoint/000000000002.json");
    expect(all.notYetInCheckpoint).toEqual([]);
  });

  it("takes none that is not as it was sealed", async () => {
    await using own = await sealedVault({ checkpoint: true });
    const path = join(own.folder.path, "vault", checkpointKey(ORG, 2));
    await shell(own.folder.path, `chmod u+w ${path}; echo >> ${path}`);
    const { checkpoint, notYetInCheckpoint } = await saidBy(await exported(own, [1, 2]));

    expect(checkpoint).toBeNull();
    expect(notYetInCheckpoint).toEqual([1, 2]);
  });
});

it("a list that is not as the checkpoint names it keeps a part from being packed", async () => {
  await using own = await sealedVault({ checkpoint: true });
  const place = join(own.folder.path, "vault");
  const { lists } = JSON.parse(await readFile(join(place, checkpointKey(ORG, 2)), "utf8"));
  const path = join(place, listKey(ORG, lists[0].sha256));
  await shell(place, `chmod u+w ${path}; echo >> ${path}`);

  await expect(runExport(own.into("out"), ORG, requestFor([1]))).rejects.toMatchObject({
    code: "checkpoint-altered",
  });
});

it("check.py takes a vault's checkpoints for what they are, and names one that is not as it was sealed", async () => {
  await using own = await sealedVault({ checkpoint: true });
  await own.sealNext(3, 1);
  const place = join(own.folder.path, "vault");
  expect(await check(place, "--key", own.keys[0].id)).toMatchObject({ code: 0, places: [] });

  const path = checkpointKey(ORG, 2);
  await shell(place, `chmod u+w ${path}; echo >> ${path}`);
  expect((await check(place, "--key", own.keys[0].id)).places).toEqual([path]);
});
