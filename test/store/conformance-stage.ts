/** The part of the conformance suite on staging: any size, any chunks, whole or not at all. */
import { describe, expect, test } from "vitest";
import type { Body, ObjectStore, StagedFile } from "../../shared/store/object-store.ts";
import { cut, type Fingerprint, fingerprint, patternBytes, patternStream } from "./bytes.ts";
import { collect } from "./collect.ts";
import type { Stores } from "./conformance-parts.ts";

const MIB = 1024 ** 2;
/** The least part that S3 takes, and a common one. */
const [LEAST_PART, PART] = [5 * MIB, 8 * MIB];
const AROUND = [LEAST_PART, PART].flatMap((part) => [part - 1, part, part + 1]);
const SIZES = [0, 1, MIB, ...AROUND, 20 * MIB];
const AREA = "22824/143";

export function stagingConformance({ store, another }: Stores): void {
  const roundTrip = (body: Body, expected: Fingerprint) => expectRoundTrip(store(), body, expected);
  const expectPublished = (staged: StagedFile, expected: Fingerprint) =>
    expectPublishedBy(store(), staged, expected);

  describe("staging", () => {
    test.each(SIZES)("%i bytes in one piece come back as they went in", async (size) => {
      await roundTrip(await patternBytes(size), await fingerprint(patternStream(size)));
    });

    test.each(SIZES)("%i bytes as a stream come back as they went in", async (size) => {
      await roundTrip(patternStream(size), await fingerprint(patternStream(size)));
    });

    test("the chunks of a stream may have any size, none included", async () => {
      const bytes = await patternBytes(9 * MIB);
      await roundTrip(cut(bytes, [1, 0, 70_000, 3, 5 * MIB]), await fingerprint(patternStream(9 * MIB)));
    });

    test("the chunks of a stream may all be tiny", async () => {
      const bytes = await patternBytes(5000);
      await roundTrip(cut(bytes, [1]), await fingerprint(patternStream(5000)));
    });

    test.each([0, 1, PART + MIB, 20 * MIB])(
      "a stream that throws after %i bytes leaves nothing",
      async (size) => {
        const broken = new Error("the connection was cut");
        async function* body(): AsyncGenerator<Uint8Array> {
          yield* patternStream(size);
          throw broken;
        }
        await expect(store().stage(AREA, "135-1", body())).rejects.toBe(broken);
        expect(await store().listStaged(AREA)).toEqual([]);
      },
    );

    test.each([3, 9 * MIB])("%i bytes staged again under the same names are one file", async (size) => {
      await store().stage(AREA, "135-1", patternStream(size));
      await store().stage(AREA, "135-1", await patternBytes(size));
      await (await another()).stage(AREA, "135-1", patternStream(size));
      const [listed, ...others] = await store().listStaged(AREA);
      expect(others).toEqual([]);
      if (listed === undefined) throw new Error("nothing is staged");
      await expectPublished(listed, await fingerprint(patternStream(size)));
    });

    test.each([3, 9 * MIB])("other %i bytes under the same identity overwrite nothing", async (size) => {
      const one = await store().stage(AREA, "135-1", patternStream(size, 1));
      const two = await store().stage(AREA, "135-1", patternStream(size, 2));
      expect(two.key).not.toBe(one.key);
      expect((await store().listStaged(AREA)).map(({ sha256 }) => sha256).sort()).toEqual(
        [one.sha256, two.sha256].sort(),
      );
      await expectPublished(one, await fingerprint(patternStream(size, 1)));
      await expectPublished(two, await fingerprint(patternStream(size, 2)));
    });

    test("what is staged is listed as it was answered, to every instance", async () => {
      const staged = [
        await store().stage(AREA, "135-1", patternStream(10)),
        await store().stage(AREA, "135-2.a_B", patternStream(9 * MIB)),
        await store().stage(AREA, "empty", new Uint8Array()),
      ];
      const byIdentity = (a: StagedFile, b: StagedFile) => (a.identity < b.identity ? -1 : 1);
      const listed = (await (await another()).listStaged(AREA)).sort(byIdentity);
      const timeless = (files: StagedFile[]) => files.map((file) => ({ ...file, stagedAt: 0 }));
      expect(timeless(listed)).toEqual(timeless(staged.sort(byIdentity)));
      for (const { stagedAt } of listed) expect(Math.abs(stagedAt - Date.now())).toBeLessThan(60_000);
    });

    test("areas do not see each other", async () => {
      await store().stage("22824/14", "135-1", patternStream(10));
      await store().stage("22824/1433", "135-1", patternStream(10));
      expect(await store().listStaged(AREA)).toEqual([]);
      expect(await store().listStaged("22824/14")).toHaveLength(1);
    });

    test("twenty files staged at once are twenty files", async () => {
      const other = await another();
      const names = Array.from({ length: 20 }, (_, index) => `f${index}`);
      await Promise.all(
        names.map((name, index) =>
          (index % 2 ? store() : other).stage(AREA, name, patternStream(1000, index)),
        ),
      );
      expect((await store().listStaged(AREA)).map(({ identity }) => identity).sort()).toEqual(names.sort());
    });

    test("staged files stand neither in a list nor among children", async () => {
      await store().create("22824/143/inventory.json", Buffer.from("{}"));
      await store().stage(AREA, "135-1", patternStream(10));
      await store().stage(AREA, "135-2", patternStream(9 * MIB));
      expect(await collect(store().list(""))).toEqual([{ key: "22824/143/inventory.json", size: 2 }]);
      expect(await store().children("")).toEqual({ files: [], folders: ["22824"] });
      expect(await store().children(AREA)).toEqual({ files: ["22824/143/inventory.json"], folders: [] });
    });

    test.each(["", ".", "..", "a/b", "a b", "é", "a\0"])("the identity %j is refused", async (identity) => {
      await expect(store().stage(AREA, identity, patternStream(1))).rejects.toMatchObject({
        code: "invalid-key",
      });
      expect(await store().listStaged(AREA)).toEqual([]);
    });
  });
}

/** The same for a file of many parts, which takes seconds. */
export function largeStagingConformance({ store }: Stores): void {
  const size = 200_000_000;

  test(`${size} bytes as a stream come back as they went in`, async () => {
    await expectRoundTrip(store(), patternStream(size), await fingerprint(patternStream(size)));
  }, 120_000);
}

/** Stages a body and publishes it, and compares what is said and what is read with the bytes that went in. */
async function expectRoundTrip(store: ObjectStore, body: Body, expected: Fingerprint): Promise<void> {
  const staged = await store.stage(AREA, "135-1", body);
  expect(staged).toMatchObject({ identity: "135-1", ...expected });
  await expectPublishedBy(store, staged, expected);
}

async function expectPublishedBy(
  store: ObjectStore,
  staged: StagedFile,
  expected: Fingerprint,
): Promise<void> {
  const key = `v1/content/${staged.sha256}`;
  await store.publish(staged, key);
  const opened = await store.open(key);
  expect(opened?.size).toBe(expected.size);
  expect(await fingerprint(opened?.body ?? patternStream(0))).toEqual(expected);
  expect(await store.stat(key)).toMatchObject({ size: expected.size });
}
