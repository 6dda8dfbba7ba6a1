/** Opens what the functions need that write or check the ledger: the archive, and the key that signs. */
import { KMSClient } from "@aws-sdk/client-kms";
import { ENV } from "../../shared/names.ts";
import { kmsSigner } from "../../shared/seal/kms-signer.ts";
import { s3Client } from "../../shared/store/s3-client.ts";
import { common, text } from "./environment.ts";
import { lambdaLogger } from "./lambda-log.ts";
import { openStore, storeShape } from "./open-store.ts";
import { SMALL_CALLS, settings } from "./wiring.ts";

const shape = { ...common, ...storeShape, [ENV.signingKey]: text };

/** @throws UsageError naming what is wrong with the environment */
export function openEvidence() {
  const given = settings(shape);
  const signer = kmsSigner({ client: new KMSClient(SMALL_CALLS), keyId: given[ENV.signingKey] });
  const client = s3Client();
  return { given, client, store: openStore(given, client), signer, log: lambdaLogger(given[ENV.logLevel]) };
}
