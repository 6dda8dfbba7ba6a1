/** Public keys of ledgers: ECDSA on P-256, named by the digest of their DER form. */
import { createPublicKey, type KeyObject, verify } from "node:crypto";
import { sha256Hex } from "../digest.ts";
import { IntegrityError } from "../errors.ts";

export interface PublicKey {
  /** SHA-256 of the key's SubjectPublicKeyInfo (DER), in hex. */
  readonly id: string;
  /** As it is published: SubjectPublicKeyInfo, PEM. */
  readonly pem: string;
  readonly key: KeyObject;
}

const PEM = /-----BEGIN PUBLIC KEY-----[^-]+-----END PUBLIC KEY-----/;

/**
 * Reads a public key from PEM or from DER (SubjectPublicKeyInfo).
 * @throws IntegrityError `bad-public-key` when it is not a key, or not one for ECDSA on P-256; `where` names it
 */
export function readPublicKey(given: string | Uint8Array, where: string): PublicKey {
  try {
    if (typeof given === "string" && !PEM.test(given)) throw new Error("no PEM of a public key");
    const key =
      typeof given === "string"
        ? createPublicKey(given)
        : createPublicKey({ key: Buffer.from(given), format: "der", type: "spki" });
    return publicKeyOf(key);
  } catch (cause) {
    const message = `${where} is no public key for ECDSA on the curve P-256, as PEM (SubjectPublicKeyInfo).`;
    throw new IntegrityError("bad-public-key", message, { cause });
  }
}

/** @throws Error for a key of another kind or curve */
export function publicKeyOf(key: KeyObject): PublicKey {
  if (key.asymmetricKeyType !== "ec" || key.asymmetricKeyDetails?.namedCurve !== "prime256v1") {
    throw new Error("not a key on P-256");
  }
  const der = key.export({ format: "der", type: "spki" });
  return { id: sha256Hex(der), pem: String(key.export({ format: "pem", type: "spki" })), key };
}

/** True when `signature` (DER) is one of `bytes` by ECDSA with SHA-256. */
export function isSignatureOf(bytes: Uint8Array, signature: Uint8Array, { key }: PublicKey): boolean {
  return verify("sha256", bytes, { key, dsaEncoding: "der" }, signature);
}
