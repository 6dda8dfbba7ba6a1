/** The bytes of a vault, a ledger and an export, made with a clock that stands still, against digests on record. */
import { expect, test } from "vitest";
import { tempFolder } from "../temp.ts";
import { digestsBelow } from "./digests.ts";
import { RECORDED_SIGNATURES, recordedSignatures } from "./signatures.ts";
import { writeEvidence } from "./write-evidence.ts";

/** Staging is left out: what stays there depends on which of two transfers of the same bytes came first. */
const EVIDENCE = ["vault/archive", "vault/ledger", "exports", "transcripts"];

// Formats may change, but never by accident. After a change on purpose: npx vitest run test/golden -u
test("the same tickets, clock and key give the same bytes in every file", async () => {
  await using folder = await tempFolder();
  const signatures = await recordedSignatures();

  await writeEvidence(folder.path, signatures);

  await expect(await digestsBelow(folder.path, EVIDENCE)).toMatchFileSnapshot("digests.txt");
  await expect(signatures.used()).toMatchFileSnapshot(RECORDED_SIGNATURES);
});
