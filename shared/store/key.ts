/** What a key may be, the same for all stores. */
import { StoreError } from "../errors.ts";

/** Bytes of UTF-8 of the longest key. */
export const MAX_KEY_BYTES = 900;
// Control characters, and the backslash that Windows takes for a separator.
const REFUSED = /[\p{Cc}\\]/u;

/**
 * Passes a key on.
 * @throws StoreError `invalid-key` when it is absolute, has an empty, `.` or `..` segment, a control character, a
 *   backslash, a lone surrogate, or more than 900 bytes of UTF-8
 */
export function checkedKey(key: string): string {
  const segments = key.split("/");
  const bad =
    segments.some((segment) => segment === "" || segment === "." || segment === "..") ||
    REFUSED.test(key) ||
    !key.isWellFormed() ||
    Buffer.byteLength(key) > MAX_KEY_BYTES;
  if (bad) throw new StoreError("invalid-key", `${JSON.stringify(key.slice(0, 80))} is no key of a store`);
  return key;
}

/** Passes a staging identity on: `[A-Za-z0-9._-]+`, not `.` or `..`. */
export function checkedIdentity(identity: string): string {
  if (/^[A-Za-z0-9._-]{1,200}$/.test(identity)) return checkedKey(identity);
  throw new StoreError(
    "invalid-key",
    `${JSON.stringify(identity.slice(0, 80))} is no identity of a staged file`,
  );
}

/** Order of UTF-8 bytes, as S3 lists; JavaScript's own order differs beyond the basic plane. */
export function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
