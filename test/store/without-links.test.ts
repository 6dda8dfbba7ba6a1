/** The store in a folder whose file system knows no hard links, as exFAT and many shares: it does the same. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { folderOutput } from "../../shared/store/folder-output.ts";
import { tempFolder } from "../temp.ts";
import { placingConformance } from "./conformance.ts";
import { openInFolder } from "./places.ts";

// U7: what exFAT says on Linux.
vi.mock("node:fs/promises", async (original) => ({
  ...(await original<typeof import("node:fs/promises")>()),
  link: async () => {
    throw Object.assign(new Error("EPERM: operation not permitted, link"), { code: "EPERM" });
  },
}));

// U7
placingConformance("The directory store without hard links", openInFolder);

// U7
test("an export's file is created once there too", async () => {
  await using folder = await tempFolder();
  const output = folderOutput(folder.path);

  const created = await Promise.all([1, 2, 3].map((n) => output.create("plan.json", Buffer.from(`${n}`))));

  expect(created.toSorted()).toEqual(["created", "exists", "exists"]);
  expect(await readFile(join(folder.path, "plan.json"), "utf8")).toBe(String(created.indexOf("created") + 1));
});
