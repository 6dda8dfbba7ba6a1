/** The part of the conformance suite on publishing: the staged bytes stand there, or somebody hears that they do not. */
import { describe, expect, test } from "vitest";
import { IntegrityError, StoreError } from "../../shared/errors.ts";
import type { StagedFile } from "../../shared/store/object-store.ts";
import { fingerprint, patternBytes, patternStream } from "./bytes.ts";
import type { Limits, Stores } from "./conformance-parts.ts";

const MIB = 1024 ** 2;
const AREA = "22824/143";
const KEY = "143/v1/content/attachments/135/1-a.png";

export function publicationConformance({ store, another }: Stores, limits: Limits): void {
  const stage = (size: number, seed = 0): Promise<StagedFile> =>
    store().stage(AREA, "135-1", patternStream(size, seed));

  async function expectAt(key: string, staged: StagedFile): Promise<void> {
    const opened = await store().open(key);
    expect(await fingerprint(opened?.body ?? patternStream(0))).toEqual({
      size: staged.size,
      sha256: staged.sha256,
    });
  }

  async function expectRefused(
    work: Promise<void>,
    kind: typeof StoreError | typeof IntegrityError,
    code: string,
  ) {
    const error = await work.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(kind);
    expect(error).toMatchObject({ code, retryable: false });
  }

  describe.each([5, 9 * MIB])("publishing %i bytes", (size) => {
    test("it may be done twice, by the same instance and by another", async () => {
      const staged = await stage(size);
      await store().publish(staged, KEY);
      await store().publish(staged, KEY);
      await (await another()).publish(staged, KEY);
      await expectAt(KEY, staged);
    });

    test("two instances may do it at once, several times each", async () => {
      const staged = await stage(size);
      const instances = [store(), await another(), store(), await another()];
      await Promise.all(instances.map((instance) => instance.publish(staged, KEY)));
      await expectAt(KEY, staged);
    });

    test("it is fine where the same bytes stand already", async () => {
      const staged = await stage(size);
      await store().create(KEY, await patternBytes(size));
      await store().publish(staged, KEY);
      await expectAt(KEY, staged);
    });

    test.each(["other bytes", "bytes of the same size"])(
      "it stops where %s stand, and leaves them, if it can",
      async (others) => {
        const staged = await stage(size);
        const there = others === "other bytes" ? Buffer.from("other bytes") : await patternBytes(size, 1);
        await store().create(KEY, there);
        if (limits.publishingOverwrites) {
          await store().publish(staged, KEY);
          return expectAt(KEY, staged);
        }
        await expectRefused(store().publish(staged, KEY), IntegrityError, "digest-mismatch");
        expect(Buffer.compare((await store().read(KEY))?.bytes ?? Buffer.of(), there)).toBe(0);
      },
    );

    test("it stops when the staged bytes are not what was recorded of them", async () => {
      const staged = await stage(size);
      const sha256 = "0".repeat(64);
      await expectRefused(store().publish({ ...staged, sha256 }, KEY), IntegrityError, "digest-mismatch");
    });

    test("what was listed as staged can be published", async () => {
      await stage(size);
      const [listed] = await (await another()).listStaged(AREA);
      if (listed === undefined) throw new Error("nothing is staged");
      await store().publish(listed, KEY);
      await expectAt(KEY, await stage(size));
    });
  });

  describe("publishing", () => {
    test("it says so when the staged file is gone and its key is free", async () => {
      const staged = await stage(5);
      const gone = { ...staged, key: staged.key.replace(staged.sha256, "f".repeat(64)) };
      await expectRefused(store().publish(gone, KEY), StoreError, "staged-file-gone");
      expect(await store().stat(KEY)).toBeUndefined();
    });

    test("it is fine when the staged file is gone and its bytes stand at the key", async () => {
      const staged = await stage(5);
      await store().create(KEY, await patternBytes(5));
      await store().publish({ ...staged, key: staged.key.replace(staged.sha256, "f".repeat(64)) }, KEY);
    });

    test("it stops when the staged file is gone and other bytes stand at the key", async () => {
      const staged = await stage(5);
      await store().create(KEY, Buffer.from("other bytes"));
      const gone = { ...staged, key: staged.key.replace(staged.sha256, "f".repeat(64)) };
      await expectRefused(store().publish(gone, KEY), IntegrityError, "digest-mismatch");
    });

    test("many files are published at once", async () => {
      const staged = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          store().stage(AREA, `f${index}`, patternStream(1000, index)),
        ),
      );
      await Promise.all(staged.map((file, index) => store().publish(file, `143/v1/content/${index}`)));
      for (const [index, file] of staged.entries()) await expectAt(`143/v1/content/${index}`, file);
    });

    test("a server that keeps a digest of its own keeps the right one", async () => {
      const staged = await stage(9 * MIB);
      await store().publish(staged, KEY);
      const stat = await store().stat(KEY);
      expect([undefined, staged.sha256]).toContain(stat?.sha256);
    });
  });
}
