/** The key that signs the ledger, as options name it: a file of this machine, or a key of KMS. */
import { homedir } from "node:os";
import { join } from "node:path";
import { UsageError } from "../shared/errors.ts";
import type { Proxies } from "../shared/proxies.ts";
import { localSigner } from "../shared/seal/local-signer.ts";
import type { Signer } from "../shared/seal/signer.ts";
import { isInStore, type StoreSettings } from "./store-settings.ts";
import { awsConfig } from "./wiring.ts";

export interface SigningFlags {
  readonly keyFile?: string;
  readonly kmsKey?: string;
}

/** A key inside the vault would go wherever the vault goes: whoever has both can forge. */
export async function keyFileOf(flags: SigningFlags, place: StoreSettings): Promise<string> {
  if (flags.keyFile !== undefined && flags.kmsKey !== undefined) {
    throw new UsageError("--key-file and --kms-key exclude each other: one key signs.");
  }
  const path = flags.keyFile ?? join(homedir(), ".config", "ticketvault", "ledger-key.pem");
  if (isInStore(path, place)) {
    throw new UsageError(`--key-file ${path} lies inside the vault: keep the key elsewhere.`);
  }
  return path;
}

/** The AWS SDK takes a while to load: only who uses it waits for it. */
export async function signerOf(
  { kmsKey }: SigningFlags,
  keyFile: string,
  place: StoreSettings,
  through: Proxies | undefined,
): Promise<Signer> {
  if (kmsKey === undefined) return localSigner(keyFile);
  const { KMSClient } = await import("@aws-sdk/client-kms");
  const { kmsSigner } = await import("../shared/seal/kms-signer.ts");
  const region =
    /^arn:[^:]+:kms:([^:]+):/.exec(kmsKey)?.[1] ?? (place.kind === "s3" ? place.region : undefined);
  return kmsSigner({ client: new KMSClient(awsConfig({ region, proxies: through })), keyId: kmsKey });
}
