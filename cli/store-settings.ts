/** Reads where the archive is kept: a folder, or a place on S3 with its staging area. */
import { isAbsolute, relative, resolve, sep } from "node:path";
import { UsageError } from "../shared/errors.ts";
import type { Proxies } from "../shared/proxies.ts";
import { checkedKey } from "../shared/store/key.ts";
import { LONGEST_PREFIX, type S3Place } from "../shared/store/s3-place.ts";
import { together } from "./checks.ts";
import { proxies } from "./proxies.ts";
import { type Given, given, type Setting } from "./settings.ts";

export const DEFAULT_STORE = "./vault";
const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

interface FolderSettings {
  readonly kind: "folder";
  readonly folder: string;
}

export interface S3Settings {
  readonly kind: "s3";
  readonly archive: S3Place;
  readonly staging: S3Place;
  /** Where S3 is asked, in path style unless that is a host of AWS. */
  readonly endpoint: string | undefined;
  /** Undefined where the SDK shall find it. */
  readonly region: string | undefined;
  readonly proxies: Proxies | undefined;
}

export type StoreSettings = FolderSettings | S3Settings;

/** Whether the path lies in the folder of the archive, where nothing but the archive may stand. */
export function isInStore(path: string, place: StoreSettings): boolean {
  if (place.kind === "s3") return false;
  const way = relative(resolve(place.folder), resolve(path));
  return way.split(sep)[0] !== ".." && !isAbsolute(way);
}

/** @throws UsageError with all that is wrong */
export async function storeSettings(from: Given): Promise<StoreSettings> {
  const store = given(from, "store") ?? { text: DEFAULT_STORE, from: "--store" };
  const staging = given(from, "staging");
  const endpoint = given(from, "endpoint");
  if (!store.text.includes("://")) return folderSettings(store, [staging, endpoint]);

  const address = endpoint ?? awsEndpoint(from.env);
  const [archive, stagingPlace, url] = await together([
    readPlace(store),
    staging && readPlace(staging),
    address && readEndpoint(address),
  ]);
  const region = given(from, "region")?.text ?? from.env["AWS_DEFAULT_REGION"];
  return {
    kind: "s3",
    archive,
    staging: checkedStaging(archive, stagingPlace ?? below(archive, ".staging")),
    endpoint: url,
    region: region ?? (url === undefined ? undefined : "us-east-1"),
    proxies: proxies(from.env),
  };
}

/** The place of the witness, which is named as a store is; undefined where none is given. @throws UsageError */
export async function witnessSetting(from: Given): Promise<StoreSettings | undefined> {
  const place = given(from, "witness");
  if (place === undefined) return undefined;
  const { endpoint, region } = from.flags;
  return storeSettings({
    env: from.env,
    flags: {
      store: place.text,
      ...(place.text.includes("://") && { ...(endpoint && { endpoint }), ...(region && { region }) }),
    },
  });
}

function folderSettings(store: Setting, forS3: readonly (Setting | undefined)[]): FolderSettings {
  const [superfluous] = forS3.flatMap((setting) => setting ?? []);
  if (superfluous !== undefined) {
    const message = `${superfluous.from} is for a store on S3, but ${store.from} is the folder ${store.text}: leave it out, or give --store s3://bucket/prefix.`;
    throw new UsageError(message);
  }
  return { kind: "folder", folder: store.text };
}

/**
 * What the AWS SDK would take by itself, but with the bucket in the host's name.
 * Source: https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 */
function awsEndpoint(env: Given["env"]): Setting | undefined {
  if (env["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"]?.toLowerCase() === "true") return undefined;
  const name = ["AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"].find((each) => env[each]);
  return name === undefined ? undefined : { text: env[name] ?? "", from: name };
}

async function readPlace({ text, from }: Setting): Promise<S3Place> {
  const [, bucket = "", prefix = ""] = /^s3:\/\/([^/]*)\/?(.*?)\/*$/.exec(text) ?? [];
  const length = Buffer.byteLength(prefix);
  if (length > LONGEST_PREFIX) {
    const why = "S3's keys end at 1,024 bytes, and what is archived may need 900 of them";
    throw new UsageError(`${from}: the prefix has ${length} bytes, and may have ${LONGEST_PREFIX}: ${why}.`);
  }
  try {
    if (!BUCKET.test(bucket)) throw new Error("no bucket");
    return { bucket, prefix: prefix === "" ? "" : checkedKey(prefix) };
  } catch {
    // Before an @ may stand a key.
    const shown = text.replace(/\/\/.*@/s, "//…@");
    throw new UsageError(`${from} ${shown}: give a place on S3 as s3://bucket/prefix, or a folder.`);
  }
}

async function readEndpoint({ text, from }: Setting): Promise<string> {
  const url = URL.parse(text);
  const plain = url !== null && url.username + url.password + url.search + url.hash === "";
  if (plain && (url.protocol === "https:" || url.protocol === "http:")) return text;
  throw new UsageError(`${from}: give the S3 server's address as https://host or http://host:port.`);
}

/** Staged files are no part of the archive: they are removed after 30 days. */
function checkedStaging(archive: S3Place, staging: S3Place): S3Place {
  const kept = below(archive, "archive");
  const inside = `${staging.prefix}/`.startsWith(`${kept.prefix}/`);
  const around = staging.prefix === "" || `${kept.prefix}/`.startsWith(`${staging.prefix}/`);
  if (staging.bucket !== archive.bucket || (!inside && !around)) return staging;
  throw new UsageError(
    "--staging overlaps the archive: give another bucket, or a prefix that is neither inside nor around it.",
  );
}

/** A folder of a place. */
export function below({ bucket, prefix }: S3Place, name: string): S3Place {
  return { bucket, prefix: prefix === "" ? name : `${prefix}/${name}` };
}
