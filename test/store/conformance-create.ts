/** The part of the conformance suite on conditional writes: of many writers one wins, and wins wholly. */
import { describe, expect, test } from "vitest";
import type { ObjectStore } from "../../shared/store/object-store.ts";
import type { Stores } from "./conformance-parts.ts";

const KEY = "143/v1/inventory.json";
const RIVALS = 10;

/** Long enough that two writers which wrote into one file would show. */
const contentOf = (writer: number) => Buffer.from(`writer ${writer} `.repeat(2000));

async function textAt(store: ObjectStore, key: string): Promise<string | undefined> {
  const file = await store.read(key);
  return file && Buffer.from(file.bytes).toString();
}

export function creationConformance({ store, another }: Stores): void {
  /** Ten writers on each of two instances do the same at once; gives the numbers of those who got `answer`. */
  async function contest(
    write: (store: ObjectStore, writer: number) => Promise<string>,
    answer: string,
  ): Promise<number[]> {
    const instances = [store(), await another()];
    const answers = await Promise.all(
      Array.from({ length: RIVALS * instances.length }, (_, writer) =>
        write(instances[writer % instances.length] ?? store(), writer),
      ),
    );
    return answers.flatMap((one, writer) => (one === answer ? [writer] : []));
  }

  describe("creating", () => {
    test("a key is created once", async () => {
      expect(await store().create(KEY, Buffer.from("one"))).toBe("created");
      expect(await store().create(KEY, Buffer.from("two"))).toBe("exists");
      expect(await (await another()).create(KEY, Buffer.from("one"))).toBe("exists");
      expect(await textAt(store(), KEY)).toBe("one");
    });

    test("an empty file is a file", async () => {
      expect(await store().create(KEY, new Uint8Array())).toBe("created");
      expect(await store().create(KEY, Buffer.from("two"))).toBe("exists");
      expect((await store().read(KEY))?.bytes).toHaveLength(0);
    });

    test("of twenty creators on two instances one wins, and its content is whole", async () => {
      const winners = await contest((on, writer) => on.create(KEY, contentOf(writer)), "created");
      expect(winners).toHaveLength(1);
      expect(await textAt(store(), KEY)).toBe(contentOf(winners[0] ?? -1).toString());
    });
  });

  describe("replacing", () => {
    async function tagOf(key: string): Promise<string> {
      const file = await store().read(key);
      if (file === undefined) throw new Error(`${key} is absent`);
      return file.tag;
    }

    test("a file is replaced as often as the tag is the one of its content", async () => {
      await store().create(KEY, Buffer.from("one"));
      for (const text of ["two", "three", "four"]) {
        expect(await store().replace(KEY, Buffer.from(text), await tagOf(KEY))).toBe("replaced");
        expect(await textAt(await another(), KEY)).toBe(text);
      }
    });

    test("a tag that an instance read serves another", async () => {
      await store().create(KEY, Buffer.from("one"));
      const tag = await tagOf(KEY);
      expect(await (await another()).replace(KEY, Buffer.from("two"), tag)).toBe("replaced");
    });

    test("nothing is written when the content is another", async () => {
      await store().create(KEY, Buffer.from("one"));
      const tag = await tagOf(KEY);
      await store().replace(KEY, Buffer.from("two"), tag);
      expect(await store().replace(KEY, Buffer.from("three"), tag)).toBe("changed");
      expect(await textAt(store(), KEY)).toBe("two");
    });

    test("reading does not use a tag up", async () => {
      await store().create(KEY, Buffer.from("one"));
      const tag = await tagOf(KEY);
      expect(await tagOf(KEY)).toBe(tag);
      expect(await store().replace(KEY, Buffer.from("two"), tag)).toBe("replaced");
    });

    test("what is absent is not replaced", async () => {
      await store().create(KEY, Buffer.from("one"));
      expect(await store().replace("143/absent", Buffer.from("two"), await tagOf(KEY))).toBe("changed");
      expect(await store().read("143/absent")).toBeUndefined();
    });

    test("of twenty that replace by one tag on two instances one wins, and its content is whole", async () => {
      await store().create(KEY, Buffer.from("one"));
      const tag = await tagOf(KEY);
      const winners = await contest((on, writer) => on.replace(KEY, contentOf(writer), tag), "replaced");
      expect(winners).toHaveLength(1);
      expect(await textAt(store(), KEY)).toBe(contentOf(winners[0] ?? -1).toString());
    });

    test("a reader never sees half of a file that is being replaced", async () => {
      await store().create(KEY, contentOf(0));
      const writing = (async () => {
        for (let writer = 1; writer <= 20; writer += 1)
          await store().replace(KEY, contentOf(writer), await tagOf(KEY));
      })();
      const other = await another();
      for (let read = 0; read < 20; read += 1) {
        const text = (await textAt(other, KEY)) ?? "";
        expect(text).toBe(contentOf(Number(/\d+/.exec(text)?.[0])).toString());
      }
      await writing;
      expect(await textAt(other, KEY)).toBe(contentOf(20).toString());
    });
  });
}
