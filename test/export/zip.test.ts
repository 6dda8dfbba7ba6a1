/** Zips as streams: bounded whatever is added, and nothing left open when either side gives up. */
import { buffer } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { fromBuffer } from "yauzl";
import { type AddEntry, zipOf } from "../../shared/export/zip.ts";

const STORED = { compress: false };
const PACKED = { compress: true };

it("closes the stream that is being added when its reader leaves, and hears no error of it later", async () => {
  let isClosed = false;
  async function* source() {
    try {
      for (;;) {
        await sleep(1);
        yield Buffer.alloc(100_000, 1);
      }
    } finally {
      isClosed = true;
      await Promise.reject(new Error("too late to matter"));
    }
  }
  for await (const chunk of zipOf((add) => add("a", source(), STORED))) {
    expect(chunk.byteLength).toBeGreaterThan(0);
    break;
  }
  await expect.poll(() => isClosed).toBe(true);
});

it("begins nothing that nobody reads", async () => {
  let isBegun = false;
  const zip = zipOf(async () => {
    isBegun = true;
  });
  await zip.return(undefined);
  await sleep(5);
  expect(isBegun).toBe(false);
});

it.each<[string, (add: AddEntry) => Promise<void>]>([
  [
    "a stream",
    async (add) => {
      await add("a", Buffer.from("a"), PACKED);
      await add("b", failing(), PACKED);
    },
  ],
  [
    "what adds",
    async (add) => {
      await add("a", Buffer.from("a"), PACKED);
      throw new Error("broken");
    },
  ],
])("gives its reader the error of %s", async (_, fill) => {
  await expect(buffer(zipOf(fill))).rejects.toThrow("broken");
});

it("holds few of very many small files, in the same bytes each time", async () => {
  const FILES = 40_000;
  let added = 0;
  const fill = async (add: AddEntry): Promise<void> => {
    for (let number = 0; number < FILES; number += 1) {
      await add(`${number}`, Buffer.from(number % 64 === 0 ? "" : `text ${number}`), PACKED);
      added += 1;
    }
  };
  const zip = zipOf(fill);
  const { value: begun } = await zip.next();
  // What is added before anything is taken away has to be held: 2 MiB at most, and a file takes 100 bytes.
  expect(added).toBeLessThan(20_000);
  const first = Buffer.concat([Buffer.from(begun ?? []), await whole(zip)]);

  expect(await whole(zipOf(fill))).toEqual(first);
  expect(await entryCount(first)).toBe(FILES);
});

/** Each piece holds until the next is asked for. */
async function whole(zip: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of zip) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
}

async function* failing(): AsyncGenerator<Uint8Array> {
  yield Buffer.alloc(10);
  throw new Error("broken");
}

function entryCount(zip: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    fromBuffer(zip, (error, opened) => (error ? reject(error) : resolve(opened.entryCount)));
  });
}
