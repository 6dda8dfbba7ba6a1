/** The commands of docs/archive-format.md: silent on a sound vault, and loud about one flipped byte anywhere. */
import { spawnSync } from "node:child_process";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { acceptanceBytes } from "../../shared/archive/acceptance.ts";
import { sha256Hex } from "../../shared/digest.ts";
import { holdRegister } from "../../shared/holds/hold-register.ts";
import type { ObjectStore } from "../../shared/store/object-store.ts";
import { filesOf, type TempFolder, tempFolder } from "../temp.ts";
import { makeVault } from "../verify/sealed-vault.ts";

const PAGE = join(import.meta.dirname, "../../docs/archive-format.md");
const ORG = 22824;

let commands = "";
let vault: TempFolder;
let head: string;
beforeAll(async () => {
  const page = await readFile(PAGE, "utf8");
  commands = [...page.matchAll(/```sh\n(.*?)```/gs)].map(([, block = ""]) => block).join("");
  const made = await makeVault(addRecords);
  head = made.head.sha256;
  vault = await tempFolder();
  for (const [path, bytes] of made.files) {
    await mkdir(dirname(join(vault.path, path)), { recursive: true });
    await writeFile(join(vault.path, path), bytes);
  }
});
afterAll(() => vault[Symbol.asyncDispose]());

/** What is accepted of a ticket, and a matter. */
async function addRecords(store: ObjectStore, now: () => Date): Promise<void> {
  const inventory = await store.read("archive/22824/143/v2/inventory.json");
  const acceptance = acceptanceBytes({
    ...{ orgId: ORG, ticketId: 143, version: "v2", caller: null },
    inventorySha256: sha256Hex(inventory?.bytes ?? ""),
    problems: [{ code: "attachment-failed", detail: "gone", conversation: "135", attachment: 1 }],
    ...{ reason: "no copy", requestedBy: "J. Doe", at: now().toISOString() },
  });
  await store.create("acceptances/22824/143/v2.json", acceptance);
  const register = holdRegister({ store, orgId: ORG, now, changedFiles: undefined });
  await register.place("acme-v-us", [143], { by: "J. Doe", reason: "24-cv-17" });
  await register.place("acme-v-us", [1000], { by: "J. Doe", reason: "24-cv-17" });
  await register.release("acme-v-us", { by: "J. Doe", reason: "settled" });
}

/** The lines that the commands print. */
function typed(): string[] {
  const { stdout, stderr } = spawnSync("bash", ["-c", commands], { cwd: vault.path, encoding: "utf8" });
  return `${stdout}${stderr}`.split("\n").filter((line) => line !== "");
}

/** Flips a bit, or flips it back. */
async function flip(path: string): Promise<void> {
  const file = join(vault.path, path);
  const bytes = await readFile(file);
  bytes[100] = (bytes[100] ?? 0) ^ 1;
  await writeFile(file, bytes);
}

describe("the commands of docs/archive-format.md", () => {
  it("print the last entry and the fingerprints of the keys of a sound vault, and nothing else", async () => {
    const keys = (await filesOf(join(vault.path, "ledger", String(ORG), "keys"))).size;
    const [last, ...fingerprints] = typed();
    expect(last).toMatch(/^The last entry is 0{10}\d\d: "[0-9a-f]{64}"$/);
    expect(last).toContain(head);
    expect(fingerprints).toHaveLength(keys);
    for (const line of fingerprints) expect(line).toMatch(/^[0-9a-f]{64} {2}-$/);
  });

  it("name every file with a flipped byte, and what rests on it", async () => {
    const flipped = [
      "archive/22824/143/v1/content/attachments/135/1-Aadhaar.png",
      "archive/22824/143/v2/inventory.json",
      "archive/22824/1000/inventory.json",
      "ledger/22824/000000000003.json",
      "holds/22824/acme-v-us/000002.json",
    ];
    for (const path of flipped) await flip(path);

    expect(typed()).toEqual(
      expect.arrayContaining([
        "NOT AS ARCHIVED: archive/22824/143/",
        "NOT SEALED: archive/22824/143/v2/inventory.json",
        "NOT SEALED: holds/22824/acme-v-us/000002.json",
        "OF ANOTHER VERSION: acceptances/22824/143/v2.json",
        "NOT AS WRITTEN: archive/22824/1000/inventory.json",
        "NOT SIGNED: ledger/22824/000000000003.json",
        "NOT THE NEXT ENTRY: ledger/22824/000000000004.json",
        "NOT THE NEXT ENTRY: holds/22824/acme-v-us/000003.json",
      ]),
    );

    for (const path of flipped) await flip(path);
  });

  it("name a file that was put there by others", async () => {
    const extra = join(vault.path, "archive/22824/143/v1/content/extra.txt");
    await writeFile(extra, "");

    expect(typed()).toContain("NOT THE FILES OF THE MANIFEST: archive/22824/143/");

    await rm(extra);
  });
});
