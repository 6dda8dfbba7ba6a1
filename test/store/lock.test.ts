/** The folder store's lock is not waited for without end. */
import { join } from "node:path";
import { expect, it } from "vitest";
import { withLock } from "../../shared/store/lock.ts";
import { tempFolder } from "../temp.ts";

// F30
it("who does not get the lock in time fails, and may try again later", async () => {
  await using folder = await tempFolder();
  const path = join(folder.path, "lock");
  await withLock(path, async () => {
    const second = withLock(path, () => Promise.resolve(), 20);
    await expect(second).rejects.toMatchObject({ code: "busy", retryable: true });
  });
  expect(await withLock(path, () => Promise.resolve("free"))).toBe("free");
});
