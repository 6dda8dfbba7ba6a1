/** `ticketvault show --transcript`. */

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "../../cli/sandbox/sandbox.ts";
import { envOf, runHere } from "../cli/command.ts";
import { filesOf, type TempFolder, tempFolder } from "../temp.ts";

let sandbox: Sandbox;
let folder: TempFolder;
beforeAll(async () => {
  sandbox = await startSandbox({ tickets: 0 });
  folder = await tempFolder();
  const { code } = await runHere(["archive", "143"], { cwd: folder.path, env: envOf(sandbox) });
  expect(code).toBe(0);
});
afterAll(async () => {
  await sandbox.close();
  await folder[Symbol.asyncDispose]();
});

const show = (...args: string[]) =>
  runHere(["show", "143", ...args], { cwd: folder.path, env: { TICKETVAULT_ORG_ID: "22824" } });

describe("show --transcript", () => {
  test("writes a page whose links lead to the attachments in the vault", async () => {
    const ended = await show("--transcript", "a page.html", "--zone", "Asia/Kolkata");

    expect(ended).toMatchObject({ code: 0, stderr: "" });
    expect(ended.stdout).toBe("a page.html: transcript of version v1. Open it in a browser.\n");
    const page = await readFile(join(folder.path, "a page.html"), "utf8");
    const [, href = ""] = /href="(vault\/[^"]*)"/.exec(page) ?? [];
    const stored = await filesOf(join(folder.path, "vault"));
    expect([...stored.keys()]).toContain(href.replace("vault/", ""));
    expect(page).toContain("28 August 2024, 18:08:36 (UTC+05:30)");
    const [, digest] = /<p class="digest"><code>([0-9a-f]{64})<\/code>/.exec(page) ?? [];
    expect(stored.get("archive/22824/143/inventory.json.sha256")?.toString()).toContain(digest);
  });

  // T8
  test("shows a picture at LeadSquared's host that no attachment lists, without its signed URL", async () => {
    sandbox.change(143, { kind: "add-picture", message: 131 });
    await runHere(["archive", "143"], { cwd: folder.path, env: envOf(sandbox) });

    expect(await show("--transcript", "picture.html")).toMatchObject({ code: 0 });
    const page = await readFile(join(folder.path, "picture.html"), "utf8");
    expect(page).toMatch(/<img src="data:image\/png;base64,[^"]{5000,}" alt="[^"]*" width="240">/);
    expect(page).not.toMatch(/X-Amz-|canary/i);
  });

  test("refuses a zone that is none, and a place where nothing can be written, and leaves no file behind", async () => {
    const zone = await show("--transcript", "zone.html", "--zone", "Nowhere");
    const place = await show("--transcript", "no/such/folder.html");
    const inside = await show("--transcript", "vault/archive/22824/143/inventory.json");

    expect([zone.code, place.code, inside.code]).toEqual([2, 2, 2]);
    expect(inside.stderr).toContain("lies inside the archive");
    expect(zone.stderr).toContain('"Nowhere" is not a time zone');
    expect(place.stderr).toContain("cannot be written (ENOENT)");
    expect([...(await filesOf(folder.path)).keys()].filter((path) => path.startsWith("zone"))).toEqual([]);
  });
});
