/** The S3 store does what every store must do, on the stand-in. */
import { expect, test } from "vitest";
import { collect } from "./collect.ts";
import { objectStoreConformance } from "./conformance.ts";
import { openOnStandIn } from "./places.ts";

objectStoreConformance("The S3 store with a locked bucket and staging in another", openOnStandIn);

// The whole suite runs with this layout too, on radosgw.
test("staging in the archive's own bucket is never seen as part of the archive", async () => {
  const { store, close } = await openOnStandIn({ lock: false, prefix: "", stagingBucket: false });
  const staged = await store.stage("22824/143", "135-1", Buffer.from("hello"));
  expect(await store.listStaged("22824/143")).toMatchObject([{ key: staged.key, sha256: staged.sha256 }]);
  await store.publish(staged, "22824/143/v1/content/a");
  expect(await collect(store.list(""))).toEqual([{ key: "22824/143/v1/content/a", size: 5 }]);
  expect(await store.children("")).toEqual({ files: [], folders: ["22824"] });
  await close();
});
