/** Verifies a vault of many tickets as the schedule does, in a process whose memory is measured. */
import { createPublicKey } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { handleVerify } from "../../functions/verify/handler.ts";
import { publicKeyOf } from "../../shared/ledger/public-key.ts";
import { silentLogger } from "../../shared/log.ts";
import { manyTickets, ORG, SEALED } from "./many-tickets.ts";

const [folder = "", count = "0", missing = "0", turn = "0"] = process.argv.slice(2);
const key = publicKeyOf(createPublicKey(await readFile(join(folder, "key.pem"))));
const findings: string[] = [];
const error = (event: string, { kind, path }: Record<string, unknown> = {}) =>
  void findings.push(`${event} ${kind} ${path}`);
const now = new Date(SEALED.getTime() + 60_000);
const began = performance.now();
const run = await handleVerify(
  {
    orgId: ORG,
    tree: manyTickets(folder, Number(count), Number(missing)),
    holds: { list: async () => [] },
    publicKey: async () => key,
    rota: { everyHours: 24, withinDays: 30 },
    log: { ...silentLogger, error },
    now: () => now,
    wait: async () => {},
  },
  { planned: new Date(Number(turn) * 24 * 3_600_000).toISOString() },
  { awsRequestId: "request", getRemainingTimeInMillis: () => 15 * 60_000 },
);
process.stdout.write(JSON.stringify({ run, findings, seconds: (performance.now() - began) / 1000 }));
