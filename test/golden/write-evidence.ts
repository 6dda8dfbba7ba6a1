/** Plays a small story through the command line: archive, edit, lose, seal, export; each step at a time that is fixed. */
import { createECDH, createHash, createPrivateKey } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { vi } from "vitest";
import { type Sandbox, startSandbox } from "../../cli/sandbox/sandbox.ts";
import { envOf, runHere } from "../cli/command.ts";
import type { Signatures } from "./signatures.ts";

/** URLs in archives name the sandbox's port, so that it must be the same each time. */
const PORT = 22_824;

/** Fills a folder with `vault/`, `exports/` and `transcripts/`. */
export async function writeEvidence(folder: string, signatures: Signatures): Promise<void> {
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-01-02T03:04:05.678Z") });
  const sandbox = await sandboxAtPort();
  try {
    await tell({ folder, sandbox, signatures });
  } finally {
    await sandbox.close();
    vi.useRealTimers();
  }
}

/** Waits while another run of this test on the same machine has the port. */
async function sandboxAtPort(): Promise<Sandbox> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await startSandbox({ port: PORT, tickets: 3, attachmentBytes: 9_000 });
    } catch (error) {
      if (tries === 200 || !String(error).includes("cannot listen")) throw error;
      await sleep(100);
    }
  }
}

interface Story {
  readonly folder: string;
  readonly sandbox: Sandbox;
  readonly signatures: Signatures;
}

async function tell({ folder, sandbox, signatures }: Story): Promise<void> {
  const key = await keyFile(folder);
  const run = async (expected: number, ...args: string[]): Promise<void> => {
    const { code, stderr } = await runHere(args, { cwd: folder, env: envOf(sandbox) });
    if (code !== expected) throw new Error(`${args.join(" ")} ended with ${code}: ${stderr}`);
    vi.setSystemTime(Date.now() + 3_600_000);
  };
  const seal = async (...args: string[]): Promise<void> => {
    await run(0, "seal", "--key-file", key, ...args);
    await signatures.settle(join(folder, "vault/ledger"));
  };
  const mandate = ["--requested-by", "golden", "--reason", "golden"];

  await run(0, "archive", "143", "1000", "1001", ...mandate);
  await seal();
  editTicket(sandbox, 143);
  await run(0, "archive", "143", ...mandate);
  sandbox.fault({ kind: "status", on: "attachment", ticketId: 1002, status: 404 });
  await run(3, "archive", "1002", ...mandate);
  await seal("--heartbeat");
  const tickets = ["--tickets", "143,1000,1001,1002"];
  await run(3, "export", "--matter", "Golden", ...mandate, "--out", "exports", "--no-seal", ...tickets);
  await mkdir(join(folder, "transcripts"));
  await run(0, "show", "143", "--transcript", "transcripts/143.html", "--zone", "Asia/Kolkata");
}

/** The first conversation says something else, and the last one is gone. */
function editTicket(sandbox: Sandbox, id: number): void {
  const { ConversationList: [first, ...others] = [], ...rest } = sandbox.ticket(id) ?? {};
  if (first === undefined) throw new Error(`The sandbox has no ticket ${id}.`);
  const edited = { ...first, Html: "<p>Edited.</p>", Text: "Edited." };
  sandbox.setTicket(id, { ...rest, ConversationList: [edited, ...others.slice(0, -1)] });
}

/** A signing key that anybody can make: of use for nothing but this test. */
async function keyFile(folder: string): Promise<string> {
  const d = createHash("sha256").update("the key of Ticketvault's golden test").digest();
  const pair = createECDH("prime256v1");
  pair.setPrivateKey(d);
  const point = pair.getPublicKey();
  const coordinate = (from: number) => point.subarray(from, from + 32).toString("base64url");
  const jwk = { kty: "EC", crv: "P-256", d: d.toString("base64url"), x: coordinate(1), y: coordinate(33) };
  const path = join(folder, "golden-key.pem");
  const pem = createPrivateKey({ key: jwk, format: "jwk" }).export({ format: "pem", type: "pkcs8" });
  await writeFile(path, pem, { mode: 0o600 });
  return path;
}
