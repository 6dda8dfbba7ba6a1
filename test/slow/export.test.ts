/**
 * The command line exports many tickets in bounded memory, at 0.6 of the speed of `zip -0` at least, and goes on after it
 * was killed. Both are timed from a disk that has nothing left to write until their zips are on it. EXPORT_TICKETS=2000
 * runs it at full size, with 2 GB of attachments; it takes 20 GB of disk.
 */
import { readdir, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { directoryStore } from "../../shared/store/directory.ts";
import { start, ticketvault } from "../cli/command.ts";
import { shell, zipsIn } from "../export/exported.ts";
import { archiveGenerated, ORG } from "../export/generated-vault.ts";
import { type TempFolder, tempFolder } from "../temp.ts";
import { peakMemory } from "./peak-memory.ts";

const MB = 1e6;
const TICKETS = Number(process.env["EXPORT_TICKETS"] ?? 100);
/**
 * Times of `zip -0` that an export may take. Of a hundred tickets, which take a second or two, half the time goes to
 * Node compiling what runs for the first time.
 */
const SLOWER = TICKETS >= 1_000 ? 1 / 0.6 : 15;
/** Of ten tickets, 1 MB for each: photographs, scans, and what signatures show. */
const ATTACHMENTS: readonly (readonly number[])[] = [
  [40_000, 150_000],
  [900_000],
  [15_000, 15_000, 80_000],
  [2_500_000, 300_000],
  [400_000],
  [60_000, 1_200_000],
  [250_000, 250_000],
  [20_000],
  [3_000_000, 110_000, 30_000],
  [650_000, 60_000],
];

let folder: TempFolder;
beforeAll(async () => {
  folder = await tempFolder();
  const store = directoryStore(join(folder.path, "vault"));
  const ids = Array.from({ length: TICKETS }, (_, index) => index + 1);
  for (const ticketId of ids) {
    const attachments = ATTACHMENTS[ticketId % ATTACHMENTS.length] ?? [];
    await archiveGenerated(store, { ticketId, attachments });
  }
  await writeFile(join(folder.path, "tickets.csv"), `TicketId\n${ids.join("\n")}\n`);
}, 600_000);
afterAll(() => folder[Symbol.asyncDispose]());

function args(out: string): string[] {
  const request = ["--matter", "Campaign", "--requested-by", "tests", "--reason", "speed"];
  const parts = ["--part-size", `${Math.max(1, Math.round(TICKETS / 5))}MB`];
  return [
    "export",
    ...request,
    "--org",
    String(ORG),
    "--csv",
    "tickets.csv",
    "--out",
    out,
    ...parts,
    "--json",
  ];
}

async function seconds(run: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await run();
  return (performance.now() - started) / 1000;
}

it(`${TICKETS} tickets within 300 MB of memory, not much slower than zip -0`, async () => {
  const { path } = folder;
  // What a process takes to start counts for nothing with thousands of tickets, and for much with a hundred.
  const one = [...args("one").filter((arg) => arg !== "--csv" && arg !== "tickets.csv"), "--tickets", "1"];
  const starting = await seconds(() => ticketvault(one, { cwd: path }));
  await shell(path, "sync");
  const started = performance.now();
  const { child, ended } = start(args("out"), { cwd: path });
  const peak = await peakMemory(child.pid, ended);
  const { code, stdout } = await ended;
  const ours = (performance.now() - started) / 1000 - starting;
  const { id } = JSON.parse(stdout);
  const out = join(path, "out", id);
  expect(code).toBe(0);
  const unpacked = await shell(out, `for zip in *.zip; do unzip -q "$zip" -d ../../unpacked; done`);
  expect(unpacked.code).toBe(0);
  await shell(path, "sync");
  const theirs = await seconds(() => shell(path, "zip -0 -r -q same.zip unpacked && sync same.zip"));
  const { size } = await stat(join(path, "same.zip"));
  await rm(join(path, "unpacked"), { recursive: true });
  await rm(join(path, "same.zip"));

  const speed = (time: number): string => `${Math.round(size / MB / time)} MB/s`;
  process.stdout.write(
    `${TICKETS} tickets, ${Math.round(size / MB)} MB packed: ${speed(ours)}, zip -0 ${speed(theirs)}, ${Math.round(peak / MB)} MB resident\n`,
  );
  expect(peak).toBeLessThan(300 * MB);
  expect(ours).toBeLessThan(SLOWER * theirs);
});

it("killed midway it goes on with the part it was at, and ends with the same bytes", async () => {
  const { path } = folder;
  const [id = ""] = await readdir(join(path, "out"));
  const { child, ended } = start(args("again"), { cwd: path });
  const again = join(path, "again", id);
  const sidecars = async (): Promise<string[]> =>
    (await readdir(again).catch(() => [])).filter((name) => name.endsWith(".sha256"));
  while ((await sidecars()).length < 2) await sleep(10);
  child.kill("SIGKILL");
  await ended;
  const done = await sidecars();
  const times = await Promise.all(done.map(async (name) => (await stat(join(again, name))).mtimeMs));

  const { code } = await ticketvault(args("again"), { cwd: path });

  expect(code).toBe(0);
  expect(done.length).toBeLessThan((await sidecars()).length);
  expect(await Promise.all(done.map(async (name) => (await stat(join(again, name))).mtimeMs))).toEqual(times);
  expect(await zipsIn(again)).toEqual(await zipsIn(join(path, "out", id)));
});
