/** Ways to pack a part's files again, each made up at random from a seed: in our form, or in one that any other program writes. */
import { buffer } from "node:stream/consumers";
import { crc32, deflateRawSync } from "node:zlib";
import type { Random } from "../../cli/sandbox/random.ts";
import { zipOf } from "../../shared/export/zip.ts";
import type { Files } from "../ocfl/fixtures.ts";

interface Repacked {
  readonly what: string;
  readonly zip: Buffer;
  /** Whether it is in the form of our exports, so that the zip alone does not tell. */
  readonly isOurForm: boolean;
  /** Of the file whose content is another. */
  readonly changed?: string;
}

type Repack = (files: Files, random: Random) => Promise<Repacked>;

export const ZIP_TAMPERINGS: Readonly<Record<string, Repack>> = {
  order: async (files, random) => {
    const names = [...files.keys()];
    const at = 1 + random.integer(names.length - 1);
    const turned = new Map(
      [...names.slice(at), ...names.slice(0, at)].map((name) => [name, bytesIn(files, name)]),
    );
    return { what: `files from ${at} on first`, zip: await ours(turned, () => true), isOurForm: true };
  },
  compression: async (files, random) => {
    const chance = random.pick([0, 0.5, 1]);
    const zip = await ours(files, () => random.chance(chance));
    return { what: `${chance} of the files compressed`, zip, isOurForm: true };
  },
  change: async (files, random) => {
    const path = random.pick([...files.keys()]);
    const bytes = Buffer.concat([bytesIn(files, path), Buffer.from(random.pick([" ", "\n", "x"]))]);
    const zip = await ours(new Map([...files, [path, bytes]]), () => true);
    return { what: `${path} lengthened, its CRC-32 made again`, zip, isOurForm: true, changed: path };
  },
  method: (files, random) =>
    foreign(files, "stored, or sizes in front", { stored: random.chance(0.5), inFront: true }),
  level: (files, random) =>
    foreign(files, "another program's deflate, sizes in front", {
      level: random.pick([1, 6, 9]),
      inFront: true,
    }),
  time: (files, random) => foreign(files, "times of files", { date: 0x21 + 1 + random.integer(60_000) }),
  localExtra: (files) => foreign(files, "extra fields before files", { localExtra: EXTRA }),
  extra: (files) => foreign(files, "extra fields in the directory", { extra: EXTRA }),
  fileComment: (files) => foreign(files, "comments of files", { fileComment: Buffer.from("sound") }),
  comment: (files, random) =>
    foreign(files, "a comment", { comment: Buffer.alloc(1 + random.integer(200), "sound. ") }),
  gap: (files, random) =>
    foreign(files, "bytes between files", { gap: Buffer.alloc(1 + random.integer(99), "gap") }),
  prefix: (files, random) =>
    foreign(files, "bytes in front", { prefix: Buffer.alloc(1 + random.integer(99), "#!/bin/sh\n") }),
  folders: (files) => {
    const top = [...files.keys()][0]?.split("/")[0] ?? "";
    return foreign(new Map([[`${top}/data/`, new Uint8Array()], ...files]), "an entry of a folder", {});
  },
  mode: (files) => foreign(files, "modes of files", { mode: 0o100755 }),
};

/** The Unix times of Info-ZIP: tag, length, flags, a time. */
const EXTRA = Buffer.from("5554050001000000 00".replace(" ", ""), "hex");

function bytesIn(files: Files, name: string): Uint8Array {
  return files.get(name) ?? new Uint8Array();
}

function ours(files: Files, compress: (name: string) => boolean): Promise<Buffer> {
  return buffer(
    zipOf(async (add) => {
      for (const [name, bytes] of files) await add(name, Buffer.from(bytes), { compress: compress(name) });
    }),
  );
}

interface Form {
  readonly stored?: boolean;
  readonly level?: number;
  /** Sizes and CRC-32 before the data, not behind it. */
  readonly inFront?: boolean;
  readonly date?: number;
  readonly mode?: number;
  readonly localExtra?: Buffer;
  readonly extra?: Buffer;
  readonly fileComment?: Buffer;
  readonly comment?: Buffer;
  readonly gap?: Buffer;
  readonly prefix?: Buffer;
}

const NOTHING = Buffer.alloc(0);

/** A sound zip that differs from ours in what `form` says, and in nothing else. */
async function foreign(files: Files, what: string, form: Form): Promise<Repacked> {
  const { stored = false, level, inFront = false, date = 0x21, mode = 0o100644 } = form;
  const { localExtra = NOTHING, extra = NOTHING, fileComment = NOTHING, comment = NOTHING } = form;
  const { gap = NOTHING, prefix = NOTHING } = form;
  const pieces: Buffer[] = [prefix];
  const directory: Buffer[] = [];
  let at = prefix.length;
  for (const [path, bytes] of files) {
    const name = Buffer.from(path);
    const packed = stored ? Buffer.from(bytes) : deflateRawSync(bytes, level === undefined ? {} : { level });
    const flags = inFront ? 0x0800 : 0x0808;
    const sums = numbers([4, crc32(bytes)], [4, packed.length], [4, bytes.length]);
    const about = numbers([2, flags], [2, stored ? 0 : 8], [2, 0], [2, date]);
    const local = [
      numbers([4, 0x04034b50], [2, 20]),
      about,
      inFront ? sums : Buffer.alloc(12),
      numbers([2, name.length], [2, localExtra.length]),
      name,
      localExtra,
      packed,
      inFront ? NOTHING : Buffer.concat([numbers([4, 0x08074b50]), sums]),
      gap,
    ];
    directory.push(
      numbers([4, 0x02014b50], [2, 0x0300 + 45], [2, 20]),
      about,
      sums,
      numbers([2, name.length], [2, extra.length], [2, fileComment.length], [2, 0], [2, 0]),
      numbers([4, mode * 0x10000], [4, at]),
      name,
      extra,
      fileComment,
    );
    pieces.push(...local);
    at += local.reduce((sum, { length }) => sum + length, 0);
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const counts = numbers([2, files.size], [2, files.size], [4, size], [4, at], [2, comment.length]);
  const end = [numbers([4, 0x06054b50], [2, 0], [2, 0]), counts, comment];
  return { what, zip: Buffer.concat([...pieces, ...directory, ...end]), isOurForm: false };
}

function numbers(...fields: readonly (readonly [bytes: 2 | 4, value: number])[]): Buffer {
  return Buffer.concat(
    fields.map(([bytes, value]) => {
      const field = Buffer.alloc(bytes);
      field.writeUIntLE(value, 0, bytes);
      return field;
    }),
  );
}
