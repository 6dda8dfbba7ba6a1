/** Forges an unpacked export whole, as somebody does who knows every format in it and has a key of his own. */
import { generateKeyPairSync, sign } from "node:crypto";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { sha256Hex } from "../../shared/digest.ts";
import { publicKeyOf } from "../../shared/ledger/public-key.ts";
import { sidecarBytes } from "../../shared/ocfl/inventory.ts";

const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const FORGER = publicKeyOf(publicKey);
const KEY_ID = /"keyId": "([0-9a-f]{64})"/;

/** What a forger may add to an entry so that a careless reader takes his key for one that the trusted one introduced. */
export const DISGUISES: Readonly<Record<string, (entry: string, trusted: string) => string>> = {
  "in plain sight": (entry) => entry,
  "names that stand twice": (entry, trusted) =>
    entry.replace('  "kind"', `    "newKeyId": "${FORGER.id}",\n    "keyId": "${trusted}",\n  "kind"`),
  "the trusted key in the file's first lines": (entry, trusted) =>
    entry.replace("{\n", `{\n  "keyId": "${trusted}",\n`),
  "another indent": (entry) => entry.replace(/^ {2}/gm, " "),
  "all on one line": (entry) => `${JSON.stringify(JSON.parse(entry))}\n`,
  "a byte order mark": (entry) => `\ufeff${entry}`,
};

/**
 * Changes what ticket 1 says, makes its digests anew, and signs all entries anew over the new digests. Manifests are left
 * to the caller.
 */
export async function forgeLedger(
  bag: string,
  trusted: string,
  disguise: (entry: string, trusted: string) => string,
): Promise<void> {
  const digests = await rewriteTicket(join(bag, "data/tickets/1"));
  const ledger = join(bag, "data/ledger");
  for (const name of (await readdir(ledger)).filter((each) => each.endsWith(".json"))) {
    let text = await readFile(join(ledger, name), "utf8");
    for (const [before, after] of digests) text = text.replaceAll(before, after);
    const forged = Buffer.from(disguise(text.replace(KEY_ID, `"keyId": "${FORGER.id}"`), trusted));
    await writeFile(join(ledger, name), forged);
    await writeFile(join(ledger, `${name}.sig`), sign("sha256", forged, privateKey));
  }
  const keys = join(ledger, "keys");
  for (const name of await readdir(keys)) await rm(join(keys, name));
  await writeFile(join(keys, `${FORGER.id}.pem`), FORGER.pem);
}

/** New digests by the old ones. */
async function rewriteTicket(object: string): Promise<Map<string, string>> {
  const digests = new Map<string, string>();
  const replace = async (path: string, change: (text: string) => string): Promise<void> => {
    const before = await readFile(join(object, path), "utf8");
    const after = change(before);
    await writeFile(join(object, path), after);
    digests.set(sha256Hex(before), sha256Hex(after));
  };
  const known = (text: string): string =>
    [...digests].reduce((all, [before, after]) => all.replaceAll(before, after), text);
  await replace("v1/content/ticket.json", (text) => `${text}\n`);
  await replace("v2/content/ticket.json", (text) => `${text}\n`);
  for (const folder of ["v1/", "v2/", ""]) {
    await replace(`${folder}inventory.json`, known);
    const inventory = await readFile(join(object, `${folder}inventory.json`));
    await writeFile(join(object, `${folder}inventory.json.sha256`), sidecarBytes(sha256Hex(inventory)));
  }
  return digests;
}
