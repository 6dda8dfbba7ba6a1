/** A disk that is full, and one that is read-only: real ones, mounted for the test in a namespace of its own. */
import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../cli/sandbox/sandbox.ts";
import { directoryStore } from "../../shared/store/directory.ts";
import { wholeObject } from "../archive/whole.ts";
import { tempFolder } from "../temp.ts";
import type { Job } from "./archiver.main.ts";

const ARCHIVER = fileURLToPath(new URL("archiver.main.ts", import.meta.url));

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

/**
 * Archives ticket 143 on a disk of 1 MB, makes the disk unfit with `spoil`, archives ticket 1000, and makes it fit
 * again with `mend` and archives ticket 1000 once more. The disk is copied to `spoiled` and `mended`.
 */
function script(folder: string, spoil: string, mend: string): string {
  const { origin, orgId, accessKey, secretKey } = sandbox;
  const job = (ticketId: number): Job => ({
    sandbox: { origin, orgId, accessKey, secretKey },
    store: { folder: join(folder, "disk") },
    ticketIds: [ticketId],
  });
  const archive = (ticketId: number) =>
    `"${process.execPath}" "${ARCHIVER}" '${JSON.stringify(job(ticketId))}'`;
  return `set -e
mkdir "${folder}/disk"
mount -t tmpfs -o size=1m tmpfs "${folder}/disk"
cd "${folder}"
${archive(143)} > /dev/null
${spoil}
if ${archive(144)} 2> failure; then exit 9; fi
cp -a disk spoiled
${mend}
${archive(144)} > /dev/null
cp -a disk mended
`;
}

describe.each([
  [
    "full",
    "dd if=/dev/zero of=disk/filler bs=1k count=2000 2> /dev/null || true",
    "rm disk/filler",
    "no-space",
  ],
  ["read-only", "mount -o remount,ro disk", "mount -o remount,rw disk", "read-only"],
])("a disk that is %s", (_, spoil, mend, code) => {
  it("gives a clear error, leaves the archive intact, and can be archived to again when it is mended", async () => {
    await using folder = await tempFolder();
    sandbox.reset();
    sandbox.setTicket(144, sandbox.ticket(143) ?? { ConversationList: [] });
    const path = join(folder.path, "script.sh");
    await writeFile(path, script(folder.path, spoil, mend));

    await promisify(execFile)("unshare", ["--mount", "--map-root-user", "sh", path]);

    const { stdout: failure } = await promisify(execFile)("cat", [join(folder.path, "failure")]);
    expect(failure).toContain(`code: '${code}'`);
    const spoiled = directoryStore(join(folder.path, "spoiled"));
    expect((await wholeObject(spoiled, "archive/22824/143"))?.inventory.head).toBe("v1");
    const mended = directoryStore(join(folder.path, "mended"));
    expect((await wholeObject(mended, "archive/22824/144"))?.inventory.head).toBe("v1");
    expect((await mended.listStaged("22824/144")).length).toBe(0);
  });
});
