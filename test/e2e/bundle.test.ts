/** The bundles that are deployed. */
import { expect, test } from "vitest";
import { bundleFunction } from "../../infra/bundle.ts";
import { filesOf, tempFolder } from "../temp.ts";

test.each(["archive", "api", "webhook", "hold", "seal", "verify", "export", "catalogue"] as const)(
  "the bundle of %s has a handler, is under 2.5 MB with all its chunks, and its errors keep their names",
  async (name) => {
    await using folder = await tempFolder();
    const index = bundleFunction(name, folder.path);
    await expect(import(index)).resolves.toHaveProperty("handler", expect.any(Function));
    const files = [...(await filesOf(folder.path)).values()];
    expect(files.reduce((bytes, { byteLength }) => bytes + byteLength, 0)).toBeLessThan(2_500_000);
    expect(files.some((bytes) => bytes.includes('"UsageError"'))).toBe(true);
  },
);

test("the same sources give the same bytes, wherever they are written", async () => {
  await using one = await tempFolder();
  await using other = await tempFolder();
  bundleFunction("webhook", one.path);
  bundleFunction("webhook", other.path);
  const files = await filesOf(one.path);
  expect(files.size).toBeGreaterThan(1);
  expect(await filesOf(other.path)).toEqual(files);
});
