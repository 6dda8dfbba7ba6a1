/** Checks what vouches for the objects in a bag: their inventories' digests, and the ledger's entries and signatures. */
import * as z from "zod";
import { IntegrityError } from "../errors.ts";
import { type Entry, parseEntry } from "../ledger/entry.ts";
import { type LedgerFinding, ledgerFinding } from "../ledger/findings.ts";
import { versionKey } from "../ledger/keys.ts";
import { isSignatureOf, type PublicKey, readPublicKey } from "../ledger/public-key.ts";
import { versionNumber } from "../ocfl/inventory.ts";
import { joinPath, type Tree } from "../ocfl/tree.ts";
import type { Hashed } from "./bag-manifest.ts";
import { objectPath } from "./layout.ts";
import { ledgerPublicKeyPath, PROVENANCE_PATH } from "./provenance.ts";

/** What of it is compared. */
const provenanceSchema = z.object({
  source: z.object({ orgId: z.int().positive() }),
  tickets: z.array(
    z.object({
      ticketId: z.int().positive(),
      inventory: z.object({ path: z.string(), sha256: z.string() }),
      sealed: z.array(z.object({ version: z.string(), entry: z.string().nullable() })),
    }),
  ),
});

/**
 * @param digests of the payload's files that are what the manifest says, by their paths in the bag
 * @param pinned keys known from elsewhere; with any, only entries that they signed count, and every version needs one
 */
export async function checkProvenance(
  tree: Tree,
  top: string,
  digests: ReadonlyMap<string, Hashed>,
  pinned: readonly PublicKey[] = [],
): Promise<LedgerFinding[]> {
  const findings: LedgerFinding[] = [];
  const add = (code: LedgerFinding["code"], path: string, message: string): void => {
    findings.push(ledgerFinding(code, joinPath(top, `data/${path}`), message));
  };
  /** Only what the manifest vouches for is looked into: all else has been told. */
  const readListed = async (path: string): Promise<Uint8Array | undefined> =>
    digests.has(`data/${path}`) ? tree.read(joinPath(top, `data/${path}`)) : undefined;

  const bytes = await readListed(PROVENANCE_PATH);
  if (bytes === undefined) {
    const { files } = await tree.children(joinPath(top, "data"));
    if (!files.includes(joinPath(top, `data/${PROVENANCE_PATH}`)))
      add("missing", PROVENANCE_PATH, "the file is missing");
    checkAllSealed(new Set());
    return findings;
  }
  const provenance = parsed(bytes);
  if (provenance === undefined) {
    add("altered", PROVENANCE_PATH, "this is not what Ticketvault writes there");
    checkAllSealed(new Set());
    return findings;
  }
  const entries = await checkEntries();
  const sealedInventories = new Set<string>();
  for (const { ticketId, inventory, sealed } of provenance.tickets) {
    const digest = digests.get(`data/${inventory.path}`)?.sha256;
    if (digest !== undefined && digest !== inventory.sha256) {
      add("altered", inventory.path, `the inventory's SHA-256 is not the one in ${PROVENANCE_PATH}`);
    }
    for (const { version, entry } of sealed) {
      if (entry !== null) checkSealed(ticketId, version, entry);
    }
  }
  checkAllSealed(sealedInventories);
  return findings;

  /** Whoever makes a bag decides what its provenance says: with a key from elsewhere, every inventory needs its entry. */
  function checkAllSealed(sealed: ReadonlySet<string>): void {
    if (pinned.length === 0) return;
    for (const file of digests.keys()) {
      const [, path] = /^data\/(.+\/v\d+\/inventory\.json)$/.exec(file) ?? [];
      if (path !== undefined && !sealed.has(path))
        add("unsealed", path, "no ledger entry by a given key seals this version");
    }
  }

  async function checkEntries(): Promise<Map<string, Entry>> {
    const sound = new Map<string, Entry>();
    const named = (provenance?.tickets ?? []).flatMap(({ sealed }) =>
      sealed.flatMap(({ entry }) => entry ?? []),
    );
    for (const path of new Set(named)) {
      const entry = await checkEntry(path);
      if (entry !== undefined) sound.set(path, entry);
    }
    return sound;
  }

  async function checkEntry(path: string): Promise<Entry | undefined> {
    const [entryBytes, signature] = [await readListed(path), await readListed(`${path}.sig`)];
    if (entryBytes === undefined) add("missing", path, `${PROVENANCE_PATH} names this entry of the ledger`);
    else if (signature === undefined) add("missing", `${path}.sig`, "the signature of the entry is missing");
    if (entryBytes === undefined || signature === undefined) return undefined;
    const entry = orUndefined(() => parseEntry(entryBytes, path));
    if (entry === undefined) {
      add("altered", path, "this is no entry of a ledger");
      return undefined;
    }
    const keyPath = ledgerPublicKeyPath(entry.keyId);
    const pem = await readListed(keyPath);
    const key = pem && orUndefined(() => readPublicKey(Buffer.from(pem).toString("utf8"), keyPath));
    const isTrusted = pinned.length === 0 || pinned.some(({ id }) => id === entry.keyId);
    if (!isTrusted) add("unknown-key", path, `the entry is by the key ${entry.keyId}, which was not given`);
    else if (key?.id !== entry.keyId) add("unknown-key", path, `the key of the entry is not at ${keyPath}`);
    else if (!isSignatureOf(entryBytes, signature, key))
      add("bad-signature", path, "the entry's signature is not of it");
    else return entry;
    return undefined;
  }

  function checkSealed(ticketId: number, version: string, path: string): void {
    const orgId = provenance?.source.orgId ?? 0;
    const key = versionKey({ orgId, ticketId, version: versionNumber(version) });
    const inventory = objectPath(ticketId, `${version}/inventory.json`);
    const sealed = entries.get(path)?.versions.find((each) => each.key === key);
    const digest = digests.get(`data/${inventory}`)?.sha256;
    if (sealed === undefined) {
      if (entries.has(path)) add("unsealed", inventory, `the entry ${path} does not name this version`);
    } else if (digest !== undefined && digest !== sealed.sha256) {
      add("altered", inventory, `the entry ${path} sealed another inventory of this version`);
    } else sealedInventories.add(inventory);
  }
}

function parsed(bytes: Uint8Array): z.infer<typeof provenanceSchema> | undefined {
  try {
    return provenanceSchema.parse(JSON.parse(Buffer.from(bytes).toString("utf8")));
  } catch {
    return undefined;
  }
}

function orUndefined<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof IntegrityError) return undefined;
    throw error;
  }
}
