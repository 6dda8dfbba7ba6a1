/** Makes the stores and keys that commands work with out of settings. */
import { resolve } from "node:path";
import { UsageError } from "../shared/errors.ts";
import type { CredentialsReader } from "../shared/leadsquared/account.ts";
import { environmentCredentials, fileCredentials } from "../shared/leadsquared/credentials.ts";
import { type Logger, silentLogger } from "../shared/log.ts";
import type { Tree } from "../shared/ocfl/tree.ts";
import { nodeAgentOptions, type Proxies } from "../shared/proxies.ts";
import { isAwsHost } from "../shared/store/aws-hosts.ts";
import { directoryStore } from "../shared/store/directory.ts";
import { folderTree } from "../shared/store/folder-tree.ts";
import type { LegalHold } from "../shared/store/legal-hold.ts";
import type { ObjectStore } from "../shared/store/object-store.ts";
import type { BucketFacts } from "../shared/store/s3-bucket-facts.ts";
import { storeTree } from "../shared/store/store-tree.ts";
import type { KeySettings } from "./key-settings.ts";
import { below, type S3Settings, type StoreSettings } from "./store-settings.ts";

/** What there is of a bucket beside the files of the archive. */
export interface StoreProbe {
  /** A folder beside what is staged, in which a try does no harm. */
  readonly scratch: ObjectStore;
  /** @throws StoreError where the server does not say it */
  facts(): Promise<BucketFacts>;
}

export interface OpenStore {
  readonly store: ObjectStore;
  /** Undefined for a folder, which can keep nobody from deleting. */
  readonly legalHold: LegalHold | undefined;
  /** The store as the validator sees it; of a folder also the links in it. */
  readonly tree: Tree;
  /** To be asked before files are staged. @throws UsageError where their copies would be locked */
  checkStaging(): Promise<void>;
  /** What `doctor` looks into; undefined for a folder. */
  readonly probe?: StoreProbe;
  /** Names the store the same from every working folder. */
  readonly absoluteName: string;
}

/**
 * @param log told what of a folder's staging area could not be swept
 * @throws UsageError when S3's region is nowhere to be found
 */
export async function openStore(settings: StoreSettings, log: Logger = silentLogger): Promise<OpenStore> {
  if (settings.kind === "s3") return openS3(settings, log);
  const { folder } = settings;
  return {
    store: directoryStore(folder, log),
    legalHold: undefined,
    tree: folderTree(folder),
    checkStaging: async () => {},
    absoluteName: resolve(folder),
  };
}

/** The AWS SDK takes a while to load: only who uses it waits for it. */
async function openS3(
  { archive, staging, endpoint, region, proxies }: S3Settings,
  log: Logger,
): Promise<OpenStore> {
  const { s3Client } = await import("../shared/store/s3-client.ts");
  const { s3Store } = await import("../shared/store/s3.ts");
  const { s3LegalHold } = await import("../shared/store/s3-legal-hold.ts");
  const { bucketFacts } = await import("../shared/store/s3-bucket-facts.ts");
  const { refuseLockedStaging } = await import("../shared/store/s3-staging-lock.ts");
  const config = {
    ...(region !== undefined && { region }),
    ...(endpoint !== undefined && { endpoint, forcePathStyle: !isAwsHost(new URL(endpoint).host) }),
  };
  const client = s3Client(config, proxies);
  await checkRegion(client.config);
  const store = s3Store({ client, ...archive, staging, proxies });
  const absoluteName = endpoint === undefined ? store.location : `${store.location} at ${endpoint}`;
  return {
    store,
    legalHold: s3LegalHold({ client, ...archive }),
    tree: storeTree(store),
    checkStaging: () => refuseLockedStaging(client, staging, log),
    probe: {
      scratch: s3Store({ client, ...below(staging, "doctor"), staging, proxies }),
      facts: () => bucketFacts(client, archive.bucket),
    },
    absoluteName,
  };
}

export async function credentialsReader(keys: KeySettings, log: Logger): Promise<CredentialsReader> {
  if (keys.kind === "environment") return environmentCredentials(keys.env);
  if (keys.kind === "file") return fileCredentials(keys.path, log);
  const { SecretsManagerClient } = await import("@aws-sdk/client-secrets-manager");
  const { secretsManagerCredentials } = await import("../shared/leadsquared/secrets-manager.ts");
  const client = new SecretsManagerClient(awsConfig(keys));
  await checkRegion(client.config);
  return secretsManagerCredentials({ client, secretId: keys.secretId });
}

/** What a client of AWS other than S3's is made with. */
export function awsConfig({
  region,
  proxies,
}: {
  readonly region: string | undefined;
  readonly proxies: Proxies | undefined;
}) {
  const requestHandler = { httpsAgent: nodeAgentOptions(proxies) };
  return { ...(region !== undefined && { region }), ...(proxies !== undefined && { requestHandler }) };
}

/** The SDK looks into its own files for a region; finding none, it would fail with every call. */
export async function checkRegion(config: { readonly region: () => Promise<string> }): Promise<void> {
  try {
    await config.region();
  } catch (cause) {
    throw new UsageError("No AWS region is set: give --region or set AWS_REGION.", { cause });
  }
}
