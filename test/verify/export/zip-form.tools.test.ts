/** Zips by other programs are refused: they are not in our one form. */
import { join } from "node:path";
import { expect, it } from "vitest";
import { verifyExport } from "../../../shared/verify/export/verify-export.ts";
import { shell } from "../../export/exported.ts";
import { tempFolder } from "../../temp.ts";

// E7
it.each([
  ["zip -q -0 part.zip part/a.txt"],
  ["zip -q -9 part.zip part/a.txt"],
  ["zip -q part.zip part/a.txt && echo a comment | zip -q -z part.zip"],
  ["python3 -m zipfile -c part.zip part"],
])("a zip by `%s` is refused", async (command) => {
  await using folder = await tempFolder();
  await shell(folder.path, `mkdir part && echo text > part/a.txt && ${command}`);

  const { findings } = await verifyExport(join(folder.path, "part.zip"));

  expect(findings).toMatchObject([{ code: "altered", message: expect.stringMatching(/is not a sound zip/) }]);
});
