/** Leftovers in the staging area that cannot be removed are in nobody's way. */
import { mkdir, rename } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { silentLogger } from "../../shared/log.ts";
import { directoryStore } from "../../shared/store/directory.ts";
import { tempFolder } from "../temp.ts";

/** Some 2,400 bytes: two of them are more than a path may have, so that nobody, root neither, can list what is below. */
const LONG = Array.from({ length: 12 }, () => "x".repeat(200)).join("/");

// T20
test("what another ticket has left and nobody can sweep is logged once, and staging goes on", async () => {
  await using folder = await tempFolder();
  const left = join(folder.path, ".staging/files/22824/999");
  await mkdir(join(left, LONG), { recursive: true });
  await mkdir(join(folder.path, "y", LONG), { recursive: true });
  await rename(join(folder.path, "y"), join(left, LONG, "y"));
  // Short enough again to be removed with the folder.
  await using _ = {
    [Symbol.asyncDispose]: () => rename(join(left, LONG, "y"), join(folder.path, "y")),
  };
  const warn = vi.fn();
  const store = directoryStore(folder.path, { ...silentLogger, warn });

  const staged = await store.stage("22824/143", "document", Buffer.from("hello"));
  await store.stage("22824/143", "another", Buffer.from("hello"));
  await store.publish(staged, "archive/document");

  expect((await store.read("archive/document"))?.bytes.toString()).toBe("hello");
  expect(warn.mock.calls).toEqual([
    ["staging.not-swept", { path: expect.stringMatching(/^files\/22824\/999\/x/), reason: "ENAMETOOLONG" }],
  ]);
});
