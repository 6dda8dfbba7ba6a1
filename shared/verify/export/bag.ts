/** Checks one part of an export, zipped or unpacked: the bag, the archived objects in it, and what vouches for them. */
import { IntegrityError } from "../../errors.ts";
import { BAG_DECLARATION } from "../../export/bag.ts";
import { STORAGE_ROOT } from "../../export/object-files.ts";
import type { Provenance } from "../../export/provenance.ts";
import { type Finding, type FindingCode, finding, newerFinding } from "../../findings.ts";
import type { PublicKey } from "../../ledger/public-key.ts";
import { NewerProgramError } from "../../newer-program.ts";
import { joinPath, lastName, type Tree, type TreeChildren } from "../../ocfl/tree.ts";
import { checkObjects } from "./bag-objects.ts";
import type { SoundPayload } from "./entries.ts";
import { checkMade, type PlannedBag } from "./made-again.ts";
import { type Hashed, hashFile, parseManifest } from "./manifest.ts";
import { checkProvenance } from "./provenance.ts";

const MANIFEST = "manifest-sha256.txt";
const TAG_MANIFEST = "tagmanifest-sha256.txt";
const TAGS = ["bagit.txt", "bag-info.txt", "VERIFY.md", "check.py", MANIFEST];

export interface VerifyBagOptions {
  /** Keys known from elsewhere: every version must be sealed by an entry that one of them signed. */
  readonly pinned?: readonly PublicKey[] | undefined;
  readonly signal?: AbortSignal | undefined;
  /** What the part was planned to be: what was made for the export is made again, and compared. */
  readonly planned?: PlannedBag | undefined;
  /** Called with each key that one of them introduced, in an entry of the bag. */
  readonly onKey?: ((keyId: string) => void) | undefined;
  /** Called after each file with how many files, and bytes of them, have been read. */
  readonly onFile?: ((files: number, bytes: number) => void) | undefined;
}

export interface VerifiedBag {
  /** Codes are words (`missing`, `altered`, `extra`, `bad-signature`, …), or OCFL's for the objects in the bag. */
  readonly findings: readonly Finding[];
  /** Archived objects in the bag. */
  readonly objects: number;
  readonly files: number;
  /** Bytes read. */
  readonly bytes: number;
  /** Of the payload, what is as the manifest says. */
  readonly payload: { readonly files: number; readonly bytes: number };
  /** What the bag says of itself; undefined when it says nothing that could be read. */
  readonly provenance: Provenance | undefined;
  /** SHA-256 of the part's rows, where what was made for the export could be made again. */
  readonly rows?: string | undefined;
}

/**
 * Reads every file of the bag once. What it holds gives findings, never an exception.
 * @param top the bag's folder in the tree
 * @throws what the tree throws when something cannot be read, and the signal's reason
 */
export async function verifyBag(
  tree: Tree,
  top: string,
  options: VerifyBagOptions = {},
): Promise<VerifiedBag> {
  const findings: Finding[] = [];
  const add = (code: FindingCode, path: string, message: string, severity?: Finding["severity"]): void => {
    findings.push(finding(code, joinPath(top, path), message, severity));
  };
  const totals = { files: 0, bytes: 0 };
  const hash = async (path: string): Promise<Partial<Hashed> | undefined> => {
    options.signal?.throwIfAborted();
    const hashed = await hashFile(tree, joinPath(top, path), options.signal);
    totals.files += 1;
    totals.bytes += hashed?.size ?? 0;
    options.onFile?.(totals.files, totals.bytes);
    return hashed;
  };

  const here = await tree.children(top);
  for (const path of strangers(here, top)) add("extra", path, "an export has nothing of this name here");
  for (const name of [...TAGS, TAG_MANIFEST]) {
    if (!here.files.includes(joinPath(top, name))) add("missing", name, "the file is missing");
  }
  const tags = await checkListed(TAG_MANIFEST, await listedIn(TAG_MANIFEST), new Set(TAGS));
  const present = await filesBelow(tree, joinPath(top, "data"), add, top);
  const digests = await checkListed(MANIFEST, await listedIn(MANIFEST), present);
  await checkTags(digests);
  const inBag = { tree, place: joinPath(top, `data/${STORAGE_ROOT}`), digestOf };
  const { objects, findings: ofObjects } = await checkObjects(inBag, options.signal);
  findings.push(...ofObjects);
  const provenance = await provenanceOf(payloadOf(digests));
  const bytes = [...digests.values()].reduce((sum, { size }) => sum + size, 0);
  const rows = await makeAgain();
  return { findings, objects, ...totals, payload: { files: digests.size, bytes }, provenance, rows };

  function digestOf(path: string): string | undefined {
    return digests.get(top === "" ? path : path.slice(top.length + 1))?.sha256;
  }

  async function makeAgain(): Promise<string | undefined> {
    if (options.planned === undefined) return undefined;
    const sound = new Map([...tags, ...digests].map(([path, { sha256 }]) => [path, sha256]));
    const told = new Set(findings.map(({ path }) => path));
    const made = await checkMade(tree, top, options.planned, { sound, told }, options.signal);
    findings.push(...(made?.findings ?? []));
    return made?.rows;
  }

  /** What a manifest lists; a missing one has been told already. */
  async function listedIn(manifest: string): Promise<Map<string, string>> {
    const bytes = await readSound(manifest);
    const listed = bytes && parseManifest(bytes);
    if (bytes !== undefined && listed === undefined) add("altered", manifest, "this is no manifest of BagIt");
    return listed ?? new Map();
  }

  /** Compares files with a manifest; gives the digests of those that are what it says. */
  async function checkListed(
    manifest: string,
    listed: ReadonlyMap<string, string>,
    present: ReadonlySet<string>,
  ): Promise<Map<string, Hashed>> {
    const sound = new Map<string, Hashed>();
    for (const [path, expected] of listed) {
      const hashed = present.has(path) ? await hash(path) : undefined;
      if (hashed === undefined) add("missing", path, `${manifest} lists the file, but it is not there`);
      else if (hashed.sha256 !== expected)
        add("altered", path, `the file does not have the SHA-256 of ${manifest}`);
      else sound.set(path, { sha256: expected, size: hashed.size ?? 0 });
    }
    if (listed.size === 0) return sound;
    for (const path of present) {
      if (!listed.has(path) && (manifest === MANIFEST || here.files.includes(joinPath(top, path)))) {
        add("extra", path, `${manifest} does not list the file`);
      }
    }
    return sound;
  }

  async function checkTags(digests: ReadonlyMap<string, Hashed>): Promise<void> {
    const declaration = await readSound("bagit.txt");
    if (declaration !== undefined && Buffer.compare(declaration, BAG_DECLARATION) !== 0) {
      add("altered", "bagit.txt", "this does not declare a bag by BagIt 1.0");
    }
    const info = await readSound("bag-info.txt");
    const oxum = /^Payload-Oxum: (\d+)\.(\d+)$/m.exec(Buffer.from(info ?? []).toString("utf8"));
    const octets = [...digests.values()].reduce((sum, { size }) => sum + size, 0);
    const isWhole = !findings.some(({ path }) => path.startsWith(joinPath(top, "data/")));
    if (info !== undefined && isWhole && oxum?.[0] !== `Payload-Oxum: ${octets}.${digests.size}`) {
      add(
        "altered",
        "bag-info.txt",
        `the payload has ${octets} bytes in ${digests.size} files, which is not its Payload-Oxum`,
      );
    }
  }

  /** Undefined also for what a newer program wrote, of which nothing more is said. */
  async function provenanceOf(payload: SoundPayload): Promise<Provenance | undefined> {
    try {
      return await checkProvenance(payload, options.pinned);
    } catch (error) {
      if (!(error instanceof NewerProgramError)) throw error;
      findings.push(newerFinding(joinPath(top, `data/${error.where}`)));
      return undefined;
    }
  }

  function payloadOf(digests: ReadonlyMap<string, Hashed>): SoundPayload {
    const told = new Set(findings.map(({ path }) => path));
    const inBag = (path: string): string => `data/${path}`;
    return {
      paths: [...digests.keys()].map((path) => path.slice(inBag("").length)),
      digest: (path) => digests.get(inBag(path))?.sha256,
      read: async (path) => (digests.has(inBag(path)) ? tree.read(joinPath(top, inBag(path))) : undefined),
      addMissing: (path, message) => {
        if (!told.has(joinPath(top, inBag(path)))) add("missing", inBag(path), message);
        told.add(joinPath(top, inBag(path)));
      },
      add: (code, path, message, severity) => add(code, inBag(path), message, severity),
      onKey: options.onKey,
    };
  }

  /** A small file whole; undefined when it is absent or cannot be unpacked, which its digest tells. */
  async function readSound(path: string): Promise<Uint8Array | undefined> {
    try {
      return await tree.read(joinPath(top, path));
    } catch (error) {
      if (error instanceof IntegrityError) return undefined;
      throw error;
    }
  }
}

/** What does not belong beside the payload, by paths in the bag. */
function strangers({ files, folders, others = [] }: TreeChildren, top: string): string[] {
  const known = new Set([...TAGS, TAG_MANIFEST, "data"].map((name) => joinPath(top, name)));
  return [...files, ...folders, ...others].filter((path) => !known.has(path)).map(lastName);
}

async function filesBelow(
  tree: Tree,
  folder: string,
  add: (code: FindingCode, path: string, message: string) => void,
  top: string,
): Promise<Set<string>> {
  const inBag = (path: string): string => (top === "" ? path : path.slice(top.length + 1));
  const found = new Set<string>();
  const pending = [folder];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { files, folders, others = [] } = await tree.children(next);
    for (const file of files) found.add(inBag(file));
    for (const other of others) add("extra", inBag(other), "this is neither a file nor a folder");
    pending.push(...folders);
  }
  return found;
}
