/** What somebody invents in a sealed vault who may write to it and cannot sign: tickets, records, other times. */
import { sign } from "node:crypto";
import type { Random } from "../../cli/sandbox/random.ts";
import { entryKey, signatureKey } from "../../shared/keys.ts";
import { type Entry, entryBytes, parseEntry } from "../../shared/ledger/entry.ts";
import type { Files } from "../ocfl/fixtures.ts";
import { bytesAt, entriesOf, OBJECT, ORG, otherKey, type Tamper, writeInventory } from "./vault-files.ts";

const HOUR = 3_600_000;

export const INVENTIONS: Readonly<Record<string, Tamper>> = {
  inventTicket: (files, random) => {
    const ticket = random.pick(["7", "142", "999", "1002"]);
    for (const [path, bytes] of [...files].filter(([path]) => path.startsWith(`archive/${ORG}/1000/`)))
      files.set(path.replace("/1000/", `/${ticket}/`), bytes);
    // Dated after now it would count as just being archived for ever.
    const created = random.pick(["2025-01-02T03:04:05.678Z", "2036-01-01T00:00:00.000Z"]);
    changeInventories(files, `archive/${ORG}/${ticket}/`, (text) =>
      text
        .replaceAll(":ticket:1000", `:ticket:${ticket}`)
        .replace(/"created": "[^"]*"/g, `"created": "${created}"`),
    );
    return {
      what: `ticket ${ticket} invented, of ${created}`,
      places: [[`archive/${ORG}/${ticket}/v1/inventory.json`]],
    };
  },

  inventRecord: (files, random) => {
    const [from, to] = random.pick([
      [`acceptances/${ORG}/143/v1.json`, `acceptances/${ORG}/143/v2.json`],
      [`holds/${ORG}/acme/000001.json`, `holds/${ORG}/other/000001.json`],
    ] as const);
    const bytes = files.get(from);
    if (bytes === undefined) return invented("inventTicket", files, random);
    const text = Buffer.from(bytes).toString();
    files.set(to, Buffer.from(text.replace('"v1"', '"v2"').replace("acme", "other")));
    return { what: `${to} invented`, places: [[to]] };
  },

  moveVersionTime: (files, random) => {
    const version = random.pick(["v1", "v2"]);
    const ms = moved(random);
    changeInventories(files, `${OBJECT}/`, (text) => {
      const inventory = JSON.parse(text);
      const one = inventory.versions[version];
      if (one === undefined) return text;
      one.created = later(one.created, ms);
      return `${JSON.stringify(inventory, null, 2)}\n`;
    });
    const places = [`${OBJECT}/${version}/inventory.json`];
    return { what: `${version} dated ${ms} ms later in each inventory`, places: [places] };
  },

  moveEntryTime: (files, random) => {
    const sequence = random.pick(entriesOf(files));
    const key = entryKey(ORG, sequence);
    const entry = parseEntry(bytesAt(files, key), key);
    if (entry.kind === "newer") throw new Error("the test writes no newer entry");
    const ms = moved(random);
    const dated: Entry = { ...entry, time: later(entry.time, ms) };
    files.set(key, entryBytes(dated));
    const signed = random.chance(0.5);
    if (signed)
      files.set(signatureKey(ORG, sequence), sign("sha256", entryBytes(dated), otherKey(random).privateKey));
    const how = signed ? "signed by another key" : "with its old signature";
    return { what: `entry ${sequence} dated ${ms} ms later, ${how}`, places: [[key]] };
  },
};

function invented(name: string, files: Files, random: Random): ReturnType<Tamper> {
  const invent = INVENTIONS[name];
  if (invent === undefined) throw new Error(`nothing is called ${name}`);
  return invent(files, random);
}

/** A second to a year, to either side. */
function moved(random: Random): number {
  return random.pick([1_000, 60_000, HOUR, 24 * HOUR, 365 * 24 * HOUR]) * (random.chance(0.5) ? 1 : -1);
}

function later(time: string, ms: number): string {
  return new Date(Date.parse(time) + ms).toISOString();
}

/** Changes every inventory below a folder, and makes its digest anew. */
function changeInventories(files: Files, folder: string, change: (text: string) => string): void {
  for (const key of [...files.keys()].filter(
    (each) => each.startsWith(folder) && each.endsWith("/inventory.json"),
  ))
    writeInventory(files, key, change(Buffer.from(bytesAt(files, key)).toString()));
}
