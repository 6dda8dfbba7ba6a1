/** VERIFY.md tells how to read who asked for an export, and as whom, from the sealed record: the commands are typed beside the zips. */
import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { runHere } from "../cli/command.ts";
import { sealedVault, shell } from "./exported.ts";
import { ORG } from "./generated-vault.ts";

it("who asked stands in the guide and, sealed, beside the zips; a record that was changed is not the sealed one", async () => {
  await using vault = await sealedVault();
  const mandate = ["--matter", "Smith v. Acme", "--requested-by", "J. Doe", "--reason", "Discovery"];
  const export_ = ["export", ...mandate, "--org", String(ORG), "--out", "exports", "--tickets", "1"];
  const { code, stdout } = await runHere([...export_, "--key-file", "key.pem", "--json"], {
    cwd: vault.folder.path,
  });
  expect(code).toBe(0);
  const folder = join(vault.folder.path, JSON.parse(stdout).location);
  const { output: guide } = await shell(folder, "unzip -p *.zip '*/VERIFY.md'");
  const [, section = ""] = guide.split("## 6. Who asked for it\n");
  expect(section).toMatch(/^\n {4}Name given: {5}J\. Doe\n {4}Authenticated: {2}nobody, /);
  const commands = [...section.matchAll(/^ {4}((?:openssl|grep) .*)$/gm)].map(([, command]) => command);
  const typed = () => shell(folder, commands.join("\n"));

  const { output } = await typed();
  expect(output).toContain(vault.keys[0].id);
  expect(output).toContain("Verified OK\n");
  expect(output).toMatch(/"sha256": "[0-9a-f]{64}"/);
  expect(output).toContain('"requestedBy": "J. Doe"');
  expect(output).toContain('"authenticated": null');

  await appendFile(join(folder, "production.json"), "\n");
  expect((await typed()).output).not.toMatch(/"sha256": "/);
  await appendFile(join(folder, "production-seal.json"), "\n");
  expect((await typed()).output).toContain("Verification failure");
});
