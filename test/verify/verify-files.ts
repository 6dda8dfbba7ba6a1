/** Verifies a vault in memory, as the command line does a folder. */
import type { Verification } from "../../shared/verify/tally.ts";
import { storeTargets } from "../../shared/verify/targets.ts";
import { verify } from "../../shared/verify/verification.ts";
import type { Files } from "../ocfl/fixtures.ts";
import { type MadeVault, VaultTree } from "./sealed-vault.ts";

export async function verifyFiles(
  files: Files,
  { now, pinned }: Pick<MadeVault, "now" | "pinned">,
  head?: string,
): Promise<Verification> {
  const tree = new VaultTree(files);
  const targets = await storeTargets({ store: { location: "memory" }, tree });
  const { signal } = new AbortController();
  return verify(targets, { mode: "full", now, pinned, head, signal });
}
