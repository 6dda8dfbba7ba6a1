/** A census of 1,000,000 numbers, no two in a row alike: its time, its memory, which the function sync has, and the size of its record. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { unknownNumber } from "../../shared/sync/interval.ts";
import { sqliteIndex } from "../../shared/sync/sqlite-index.ts";
import { tempFolder } from "../temp.ts";
import { peakMemory } from "./peak-memory.ts";

const NUMBERS = 1_000_000;
const TOGETHER = 100_000;
const MAIN = fileURLToPath(new URL("census.main.ts", import.meta.url));

it("of 1,000,000 numbers takes less than a minute, 800 MB and 20 bytes a number", async () => {
  await using folder = await tempFolder();
  const path = join(folder.path, "index.sqlite");
  {
    using index = sqliteIndex(path);
    const now = Date.now();
    const statusOf = (ticketId: number) =>
      (["empty", "complete", "incomplete"] as const)[ticketId % 3] ?? "empty";
    for (let from = 1; from <= NUMBERS; from += TOGETHER) {
      await index.write(
        Array.from({ length: TOGETHER }, (_, n) => ({
          ...unknownNumber(from + n, now),
          status: statusOf(from + n),
          head: (from + n) % 3 === 0 ? null : "v1",
          asked: now,
        })),
      );
    }
  }
  const child = spawn(process.execPath, [MAIN, path, String(NUMBERS)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "close");
  const [peak, stdout] = await Promise.all([peakMemory(child.pid, ended), text(child.stdout)]);
  const { seconds, numbers, bytes, pageBytes } = JSON.parse(stdout);
  process.stdout.write(
    `census of ${NUMBERS}: ${seconds.toFixed(1)} s, ${Math.round(peak / 1e6)} MB resident, record ${bytes} bytes, page ${pageBytes}\n`,
  );
  expect(numbers).toEqual({ archived: 333_334, incomplete: 333_333, empty: 333_333 });
  expect(seconds).toBeLessThan(60);
  expect(peak).toBeLessThan(800e6);
  expect(bytes).toBeLessThan(20 * NUMBERS);
  expect(pageBytes).toBeLessThan(200_000);
});
