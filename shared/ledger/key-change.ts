/** What an operator may have a ledger say of its keys, and nobody else: another key signs, or what a key signed does not count. */
export type KeyChange =
  | { readonly kind: "key"; readonly newKeyId: string }
  | { readonly kind: "revoke"; readonly revokedKeyId: string; readonly revokedFrom: number };

/** What an entry says of keys. */
interface OfKeys {
  readonly kind: string;
  readonly newKeyId: string | null;
  readonly revokedKeyId: string | null;
  readonly revokedFrom: number | null;
}

/** Whether all that the entry says of keys is what is asked for. */
export function isAsked(
  { kind, newKeyId, revokedKeyId, revokedFrom }: OfKeys,
  asked: KeyChange | undefined,
): boolean {
  if (kind !== "key" && kind !== "revoke") return true;
  if (asked?.kind !== kind) return false;
  return asked.kind === "key"
    ? asked.newKeyId === newKeyId
    : asked.revokedKeyId === revokedKeyId && asked.revokedFrom === revokedFrom;
}
