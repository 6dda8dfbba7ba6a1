/** A part's zip has one form: whatever else a zip can have, which programs read in different ways, is refused. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { deflateRawSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { zipOf } from "../../../shared/export/zip.ts";
import { dataDescriptor, localHeader, type ZipEntry, zipEnd } from "../../../shared/export/zip-records.ts";
import { verifyExport } from "../../../shared/verify/export/verify-export.ts";
import { openZip } from "../../../shared/verify/export/zip-tree.ts";
import { tempFolder } from "../../temp.ts";

const TEXT = Buffer.from("text of a file");
/** By Python: `zlib.crc32(b"text of a file")`. */
const CRC = 0xe7153d5d;
const FILES = ["part/a.txt", "part/b.txt"];

/** What is wrong with a zip, besides that it is no bag. */
async function problemsOf(bytes: Uint8Array): Promise<string[]> {
  await using folder = await tempFolder();
  const path = join(folder.path, "part.zip");
  await writeFile(path, bytes);
  const { findings } = await verifyExport(path);
  return findings.map(({ code, message }) => `${code} ${message}`).filter((each) => !/missing/.test(each));
}

function zipWith(names: readonly string[], compress = true): Promise<Buffer> {
  return buffer(
    zipOf(async (add) => {
      for (const name of names) await add(name, TEXT, { compress });
    }),
  );
}

interface Made {
  readonly entries: ZipEntry[];
  readonly pieces: Buffer[];
}

/** A zip by hand, of which each step can be another. */
function made(
  change: Partial<Record<"before" | "packed" | "gap" | "end", Buffer>> & { readonly crc32?: number },
): Buffer {
  const { entries, pieces }: Made = { entries: [], pieces: [change.before ?? Buffer.alloc(0)] };
  let offset = change.before?.length ?? 0;
  for (const path of FILES) {
    const packed = change.packed ?? deflateRawSync(TEXT);
    const entry = { path, size: TEXT.length, packed: packed.length, crc32: change.crc32 ?? CRC, offset };
    const file = [localHeader(path), packed, dataDescriptor(entry)];
    entries.push(entry);
    pieces.push(...file, change.gap ?? Buffer.alloc(0));
    offset += Buffer.concat(file).length + (change.gap?.length ?? 0);
  }
  return Buffer.concat([...pieces, ...zipEnd(entries, offset), change.end ?? Buffer.alloc(0)]);
}

/** Changes bytes of the first record that begins with the signature. */
function changed(bytes: Buffer, signature: number, offset: number, to: Uint8Array): Buffer {
  const sign = Buffer.alloc(4);
  sign.writeUInt32LE(signature);
  const copy = Buffer.from(bytes);
  copy.set(to, bytes.indexOf(sign) + offset);
  return copy;
}

const NOT_OURS = /^altered .*is not a sound zip: it is not in the form in which Ticketvault writes zips/;

// E7
describe("a zip", () => {
  it("in our form is read, by the same bytes that are made by hand", async () => {
    const zip = await zipWith(FILES);

    expect(zip.equals(made({}))).toBe(true);
    expect((await problemsOf(zip)).join("\n")).not.toContain("sound zip");
    expect((await problemsOf(await zipWith(FILES, false))).join("\n")).not.toContain("sound zip");
  });

  it.each([
    ["with bytes between its files", made({ gap: Buffer.from("between") })],
    ["with bytes before its first file", made({ before: Buffer.from("before") })],
    [
      "with a local header whose name is another",
      changed(made({}), 0x04034b50, 30, Buffer.from("part/x.txt")),
    ],
    ["with a local extra field", changed(made({}), 0x04034b50, 28, Buffer.from([4]))],
    ["with a size in front", changed(made({}), 0x04034b50, 18, Buffer.from([16]))],
    ["with another CRC-32 behind a file", changed(made({}), 0x08074b50, 4, Buffer.from([0]))],
    ["with another time in its directory", changed(made({}), 0x02014b50, 12, Buffer.from([1]))],
    ["with a link", changed(made({}), 0x02014b50, 38, Buffer.from([0, 0, 0xff, 0xa1]))],
    ["with files that overlap", changed(made({}), 0x02014b50, 42, Buffer.from([34]))],
    ["with a file that its directory does not name", withoutLast()],
  ])("%s is refused", async (_what, zip) => {
    expect(await problemsOf(zip)).toEqual([expect.stringMatching(NOT_OURS)]);
  });

  function withoutLast(): Buffer {
    const whole = made({});
    const [first] = FILES;
    const packed = deflateRawSync(TEXT).length;
    const entry = { path: first ?? "", size: TEXT.length, packed, crc32: CRC, offset: 0 };
    const end = whole.indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
    return Buffer.concat([whole.subarray(0, end), ...zipEnd([entry], end)]);
  }

  it.each([
    ["cut off", made({}).subarray(0, -10)],
    ["with bytes before all that it counts", Buffer.concat([Buffer.from("before"), made({})])],
    ["with a comment", changed(made({ end: Buffer.from("hi") }), 0x06054b50, 20, Buffer.from([2]))],
    ["that is none", TEXT],
    ["that claims to hold 4 GB", changed(made({}), 0x02014b50, 24, Buffer.from([0xf0, 0xff, 0xff, 0xff]))],
  ])("%s is refused", async (_what, zip) => {
    expect(await problemsOf(zip)).toEqual([expect.stringMatching(/^altered .*is not a sound zip/)]);
  });

  it.each([
    ["has another CRC-32, as is said twice", made({ crc32: 1 })],
    [
      "has bytes behind its end",
      made({ packed: Buffer.concat([deflateRawSync(TEXT), Buffer.from("more")]) }),
    ],
    ["is longer than is said", made({ packed: deflateRawSync(`${TEXT} and more`) })],
    ["is not packed by deflate", made({ packed: Buffer.from([7, 7]) })],
  ])("of which a file %s has no such file", async (_what, zip) => {
    await using folder = await tempFolder();
    const path = join(folder.path, "part.zip");
    await writeFile(path, zip);
    using opened = await openZip(path);

    await expect(opened.tree.read("part/a.txt")).rejects.toMatchObject({ code: "zip-unsound" });
  });
});

describe("a name that no honest zip has", () => {
  it.each([
    ["a name that leads out", ["../etc/passwd"]],
    ["an absolute name", ["/etc/passwd"]],
    ["a name of a Windows disk", ["C:/x"]],
    ["a name with a backslash", ["a\\b"]],
    ["a name with a control character", ["a\u0007b"]],
    ["an empty name in a path", ["a//b"]],
    ["a folder", ["a/"]],
    ["a name that occurs twice", ["a/b", "a/b"]],
    ["names that are one on some disks", ["a/B", "a/b"]],
  ])("is refused: %s", async (_what, names) => {
    expect(await problemsOf(await zipWith(names))).toEqual([
      expect.stringMatching(/^altered .*is not a sound zip/),
    ]);
  });
});
