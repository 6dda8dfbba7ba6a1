/** Each file of the checkpoints is checked by itself, though nothing but the last one is gone by. */
import { beforeAll, expect, it } from "vitest";
import { isError } from "../../shared/findings.ts";
import { checkpointKey, checkpointSignatureKey, listKey } from "../../shared/ledger/checkpoint-keys.ts";
import type { Files } from "../ocfl/fixtures.ts";
import { addRecords } from "../seal/example-records.ts";
import { type MadeVault, makeVault } from "./sealed-vault.ts";
import { bytesAt, ORG } from "./vault-files.ts";
import { verifyFiles } from "./verify-files.ts";

let vault: MadeVault;
let sequence: number;
beforeAll(async () => {
  vault = await makeVault((store, now) => addRecords(store, now()), true);
  sequence = Number(/checkpoints.22824.(\d{12})/.exec([...vault.files.keys()].join())?.[1]);
});

async function foundIn(change: (files: Files) => void): Promise<string[]> {
  const files = new Map(vault.files);
  change(files);
  const { findings } = await verifyFiles(files, vault);
  return findings
    .filter((each) => isError(each) || each.kind === "unsealed")
    .map(({ kind, severity, path }) => `${kind} ${severity} ${path}`);
}

it("nothing is found in a vault with a checkpoint, the first that a new key signed", async () => {
  expect(await foundIn(() => {})).toEqual([]);
});

const json = (at = sequence) => checkpointKey(ORG, at);
const sig = (at = sequence) => checkpointSignatureKey(ORG, at);
const list = (files: Files) => [...files.keys()].find((path) => path.includes("/lists/")) ?? "";
const X = Buffer.from("x");

it.each<[string, (files: Files) => void, () => readonly string[]]>([
  ["a signature cut", (files) => files.set(sig(), X), () => [`bad-signature error ${sig()}`]],
  ["a signature deleted", (files) => files.delete(sig()), () => [`missing error ${sig()}`]],
  ["a signature of nothing added", (files) => files.set(sig(99), X), () => [`extra error ${sig(99)}`]],
  ["something else added as one", (files) => files.set(json(99), X), () => [`altered error ${json(99)}`]],
  [
    "one copied to another number",
    (files) => files.set(json(99), bytesAt(files, json())),
    () => [`altered error ${json(99)}`],
  ],
  [
    "a list of another name than its bytes",
    (files) => files.set(listKey(ORG, "a".repeat(64)), X),
    () => [`altered error ${listKey(ORG, "a".repeat(64))}`],
  ],
  ["a list altered", (files) => files.set(list(files), X), () => [`altered error ${list(vault.files)}`]],
  ["a list deleted", (files) => files.delete(list(files)), () => [`missing error ${list(vault.files)}`]],
  [
    "one that whoever sealed was stopped before an entry named it",
    (files) => {
      const bytes = Buffer.from(bytesAt(files, json())).toString();
      files.set(json(sequence - 1), Buffer.from(bytes.replace(/("sequence": )\d+/, `$1${sequence - 1}`)));
    },
    () => [`unsealed warning ${json(sequence - 1)}`],
  ],
])("is named: %s", async (_what, change, expected) => {
  expect(await foundIn(change)).toEqual(expected());
});
