/** Whether a sealer's own key may sign the next entry, by what the ledger says of it. */
import type { KeyChange } from "../ledger/key-change.ts";
import type { Signatures } from "../ledger/signatures.ts";

/** Why it may not; undefined when it may, or when its last act was what is asked for. */
export function refusalOfOwn(
  { history, maySign }: { readonly history: Signatures["history"]; readonly maySign: boolean },
  own: string,
  asked: KeyChange | undefined,
): { readonly code: string; readonly what: string } | undefined {
  if (maySign) return undefined;
  const revoked = history.revocationOf(own);
  if (revoked !== undefined) {
    const what = `entry ${revoked.sequence} revokes the key ${own}. Sign with another`;
    return { code: "revoked-key", what };
  }
  const retired = history.successorOf(own);
  if (retired === undefined) {
    const what = `its entries are neither signed by the key ${own} nor introduce it. Introduce it with the key used before (seal --introduce-key)`;
    return { code: "unknown-key", what };
  }
  if (asked?.kind === "key" && asked.newKeyId === retired.newKeyId) return undefined;
  const what = `the key ${own} retired when it introduced ${retired.newKeyId} in entry ${retired.sequence}. Sign with that one`;
  return { code: "retired-key", what };
}
