/** Makes the stores and keys that commands work with out of settings. */
import { resolve } from "node:path";
import { UsageError } from "../shared/errors.ts";
import type { CredentialsReader } from "../shared/leadsquared/account.ts";
import { environmentCredentials, fileCredentials } from "../shared/leadsquared/credentials.ts";
import type { Logger } from "../shared/log.ts";
import type { Tree } from "../shared/ocfl/tree.ts";
import { isAwsHost } from "../shared/store/aws-hosts.ts";
import { directoryStore } from "../shared/store/directory.ts";
import { folderTree } from "../shared/store/folder-tree.ts";
import type { LegalHold } from "../shared/store/legal-hold.ts";
import type { ObjectStore } from "../shared/store/object-store.ts";
import { storeTree } from "../shared/store/store-tree.ts";
import type { KeySettings } from "./key-settings.ts";
import type { S3Settings, StoreSettings } from "./store-settings.ts";

export interface OpenStore {
  readonly store: ObjectStore;
  /** Undefined for a folder, which can keep nobody from deleting. */
  readonly legalHold: LegalHold | undefined;
  /** The store as the validator sees it; of a folder also the links in it. */
  readonly tree: Tree;
  /** Names the store the same from every working folder. */
  readonly absoluteName: string;
}

/**
 * @param log told what of a folder's staging area could not be swept
 * @throws UsageError when S3's region is nowhere to be found
 */
export async function openStore(settings: StoreSettings, log?: Logger): Promise<OpenStore> {
  if (settings.kind === "s3") return openS3(settings);
  const { folder } = settings;
  return {
    store: directoryStore(folder, log),
    legalHold: undefined,
    tree: folderTree(folder),
    absoluteName: resolve(folder),
  };
}

/** The AWS SDK takes a while to load: only who uses it waits for it. */
async function openS3({ archive, staging, endpoint, region }: S3Settings): Promise<OpenStore> {
  const { s3Client } = await import("../shared/store/s3-client.ts");
  const { s3Store } = await import("../shared/store/s3.ts");
  const { s3LegalHold } = await import("../shared/store/s3-legal-hold.ts");
  const client = s3Client({
    ...(region !== undefined && { region }),
    ...(endpoint !== undefined && { endpoint, forcePathStyle: !isAwsHost(new URL(endpoint).host) }),
  });
  await checkRegion(client.config);
  const store = s3Store({ client, ...archive, staging });
  const absoluteName = endpoint === undefined ? store.location : `${store.location} at ${endpoint}`;
  return { store, legalHold: s3LegalHold({ client, ...archive }), tree: storeTree(store), absoluteName };
}

export async function credentialsReader(keys: KeySettings, log: Logger): Promise<CredentialsReader> {
  if (keys.kind === "environment") return environmentCredentials(keys.env);
  if (keys.kind === "file") return fileCredentials(keys.path, log);
  const { SecretsManagerClient } = await import("@aws-sdk/client-secrets-manager");
  const { secretsManagerCredentials } = await import("../shared/leadsquared/secrets-manager.ts");
  const client = new SecretsManagerClient(keys.region === undefined ? {} : { region: keys.region });
  await checkRegion(client.config);
  return secretsManagerCredentials({ client, secretId: keys.secretId });
}

/** The SDK looks into its own files for a region; finding none, it would fail with every call. */
export async function checkRegion(config: { readonly region: () => Promise<string> }): Promise<void> {
  try {
    await config.region();
  } catch (cause) {
    throw new UsageError("No AWS region is set: give --region or set AWS_REGION.", { cause });
  }
}
