/** Signs with an asymmetric key of AWS KMS (ECC_NIST_P256, SIGN_VERIFY), which never leaves it. */
import { createHash } from "node:crypto";
import { GetPublicKeyCommand, type KMSClient, SignCommand } from "@aws-sdk/client-kms";
import { type PublicKey, readPublicKey } from "../ledger/public-key.ts";
import { once } from "../once.ts";
import { type Signer, SigningError } from "./signer.ts";

export interface KmsSignerOptions {
  readonly client: KMSClient;
  /** ARN or id of the key, or an alias. */
  readonly keyId: string;
}

/** What stays until somebody changes the key or the permissions. */
const PERMANENT = new Set([
  "AccessDeniedException",
  "DisabledException",
  "InvalidArnException",
  "InvalidKeyUsageException",
  "KMSInvalidStateException",
  "NotFoundException",
  "UnsupportedOperationException",
  "ValidationException",
]);

/** Asks for the public key once. @throws SigningError from both methods */
export function kmsSigner({ client, keyId }: KmsSignerOptions): Signer {
  const publicKey = once(async (): Promise<PublicKey> => {
    const { PublicKey: der } = await client
      .send(new GetPublicKeyCommand({ KeyId: keyId }))
      .catch((error: unknown) => {
        throw unusable(keyId, "kms:GetPublicKey", error);
      });
    return readPublicKey(der ?? new Uint8Array(), `The public part of the KMS key ${keyId}`);
  });
  return {
    publicKey,
    async sign(bytes) {
      const command = new SignCommand({
        KeyId: keyId,
        Message: createHash("sha256").update(bytes).digest(),
        MessageType: "DIGEST",
        SigningAlgorithm: "ECDSA_SHA_256",
      });
      const { Signature } = await client.send(command).catch((error: unknown) => {
        throw unusable(keyId, "kms:Sign", error);
      });
      if (Signature !== undefined) return Signature;
      throw new SigningError("key-unavailable", `KMS gave no signature by ${keyId}.`, { retryable: true });
    },
  };
}

function unusable(keyId: string, permission: string, error: unknown): SigningError {
  const name = error instanceof Error ? error.name : "unknown error";
  const what = `The KMS key ${keyId} does not answer (${name}).`;
  return PERMANENT.has(name)
    ? new SigningError(
        "key-unusable",
        `${what} Check the key, its region and the permission ${permission}.`,
        {
          cause: error,
        },
      )
    : new SigningError("key-unavailable", `${what} Try again later.`, { cause: error, retryable: true });
}
