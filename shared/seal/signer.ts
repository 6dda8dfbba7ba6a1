/** The port to the key that signs ledger entries; `local-signer` and `kms-signer` implement it, and the error of both. */
import { TicketvaultError } from "../errors.ts";
import type { PublicKey } from "../ledger/public-key.ts";

export interface Signer {
  /** @throws SigningError */
  publicKey(): Promise<PublicKey>;

  /**
   * An ECDSA signature (P-256, DER) over the SHA-256 of `bytes`. Each call gives another one; all are valid.
   * @throws SigningError
   */
  sign(bytes: Uint8Array): Promise<Uint8Array>;
}

/** The key cannot be used: `key-unusable` for good, `key-unavailable` for now. No entry was signed. */
export class SigningError extends TicketvaultError {}
