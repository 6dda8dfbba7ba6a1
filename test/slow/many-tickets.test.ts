/**
 * The scheduled verification of a vault of many tickets, in a process of its own: `VERIFY_TICKETS=1000000` is the size that
 * docs/performance.md has the figures of.
 */
import { spawn } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { objectKey } from "../../shared/keys.ts";
import { tempFolder } from "../temp.ts";
import { ORG, writeLedger } from "./many-tickets.ts";
import { peakMemory } from "./peak-memory.ts";

const TICKETS = Number(process.env["VERIFY_TICKETS"] ?? 20_000);
const MAIN = fileURLToPath(new URL("many-tickets.main.ts", import.meta.url));
/** The run that the first hundred has its turn in, and a ticket of that hundred. */
const [TURN, MISSING] = [30, 42];
/** MB: with more than it needs, V8 lets garbage lie. */
const HEAP = 400;

it(`of ${TICKETS} tickets gets through its part in less than 512 MB, and names what is missing in it`, async () => {
  await using folder = await tempFolder();
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const pem = String(privateKey.export({ type: "pkcs8", format: "pem" }));
  await writeFile(join(folder.path, "key.pem"), pem);
  await writeLedger(folder.path, TICKETS, pem);

  const args = [MAIN, folder.path, ...[TICKETS, MISSING, TURN].map(String)];
  const child = spawn(process.execPath, [`--max-old-space-size=${HEAP}`, ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "close");
  const [peak, stdout] = await Promise.all([peakMemory(child.pid, ended), text(child.stdout)]);
  const { run, findings, seconds } = JSON.parse(stdout);

  process.stdout.write(
    `verification of ${TICKETS} tickets: ${run.checked} checked in ${run.calls} calls, ${seconds.toFixed(1)} s, ${Math.round(peak / 1e6)} MB resident\n`,
  );
  const object = `verify.finding missing ${objectKey(ORG, MISSING)}/`;
  expect(findings).toContain(`${object}v1/content/source.json`);
  expect(findings.filter((each: string) => !each.startsWith(object))).toEqual([]);
  expect(run).toMatchObject({ tickets: TICKETS, late: 0 });
  expect(run.checked).toBeGreaterThanOrEqual(Math.floor(TICKETS / 30));
  expect(peak).toBeLessThan(512e6);
}, 1_200_000);
