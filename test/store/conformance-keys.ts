/** The part of the conformance suite on keys: reading, listing, odd names, refused names. */
import { describe, expect, test } from "vitest";
import { StoreError } from "../../shared/errors.ts";
import type { ObjectStore } from "../../shared/store/object-store.ts";
import { fingerprint, patternBytes, patternStream } from "./bytes.ts";
import { collect } from "./collect.ts";
import type { Stores } from "./conformance-parts.ts";

const MIB = 1024 ** 2;

const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** Names that a file may have and that something on the way might not carry. */
const ODD = [
  ..."a#b a%23b a%2Fb 100% a+b a&b a=b a?b a;b,c:d@e$f a'b a\"b a<b>c (a) [a] {a} a|b a^b`c ~ ! * - -rf".split(
    " ",
  ),
  ...".hidden ..hidden ... a. a.. con nul.txt __proto__ &amp; $HOME {0} \u202etxt.exe".split(" "),
  ..."é e\u0301 日本語 عربى 😀 \uff5e 👩‍👩‍👧".split(" "),
  ...["two words", " spaces around ", "no-break\u00a0space", "long".repeat(50)],
];

const REFUSED = [
  ..." / /a a/ a//b . .. ./a ../a a/../b a/./b a/.. a\\b".split(" "),
  ...["a\0b", "a\nb", "a\rb", "a\tb", "\u007f", "\u0085", "\ud800"],
  ...["a".repeat(901), "é".repeat(451)],
];

export function keyConformance({ store, another }: Stores): void {
  const create = (key: string, text = key) => store().create(key, Buffer.from(text));

  async function listed(prefix: string, from: ObjectStore = store()): Promise<string[]> {
    return (await collect(from.list(prefix))).map(({ key }) => key);
  }

  describe("reading", () => {
    test("what is absent is undefined", async () => {
      for (const key of ["absent", "absent/file"]) {
        expect(await store().read(key)).toBeUndefined();
        expect(await store().open(key)).toBeUndefined();
        expect(await store().stat(key)).toBeUndefined();
      }
    });

    test("a folder is no file", async () => {
      await create("a/b/c");
      expect(await store().read("a/b")).toBeUndefined();
      expect(await store().open("a/b")).toBeUndefined();
      expect(await store().stat("a/b")).toBeUndefined();
    });

    test("nothing stands below a file", async () => {
      await create("a/b");
      expect(await store().read("a/b/c")).toBeUndefined();
      expect(await store().open("a/b/c")).toBeUndefined();
      expect(await store().stat("a/b/c")).toBeUndefined();
    });

    test("what one instance wrote, the other reads", async () => {
      await create("a/b", "hello");
      const other = await another();
      expect(Buffer.from((await other.read("a/b"))?.bytes ?? []).toString()).toBe("hello");
      expect((await other.stat("a/b"))?.size).toBe(5);
      expect((await fingerprint((await other.open("a/b"))?.body ?? patternStream(0))).size).toBe(5);
    });

    test.each([0, 5, 256 * 1024, MIB + 7])("a file of %d bytes is lent as it is", async (size) => {
      const staged = await store().stage("area", "lent", await patternBytes(size));
      await store().publish(staged, "lent");
      const lent = await store().open("lent", "lent");
      expect(lent?.size).toBe(size);
      expect(await fingerprint(lent?.body ?? patternStream(0))).toEqual(
        await fingerprint(patternStream(size)),
      );
    });

    test("a file that is opened and left half read holds nobody up", async () => {
      const staged = await store().stage("area", "big", patternStream(20 * MIB));
      await store().publish(staged, "big");
      for (let times = 0; times < 5; times += 1) {
        for await (const chunk of (await store().open("big"))?.body ?? []) {
          expect(chunk.byteLength).toBeGreaterThan(0);
          break;
        }
      }
      expect((await store().stat("big"))?.size).toBe(20 * MIB);
    });
  });

  describe("listing", () => {
    test("more than a thousand keys and children come whole and in order of their bytes", async () => {
      const folders = Array.from({ length: 1100 }, (_, index) => `n1/${index}`).sort(byBytes);
      const keys = folders.map((folder) => `${folder}/inventory.json`);
      keys.push("n1/0=ocfl_1.1", "n1.json", "n1-", "n10/a", "\uff5e", "😀");
      for (let from = 0; from < keys.length; from += 50)
        await Promise.all(keys.slice(from, from + 50).map((key) => create(key)));
      const sorted = keys.sort(byBytes);
      expect(await listed("")).toEqual(sorted);
      expect(await listed("n1", await another())).toEqual(sorted.filter((key) => key.startsWith("n1/")));
      expect(await store().children("n1")).toEqual({ files: ["n1/0=ocfl_1.1"], folders });
    });

    test("sizes are told", async () => {
      await create("a", "");
      await create("b/c", "hello");
      expect(await collect(store().list(""))).toEqual([
        { key: "a", size: 0 },
        { key: "b/c", size: 5 },
      ]);
    });

    test("a folder is not the beginning of a name", async () => {
      await create("14/x");
      await create("143/x");
      await create("143/y/z");
      expect(await listed("14")).toEqual(["14/x"]);
      expect(await listed("143")).toEqual(["143/x", "143/y/z"]);
      expect(await listed("1")).toEqual([]);
      expect(await store().children("1")).toEqual({ files: [], folders: [] });
    });

    test("an empty place and an absent folder hold nothing", async () => {
      expect(await listed("")).toEqual([]);
      expect(await store().children("")).toEqual({ files: [], folders: [] });
      await create("a/b");
      expect(await listed("absent")).toEqual([]);
      expect(await store().children("absent")).toEqual({ files: [], folders: [] });
    });

    test("a file listed as if it were a folder holds nothing", async () => {
      await create("a/b");
      expect(await listed("a/b")).toEqual([]);
      expect(await store().children("a/b")).toEqual({ files: [], folders: [] });
    });

    test("children are the files and folders directly below, by their full keys", async () => {
      for (const key of ["a/b", "a/c/d", "a/c/e/f", "a/😀/g", "a/\uff5e/h", "top"]) await create(key);
      expect(await store().children("")).toEqual({ files: ["top"], folders: ["a"] });
      expect(await store().children("a")).toEqual({ files: ["a/b"], folders: ["a/c", "a/\uff5e", "a/😀"] });
      expect(await store().children("a/c")).toEqual({ files: ["a/c/d"], folders: ["a/c/e"] });
    });
  });

  describe("keys", () => {
    test("odd names of files are kept as they are", async () => {
      for (const name of ODD) expect(await create(`odd/${name}`)).toBe("created");
      const keys = ODD.map((name) => `odd/${name}`).sort(byBytes);
      expect(await listed("odd")).toEqual(keys);
      expect((await store().children("odd")).files).toEqual(keys);
      for (const key of keys)
        expect(Buffer.from((await store().read(key))?.bytes ?? []).toString()).toBe(key);
    });

    test("odd names of folders are kept as they are", async () => {
      for (const name of ODD) await create(`${name}/${name}`);
      expect((await store().children("")).folders).toEqual([...ODD].sort(byBytes));
      for (const name of ODD) expect(await listed(name)).toEqual([`${name}/${name}`]);
    });

    test("staged files are published under odd names", async () => {
      const staged = await store().stage("odd", "f", patternStream(100));
      for (const name of ODD) {
        await store().publish(await store().stage("odd", "f", patternStream(100)), `${name}/${name}`);
        expect((await store().stat(`${name}/${name}`))?.size).toBe(staged.size);
      }
    });

    test("a key may have 900 bytes", async () => {
      const key = `${"é".repeat(100)}/`.repeat(4).concat("x".repeat(96));
      expect(Buffer.byteLength(key)).toBe(900);
      expect(await create(key)).toBe("created");
      expect(await listed("")).toEqual([key]);
    });

    test.each(REFUSED)("%j is no key, whatever is done with it", async (key) => {
      const staged = await store().stage("area", "f", patternStream(1));
      const refused = async (work: () => Promise<unknown>) => {
        const error = await work().then(
          () => "nothing was refused",
          (reason: unknown) => reason,
        );
        expect(error).toBeInstanceOf(StoreError);
        expect(error).toMatchObject({ code: "invalid-key", retryable: false });
      };
      await refused(() => store().create(key, Buffer.from("x")));
      await refused(() => store().replace(key, Buffer.from("x"), "tag"));
      await refused(() => store().publish(staged, key));
      await refused(() => store().read(key));
      await refused(() => store().open(key));
      await refused(() => store().stat(key));
      await refused(() => store().stage(key, "f", patternStream(1)));
      await refused(() => store().listStaged(key));
      if (key !== "") {
        await refused(() => collect(store().list(key)));
        await refused(() => store().children(key));
      }
      expect(await listed("")).toEqual([]);
    });
  });
}
