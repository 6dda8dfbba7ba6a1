/** From what is wrong in a vault to the alarm that rings for it: functions, log, metric filters and alarms in one go. */
import { beforeAll, describe, expect, it } from "vitest";
import { handleSeal } from "../../functions/seal/handler.ts";
import { handleVerify } from "../../functions/verify/handler.ts";
import { Ledger } from "../../shared/seal/ledger.ts";
import { ORG, publish } from "../seal/archived.ts";
import { batch, CONTEXT, makeSealer, notice } from "../seal/sealer.ts";
import { type MadeVault, makeVault, VaultTree } from "../verify/sealed-vault.ts";
import { functionLog, ringing } from "./ringing.ts";

describe("the verification", () => {
  let vault: MadeVault;
  beforeAll(async () => {
    vault = await makeVault();
  });

  /** The alarms that ring for a run on the vault, in which all is due. */
  async function rung(change: (files: Map<string, Uint8Array>) => void, leftMs = 120_000): Promise<string[]> {
    const files = new Map(vault.files);
    change(files);
    const { log, lines } = functionLog();
    const [key = expect.fail("no key")] = vault.pinned;
    const wired = {
      ...{ orgId: ORG, tree: new VaultTree(files), log, rota: { everyHours: 24, withinDays: 1 } },
      holds: { list: async () => [] },
      publicKey: async () => key,
      now: () => vault.now,
      wait: async () => {},
    };
    await handleVerify(wired, {}, { ...CONTEXT, getRemainingTimeInMillis: () => leftMs });
    return ringing("Verify", lines);
  }

  it("rings nothing for a sound vault", async () => {
    expect(await rung(() => {})).toEqual([]);
  });

  it("rings VerifyFindings for a file that is gone", async () => {
    expect(await rung((files) => files.delete("archive/22824/1000/v1/content/ticket.json"))).toEqual([
      "VerifyFindingsAlarm",
    ]);
  });

  it("rings VerifyFindings for an entry of a newer program, of which it can say nothing", async () => {
    const newer = Buffer.from('{"schema": "urn:ticketvault:ledger-entry:2"}\n');
    expect(await rung((files) => files.set("ledger/22824/000000000002.json", newer))).toContain(
      "VerifyFindingsAlarm",
    );
  });

  it("rings VerifyLate for what was due and not reached", async () => {
    expect(await rung(() => {}, 1_000)).toEqual(["VerifyLateAlarm"]);
  });

  it("rings VerifyMissing when it does not come to its end", () => {
    expect(ringing("Verify", [])).toEqual(["VerifyMissingAlarm"]);
  });
});

describe("the sealer", () => {
  type Sealer = Awaited<ReturnType<typeof makeSealer>>;
  async function rung(harm: (sealer: Sealer) => unknown): Promise<string[]> {
    await using sealer = await makeSealer();
    const { wired, store } = sealer;
    const { log, lines } = functionLog();
    await harm(sealer);
    const ledger = new Ledger({ ...wired, log, tool: "tests" });
    const [version] = await publish(store, 143);
    await handleSeal({ ...wired, log, ledgerOf: () => ledger }, batch(notice(version?.key ?? "")), CONTEXT);
    return ringing("Seal", lines);
  }

  it("rings nothing for a sound version", async () => {
    expect(await rung(() => {})).toEqual([]);
  });

  it("rings SealedInconsistent for a version whose content is not what its inventory says", async () => {
    const path = `archive/${ORG}/143/v1/content/ticket.json`;
    const other = Buffer.from("{}\n");
    expect(await rung(({ store }) => store.create(path, other))).toContain("SealedInconsistentAlarm");
  });

  it("rings SealFailures, and SealMissing in the end, when the key does not sign", async () => {
    const sign = () => Promise.reject(new Error("the key is gone"));
    expect(await rung(({ wired }) => Object.assign(wired, { signer: { ...wired.signer, sign } }))).toEqual([
      "SealMissingAlarm",
      "SealFailuresAlarm",
    ]);
  });
});
