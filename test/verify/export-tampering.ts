/** Ways to do harm to an unpacked export, each made up at random from a seed; all manifests are then written anew. */
import { createHash } from "node:crypto";
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Random } from "../../cli/sandbox/random.ts";
import { filesOf } from "../temp.ts";
import { DISGUISES, forgeLedger } from "./forged-export.ts";

/** What was done, and where; the places must be named. */
interface ExportTampering {
  readonly what: string;
  readonly places: readonly string[];
}

type Tamper = (bag: string, random: Random, trusted: string) => Promise<ExportTampering>;

export const EXPORT_TAMPERINGS: Readonly<Record<string, Tamper>> = {
  flip: async (bag, random) => {
    const path = await anyFile(bag, random);
    const bytes = await readFile(join(bag, path));
    const at = random.integer(bytes.length);
    bytes[at] = (bytes[at] ?? 0) ^ (1 + random.integer(255));
    await writeFile(join(bag, path), bytes);
    return { what: `byte ${at} of ${path} flipped`, places: [path] };
  },
  lengthen: async (bag, random) => {
    const path = await anyFile(bag, random);
    await writeFile(join(bag, path), random.pick(["\n", " ", "\0", "x"]), { flag: "a" });
    return { what: `${path} lengthened`, places: [path] };
  },
  delete: async (bag, random) => {
    const path = await anyFile(bag, random);
    await rm(join(bag, path));
    return { what: `${path} deleted`, places: [path] };
  },
  add: async (bag, random) => {
    const folder = dirname(await anyFile(bag, random));
    const path = join(
      folder,
      random.pick(["note.txt", "inventory.json.sha512", "7.html", "000000000009.json"]),
    );
    await writeFile(join(bag, path), "{}\n");
    return { what: `${path} added`, places: [path] };
  },
  swap: async (bag, random) => {
    const [a, b] = [await anyFile(bag, random), await anyFile(bag, random)];
    const [first, second] = await Promise.all([a, b].map((path) => readFile(join(bag, path))));
    if (first === undefined || second === undefined || first.equals(second))
      return EXPORT_TAMPERINGS["flip"]?.(bag, random, "") ?? { what: "", places: [] };
    await writeFile(join(bag, a), second);
    await writeFile(join(bag, b), first);
    return { what: `${a} and ${b} swapped`, places: [a, b] };
  },
  swapTickets: async (bag) => {
    const at = (name: string): string => join(bag, "data/tickets", name);
    await rename(at("1"), at("swap"));
    await rename(at("2"), at("1"));
    await rename(at("swap"), at("2"));
    return { what: "two tickets swapped", places: ["data/tickets/1", "data/tickets/2"] };
  },
  copyTicket: async (bag, random) => {
    const to = random.pick(["7", "01", "1 ", "extensions/x"]);
    await mkdir(join(bag, "data/tickets", dirname(to)), { recursive: true });
    await cp(join(bag, "data/tickets/2"), join(bag, "data/tickets", to), { recursive: true });
    return { what: `ticket 2 copied to ${to}`, places: [`data/tickets/${to}`] };
  },
  rollBack: async (bag) => {
    await rm(join(bag, "data/tickets/1/v2"), { recursive: true });
    await cp(join(bag, "data/tickets/1/v1/inventory.json"), join(bag, "data/tickets/1/inventory.json"));
    await cp(
      join(bag, "data/tickets/1/v1/inventory.json.sha256"),
      join(bag, "data/tickets/1/inventory.json.sha256"),
    );
    return { what: "ticket 1 rolled back", places: ["data/tickets/1"] };
  },
  forge: async (bag, random, trusted) => {
    const [name, disguise] = random.pick(Object.entries(DISGUISES));
    await forgeLedger(bag, trusted, disguise);
    return { what: `forged with another key: ${name}`, places: ["data/tickets/1", "data/tickets/2"] };
  },
};

/** Archived files, entries and what was made alike. */
async function anyFile(bag: string, random: Random): Promise<string> {
  const paths = [...(await filesOf(bag))].flatMap(([path, bytes]) => (bytes.length > 0 ? [path] : []));
  const top = random.pick(["data/tickets/", "data/ledger/", "data/", ""]);
  return random.pick(paths.filter((path) => path.startsWith(top) && !path.includes("manifest-sha256")));
}

/** Writes the manifests and the sum of the payload anew, as whoever forges a bag does. */
export async function rebag(bag: string): Promise<void> {
  const lines = async (paths: readonly string[]): Promise<string> => {
    const line = async (path: string): Promise<string> =>
      `${createHash("sha256")
        .update(await readFile(join(bag, path)))
        .digest("hex")}  ${path}\n`;
    return (await Promise.all(paths.map(line))).join("");
  };
  const payload = await filesOf(join(bag, "data"));
  await writeFile(
    join(bag, "manifest-sha256.txt"),
    await lines([...payload.keys()].map((path) => `data/${path}`)),
  );
  const size = [...payload.values()].reduce((sum, { length }) => sum + length, 0);
  const info = await readFile(join(bag, "bag-info.txt"), "utf8").catch(() => undefined);
  if (info !== undefined)
    await writeFile(
      join(bag, "bag-info.txt"),
      info.replace(/^Payload-Oxum:.*/m, `Payload-Oxum: ${size}.${payload.size}`),
    );
  const tags = (await readdir(bag, { withFileTypes: true })).filter((entry) => entry.isFile());
  const names = tags.map(({ name }) => name).filter((name) => name !== "tagmanifest-sha256.txt");
  await writeFile(join(bag, "tagmanifest-sha256.txt"), await lines(names.toSorted()));
}
