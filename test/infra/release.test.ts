/** What a release is made of: the changelog's open section, and the licences of what is bundled. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { bundleFunction } from "../../infra/bundle.ts";
import { closeChangelog } from "../../infra/changelog.ts";
import { librariesOf, notices } from "../../infra/notices.ts";
import { tempFolder } from "../temp.ts";

const ROOT = join(import.meta.dirname, "../..");

describe("the changelog's open section", () => {
  test("gets the version's heading, and a new one is opened above it", () => {
    const before = "# Changelog\n\n## Unreleased\n\n### Added\n\n- A.\n\n## 0.1.0 - 2026-01-01\n\n- First.\n";
    expect(closeChangelog(before, "0.2.0", "2026-11-28")).toEqual({
      changelog:
        "# Changelog\n\n## Unreleased\n\n## 0.2.0 - 2026-11-28\n\n### Added\n\n- A.\n\n## 0.1.0 - 2026-01-01\n\n- First.\n",
      section: "### Added\n\n- A.",
    });
  });

  test.each(["# Changelog\n", "# Changelog\n\n## Unreleased\n\n## 0.1.0\n\n- First.\n"])(
    "must have something in it: %j",
    (text) => expect(() => closeChangelog(text, "0.2.0", "2026-11-28")).toThrow("nothing under"),
  );
});

// F13
describe("the notices of a bundle", () => {
  test("hold the copyright and the licence of each library in it", async () => {
    await using folder = await tempFolder();
    bundleFunction("webhook", folder.path);
    const text = await readFile(join(folder.path, "NOTICES.txt"), "utf8");

    for (const name of ["zod", "pino", "@aws-sdk/client-sqs"])
      expect(text).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\((MIT|Apache-2\\.0)\\)$`, "m"));
    expect(text).toMatch(/Copyright \(c\) 2025 Colin McDonnell|MIT License/);
    expect(text).not.toContain(ROOT);
    // Dozens of packages of one house bring the same words.
    expect(text.split("TERMS AND CONDITIONS FOR USE").length).toBeLessThan(10);
  });

  test("are of the libraries whose files went in, wherever npm put them", () => {
    const inputs = [
      "functions/api/index.ts",
      "node_modules/zod/v4/index.js",
      "node_modules/zod/v4/core.js",
      "node_modules/a/node_modules/@b/c/index.js",
    ];
    expect(librariesOf(inputs)).toEqual(["node_modules/a/node_modules/@b/c", "node_modules/zod"]);
  });

  test("of a library that tells no licence are an error", async () => {
    await expect(notices(ROOT, ["test"])).rejects.toThrow();
  });
});
