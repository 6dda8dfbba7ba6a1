/** Ways to do harm to a sealed vault, each made up at random from a seed, with the places that verify must name. */
import { sign } from "node:crypto";
import { sha256Hex } from "../../shared/digest.ts";
import { entryKey, signatureKey } from "../../shared/keys.ts";
import { entryBytes, nextEntry, parseEntry } from "../../shared/ledger/entry.ts";
import { INVENTIONS } from "./inventions.ts";
import {
  addVersion,
  anyFile,
  bytesAt,
  entriesOf,
  foldersOf,
  forge,
  newPath,
  OBJECT,
  ORG,
  otherKey,
  remove,
  rewrite,
  swapFiles,
  swapFolders,
  type Tamper,
  withFolders,
} from "./vault-files.ts";

export const TAMPERINGS: Readonly<Record<string, Tamper>> = {
  flip: (files, random) => {
    const path = anyFile(files, random);
    const bytes = Buffer.from(bytesAt(files, path));
    const at = random.integer(bytes.length);
    bytes[at] = (bytes[at] ?? 0) ^ (1 + random.integer(255));
    files.set(path, bytes);
    return { what: `byte ${at} of ${path} flipped`, places: [[path]] };
  },

  resize: (files, random) => {
    const path = anyFile(files, random);
    const bytes = bytesAt(files, path);
    const cut = random.chance(0.5) ? bytes.subarray(0, random.integer(bytes.length)) : undefined;
    files.set(path, cut ?? Buffer.concat([bytes, Buffer.from([random.pick([0, 10, 32, 65])])]));
    return { what: `${path} ${cut === undefined ? "lengthened" : "cut"}`, places: [[path]] };
  },

  delete: (files, random) => {
    const path = anyFile(files, random);
    files.delete(path);
    return { what: `${path} deleted`, places: [[path]] };
  },

  deleteFolder: (files, random) => {
    const below = `${random.pick(foldersOf(files))}/`;
    const gone = [...files.keys()].filter((path) => path.startsWith(below));
    for (const path of gone) files.delete(path);
    return { what: `${below} deleted`, places: [[...gone, below.slice(0, -1)]] };
  },

  add: (files, random) => {
    const path = newPath(files, random);
    files.set(path, Buffer.from(random.pick(["", "x", "{}\n"])));
    return { what: `${path} added`, places: [withFolders(path)] };
  },

  copy: (files, random) => {
    const from = anyFile(files, random);
    const path = newPath(files, random);
    files.set(path, bytesAt(files, from));
    return { what: `${from} copied to ${path}`, places: [withFolders(path)] };
  },

  swap: (files, random) => {
    const a = anyFile(files, random);
    let b = a;
    while (Buffer.compare(bytesAt(files, a), bytesAt(files, b)) === 0) b = anyFile(files, random);
    swapFiles(files, a, b);
    return { what: `${a} and ${b} swapped`, places: [[a], [b]] };
  },

  rename: (files, random) => {
    const from = anyFile(files, random);
    const to = newPath(files, random);
    files.set(to, bytesAt(files, from));
    files.delete(from);
    return { what: `${from} renamed to ${to}`, places: [[from]] };
  },

  swapTickets: (files, random) => {
    const tickets = ["143", "1000", "1001"].toSorted(() => (random.chance(0.5) ? 1 : -1));
    const [a = "", b = ""] = tickets.map((ticket) => `archive/${ORG}/${ticket}`);
    swapFolders(files, a, b);
    return { what: `${a} and ${b} swapped`, places: [[a], [b]] };
  },

  rollBack: (files, random) => {
    for (const name of ["inventory.json", "inventory.json.sha256"]) {
      files.set(`${OBJECT}/${name}`, bytesAt(files, `${OBJECT}/v1/${name}`));
    }
    const isThorough = random.chance(0.5);
    if (isThorough) remove(files, (path) => path.startsWith(`${OBJECT}/v2/`));
    return {
      what: `rolled back to v1${isThorough ? " without a trace" : ""}`,
      places: [[`${OBJECT}/inventory.json`]],
    };
  },

  rewriteContent: (files, random) => {
    const version = random.pick(["v1", "v2"]);
    const path = `${OBJECT}/${version}/content/ticket.json`;
    rewrite(files, path, random);
    const places = [`${OBJECT}/${version}/inventory.json`];
    return { what: `${path} rewritten with all digests of its object`, places: [places] };
  },

  addVersion: (files, random) => {
    addVersion(files, random);
    return { what: "a version added with all its digests", places: [[`${OBJECT}/v3/inventory.json`]] };
  },

  addUnsignedEntry: (files, random) => {
    addVersion(files, random);
    const key = `${OBJECT}/v3/inventory.json`;
    const last = entriesOf(files).at(-1) ?? 0;
    const bytes = bytesAt(files, entryKey(ORG, last));
    const { keyId, time } = parseEntry(bytes, "entry");
    // Dated after now it would count as just being signed for ever.
    const now = new Date(random.pick([time, "2036-01-01T00:00:00.000Z"]));
    const head = { sequence: last, sha256: sha256Hex(bytes), time };
    const versions = [{ key, sha256: sha256Hex(bytesAt(files, key)) }];
    const forged = nextEntry(
      head,
      { kind: "versions", sealed: versions },
      { orgId: ORG, keyId, now, tool: "tests" },
    );
    files.set(entryKey(ORG, last + 1), entryBytes(forged));
    return {
      what: `a version added and named by an unsigned entry of ${now.toISOString()}`,
      places: [[key], [entryKey(ORG, last + 1)]],
    };
  },

  removeEntries: (files, random) => {
    const first = random.pick(entriesOf(files));
    const gone = entriesOf(files).filter((sequence) => sequence === first || random.chance(0.2));
    const withSignatures = random.chance(0.7);
    for (const sequence of gone) {
      files.delete(entryKey(ORG, sequence));
      if (withSignatures) files.delete(signatureKey(ORG, sequence));
    }
    return { what: `entries ${gone.join(", ")} removed`, places: [[entryKey(ORG, gone[0] ?? 0)]] };
  },

  reorder: (files, random) => {
    const entries = entriesOf(files);
    const a = random.pick(entries);
    const b = random.pick(entries.filter((sequence) => sequence !== a));
    swapFiles(files, entryKey(ORG, a), entryKey(ORG, b));
    if (random.chance(0.7)) swapFiles(files, signatureKey(ORG, a), signatureKey(ORG, b));
    return { what: `entries ${a} and ${b} reordered`, places: [[entryKey(ORG, a)], [entryKey(ORG, b)]] };
  },

  closeGap: (files, random) => {
    const entries = entriesOf(files);
    const at = random.integer(entries.length - 1) + 1;
    for (const sequence of entries.slice(at)) {
      files.set(entryKey(ORG, sequence - 1), bytesAt(files, entryKey(ORG, sequence)));
      files.set(signatureKey(ORG, sequence - 1), bytesAt(files, signatureKey(ORG, sequence)));
    }
    files.delete(entryKey(ORG, entries.length));
    files.delete(signatureKey(ORG, entries.length));
    return { what: `entry ${at} removed and the later ones moved up`, places: [[entryKey(ORG, at)]] };
  },

  truncate: (files, random) => {
    const entries = entriesOf(files);
    const from = random.integer(entries.length) + 1;
    for (const sequence of entries.slice(from - 1)) {
      files.delete(entryKey(ORG, sequence));
      files.delete(signatureKey(ORG, sequence));
    }
    const unsealed = ["143/v1", "143/v2", "1000/v1"].map((path) => `archive/${ORG}/${path}/inventory.json`);
    return { what: `entries from ${from} on removed`, places: [[entryKey(ORG, from), ...unsealed]] };
  },

  reSign: (files, random) => {
    const sequence = random.pick(entriesOf(files));
    const { privateKey } = otherKey(random);
    const bytes = bytesAt(files, entryKey(ORG, sequence));
    files.set(signatureKey(ORG, sequence), sign("sha256", bytes, privateKey));
    return { what: `entry ${sequence} signed by another key`, places: [[entryKey(ORG, sequence)]] };
  },

  replaceKey: (files, random) => {
    const path = random.pick([...files.keys()].filter((key) => key.endsWith(".pem")));
    files.set(path, Buffer.from(otherKey(random).pem));
    return { what: `${path} replaced by another key`, places: [[path]] };
  },

  forgeLedger: (files, random) => {
    rewrite(files, `${OBJECT}/v1/content/ticket.json`, random);
    const from = random.pick(entriesOf(files));
    forge(files, from, random);
    const places = [entryKey(ORG, from), `${OBJECT}/v1/inventory.json`];
    return { what: `history rewritten, entries from ${from} on by another key`, places: [places] };
  },

  removeLedger: (files) => {
    remove(files, (path) => path.startsWith("ledger/"));
    return { what: "the ledger removed", places: [[`ledger/${ORG}`]] };
  },
  ...INVENTIONS,
};
