/** `ticketvault list` over 10,000 tickets: time and memory of the program itself. */
import { join } from "node:path";
import { expect, it } from "vitest";
import { afterAnswer } from "../../shared/sync/interval.ts";
import { sqliteIndex } from "../../shared/sync/sqlite-index.ts";
import { start } from "../cli/command.ts";
import { tempFolder } from "../temp.ts";
import { peakMemory } from "./peak-memory.ts";

const TICKETS = 10_000;

it.each([[[]], [["--json"]]])("10,000 tickets in at most 2 s and 150 MB (%s)", async (flags) => {
  await using folder = await tempFolder();
  const now = Date.now();
  {
    using index = sqliteIndex(join(folder.path, "vault.22824.index.sqlite"));
    const entries = Array.from({ length: TICKETS }, (_, n) => {
      const title = `A title as people write them, of ticket ${n + 1}: where is my card?`;
      const seen = {
        ticketId: n + 1,
        status: "complete",
        head: "v3",
        title,
        changed: now - n * 60_000,
      } as const;
      return afterAnswer(seen, { now, before: undefined, highest: 0 });
    });
    await index.write(entries);
  }
  const began = performance.now();
  const { child, ended } = start(["list", "--org", "22824", ...flags], { cwd: folder.path });
  const peak = await peakMemory(child.pid, ended);
  const { code, stdout, stderr } = await ended;
  const seconds = (performance.now() - began) / 1000;

  expect(code).toBe(0);
  expect(stdout).toContain("of ticket 10000");
  expect(stderr).toContain(flags.length > 0 ? "" : "10,000 tickets");
  process.stdout.write(`list of 10,000: ${seconds.toFixed(1)} s, ${Math.round(peak / 1e6)} MB resident\n`);
  expect(seconds).toBeLessThan(2);
  expect(peak).toBeLessThan(150e6);
});
