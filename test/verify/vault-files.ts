/** What there is in the files of a sealed vault, and small changes of it that whoever tampers with one makes. */
import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import type { Random } from "../../cli/sandbox/random.ts";
import { sha256Hex } from "../../shared/digest.ts";
import { entryKey, publicKeyKey, signatureKey } from "../../shared/keys.ts";
import { type Entry, entryBytes, parseEntry } from "../../shared/ledger/entry.ts";
import { publicKeyOf } from "../../shared/ledger/public-key.ts";
import { sidecarBytes } from "../../shared/ocfl/inventory.ts";
import type { Files } from "../ocfl/fixtures.ts";

export const ORG = 22824;
export const OBJECT = `archive/${ORG}/143`;

/** What was done; of each group of places at least one must be named. */
export interface Tampering {
  readonly what: string;
  readonly places: readonly (readonly string[])[];
}

export type Tamper = (files: Files, random: Random) => Tampering;

export function bytesAt(files: Files, path: string): Uint8Array {
  const bytes = files.get(path);
  if (bytes === undefined) throw new Error(`no file ${path}`);
  return bytes;
}

/** Archive, ledger and records alike, though the ledger has more files. */
export function anyFile(files: Files, random: Random): string {
  const tops = new Set([...files.keys()].map((path) => path.replace(/\/.*/, "/")));
  const top = random.pick(["archive/", ...tops]);
  const all = [...files.keys()].filter((path) => path.startsWith(top) && bytesAt(files, path).length > 0);
  return random.pick(all);
}

export function foldersOf(files: Files): string[] {
  const parents = [...files.keys()].flatMap((path) => withFolders(path).slice(1));
  return [...new Set(parents)].filter((folder) => folder.includes("/"));
}

const NEW_NAMES = [
  "extra.txt",
  "inventory.json.sha512",
  "000000000099.json",
  "000000000099.json.sig",
  "0=ocfl_object_1.0",
  "v7/inventory.json",
  "v7/content/ticket.json",
  "logs/log.txt",
  "extensions/0005-mutable-head/head.json",
  `${"0123456789abcdef".repeat(4)}.pem`,
  "77/v1/inventory.json",
  "content/ticket.json",
];

export function newPath(files: Files, random: Random): string {
  const path = `${random.pick([...foldersOf(files), "archive", "ledger"])}/${random.pick(NEW_NAMES)}`;
  return files.has(path) ? newPath(files, random) : path;
}

/** The path and the folders that it stands in. */
export function withFolders(path: string): string[] {
  const names = path.split("/");
  return names.map((_, index) => names.slice(0, names.length - index).join("/"));
}

export function remove(files: Files, isGone: (path: string) => boolean): void {
  for (const path of [...files.keys()].filter(isGone)) files.delete(path);
}

export function swapFiles(files: Files, a: string, b: string): void {
  const [first, second] = [bytesAt(files, a), bytesAt(files, b)];
  files.set(a, second);
  files.set(b, first);
}

export function swapFolders(files: Files, a: string, b: string): void {
  const moved = [...files].flatMap(([path, bytes]): [string, string, Uint8Array][] => {
    if (path.startsWith(`${a}/`)) return [[path, `${b}${path.slice(a.length)}`, bytes]];
    if (path.startsWith(`${b}/`)) return [[path, `${a}${path.slice(b.length)}`, bytes]];
    return [];
  });
  for (const [from] of moved) files.delete(from);
  for (const [, to, bytes] of moved) files.set(to, bytes);
}

/** The numbers of the entries, in order. */
export function entriesOf(files: Files): number[] {
  return [...files.keys()]
    .flatMap((path) => /^ledger\/22824\/(\d{12})\.json$/.exec(path)?.[1] ?? [])
    .map(Number)
    .toSorted((a, b) => a - b);
}

/** Changes a file and every digest of it in its object, as somebody would who knows OCFL. */
export function rewrite(files: Files, path: string, random: Random): void {
  const before = bytesAt(files, path);
  const after = Buffer.concat([before, Buffer.from(" ".repeat(1 + random.integer(9)))]);
  files.set(path, after);
  const [from, to] = [sha256Hex(before), sha256Hex(after)];
  for (const key of [...files.keys()].filter(
    (each) => each.startsWith(`${OBJECT}/`) && each.endsWith("inventory.json"),
  )) {
    writeInventory(files, key, Buffer.from(bytesAt(files, key)).toString().replaceAll(from, to));
  }
}

export function writeInventory(files: Files, key: string, text: string): void {
  files.set(key, Buffer.from(text));
  files.set(`${key}.sha256`, sidecarBytes(sha256Hex(text)));
}

export function addVersion(files: Files, random: Random): void {
  const inventory = JSON.parse(Buffer.from(bytesAt(files, `${OBJECT}/inventory.json`)).toString());
  const content = Buffer.from(`forged ${random.integer(1e9)}`);
  inventory.head = "v3";
  inventory.manifest[sha256Hex(content)] = ["v3/content/ticket.json"];
  inventory.versions.v3 = {
    ...inventory.versions.v2,
    state: { ...inventory.versions.v1.state, [sha256Hex(content)]: ["note.txt"] },
  };
  files.set(`${OBJECT}/v3/content/ticket.json`, content);
  const text = `${JSON.stringify(inventory, null, 2)}\n`;
  writeInventory(files, `${OBJECT}/inventory.json`, text);
  writeInventory(files, `${OBJECT}/v3/inventory.json`, text);
}

/** Made once: making keys is slow, and which key it is does not matter. */
const OTHER_KEYS = Array.from({ length: 3 }, () => generateKeyPairSync("ec", { namedCurve: "P-256" }));

export function otherKey(random: Random): { privateKey: KeyObject; id: string; pem: string } {
  const { privateKey, publicKey } = random.pick(OTHER_KEYS);
  return { privateKey, ...publicKeyOf(publicKey) };
}

/** Writes the entries from one on anew, with the digests as they are now, a sound chain and another key. */
export function forge(files: Files, from: number, random: Random): void {
  const { privateKey, id, pem } = otherKey(random);
  let previous = from === 1 ? null : sha256Hex(bytesAt(files, entryKey(ORG, from - 1)));
  for (const sequence of entriesOf(files).filter((each) => each >= from)) {
    const entry = parseEntry(bytesAt(files, entryKey(ORG, sequence)), "entry");
    if (entry.kind === "newer") throw new Error("the test writes no newer entry");
    const sealed = entry.sealed.map(({ key }) => ({ key, sha256: sha256Hex(bytesAt(files, key)) }));
    const forged: Entry = { ...entry, previous, sealed, keyId: id };
    const bytes = entryBytes(forged);
    files.set(entryKey(ORG, sequence), bytes);
    files.set(signatureKey(ORG, sequence), sign("sha256", bytes, privateKey));
    previous = sha256Hex(bytes);
  }
  files.set(publicKeyKey(ORG, id), Buffer.from(pem));
}
