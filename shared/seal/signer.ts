/** The port to the key that signs ledger entries; `local-signer` and `kms-signer` implement it. */
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
