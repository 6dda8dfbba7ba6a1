/** Patches that unplug what guards users: each was once possible with all tests green, or was a fault that users met. */
import type { Patch } from "./patch.ts";

const ARCHIVER = "shared/archive/archiver.ts";

export const guardPatches: readonly Patch[] = [
  {
    name: "attachments may come from private addresses",
    file: ARCHIVER,
    from: "guardedAgent(attachmentHosts, { proxies: parts.proxies })",
    to: "httpAgent(parts.proxies)",
    killedBy: ["test/functions/archive-wiring.test.ts", "test/cli/archive-wiring.test.ts"],
  },
  {
    name: "nobody looks up which tickets are under legal hold",
    file: ARCHIVER,
    from: "isHeld: heldTickets({ register, now: () => Date.now() })",
    to: "isHeld: async () => false",
    killedBy: ["test/functions/archive-wiring.test.ts", "test/cli/hold.test.ts", "test/holds/holds.test.ts"],
  },
  {
    name: "the functions pace calls, but not by the account",
    file: "functions/archive/archiver.ts",
    from: "account: String(orgId)",
    to: 'account: "1"',
    killedBy: ["test/functions/archive-wiring.test.ts"],
  },
  {
    name: "the command line does not pace its calls",
    file: "cli/open-pacer.ts",
    from: "localPacer(limits,",
    to: "localPacer({ ...limits, limit: 1_000, gapMs: 0 },",
    killedBy: ["test/cli/archive-wiring.test.ts"],
  },
  {
    name: "a run commits although its time is over",
    file: "shared/archive/archive-ticket.ts",
    from: "run.signal?.throwIfAborted();\n    return target",
    to: "return target",
    killedBy: ["test/archive/archive-ticket.test.ts"],
  },
  {
    name: "a part is packed without comparing inventories with the ledger",
    file: "shared/export/pack-object.ts",
    from: "(sealed.get(key) ?? sha256) !== sha256",
    to: "false",
    killedBy: ["test/export/export.test.ts"],
  },
  {
    name: "pictures at the attachment hosts are no attachments",
    file: "shared/archive/archive-ticket.ts",
    from: "attachmentUrlTest(account.attachmentHosts)",
    to: "attachmentUrlTest([])",
    killedBy: ["test/archive/pictures.test.ts"],
  },
  {
    name: "expired URLs of pictures count as announced",
    file: "shared/ticket/signed-urls.ts",
    from: "if (isGood(url, now)) urls.set",
    to: "urls.set",
    killedBy: ["test/archive/pictures.test.ts"],
  },
  {
    name: "numbers that never had a ticket are asked for without end",
    file: "shared/archive/backfill.ts",
    from: "empty < mostEmpty ? hosts(outcome) : nothingThere(outcome.ticketId)",
    to: "hosts(outcome)",
    killedBy: ["test/archive/empty-numbers.test.ts"],
  },
];
