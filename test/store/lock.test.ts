/** The folder store's lock is not waited for without end. */
import { join } from "node:path";
import { expect, it, vi } from "vitest";
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

it("is waited for half a minute", async () => {
  await using folder = await tempFolder();
  const path = join(folder.path, "lock");
  // Each look at the clock finds it half a minute further.
  let looks = 0;
  const later = () => {
    looks += 1;
    return 30_001 * looks;
  };
  const clock = vi.spyOn(performance, "now").mockImplementation(later);
  await withLock(path, async () => {
    await expect(withLock(path, () => Promise.resolve())).rejects.toMatchObject({ code: "busy" });
  }).finally(() => clock.mockRestore());
  expect(looks).toBe(3);
});
