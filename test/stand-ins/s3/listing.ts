/** ListObjectsV2 and ListObjectVersions: pages of keys in order of their UTF-8 bytes, folders rolled up. */
import type { Bucket, Version } from "./buckets.ts";
import type { Call, Handler } from "./call.ts";
import { s3Error } from "./errors.ts";
import { uriEncode } from "./uri.ts";
import { type Content, xml } from "./xml.ts";

const MAX_KEYS = 1000;

type Encode = (text: string) => string;

/** With `encoding-type=url` keys come percent-encoded, but for `/`, and with `+` for a space. */
function encoder(call: Call): Encode {
  const type = call.query.get("encoding-type");
  if (type === undefined) return (text) => text;
  if (type !== "url") throw s3Error("InvalidArgument", "Invalid Encoding Method specified in Request");
  return (text) => text.split("/").map(uriEncode).join("/").replaceAll("%20", "+");
}

function pageSize(call: Call): number {
  return Math.min(call.number("max-keys", MAX_KEYS), MAX_KEYS);
}

/** The folder that a key is rolled up into, when the rest of it after the prefix holds the delimiter. */
function folderOf(key: string, prefix: string, delimiter: string): string | undefined {
  if (delimiter === "") return undefined;
  const end = key.indexOf(delimiter, prefix.length);
  return end === -1 ? undefined : key.slice(0, end + delimiter.length);
}

function isAfter(key: string, marker: string): boolean {
  return Buffer.compare(Buffer.from(key), Buffer.from(marker)) > 0;
}

interface Entry<Item> {
  readonly key: string;
  readonly folder?: string;
  readonly item?: Item;
}

/** Cuts one page out of what comes in order; each folder is one entry of it. */
function pageOf<Item>(
  entries: Iterable<Entry<Item>>,
  limit: number,
): { page: Entry<Item>[]; truncated: boolean } {
  const page: Entry<Item>[] = [];
  for (const entry of entries) {
    if (entry.folder !== undefined && page.at(-1)?.folder === entry.folder) continue;
    if (page.length === limit) return { page, truncated: limit > 0 };
    page.push(entry);
  }
  return { page, truncated: false };
}

function* entriesOf<Item>(
  call: Call,
  after: string,
  items: (bucket: Bucket, key: string) => readonly Item[],
): Generator<Entry<Item>> {
  const { bucket } = call;
  const prefix = call.query.get("prefix") ?? "";
  const delimiter = call.query.get("delimiter") ?? "";
  for (const key of bucket.keys()) {
    if (!key.startsWith(prefix)) continue;
    const folder = folderOf(key, prefix, delimiter);
    if (!isAfter(folder ?? key, after)) continue;
    for (const item of items(bucket, key)) yield folder === undefined ? { key, item } : { key, folder };
  }
}

function foldersOf(page: readonly Entry<unknown>[], encode: Encode): Content {
  return page.flatMap(({ folder }) => (folder === undefined ? [] : [{ Prefix: encode(folder) }]));
}

/** A continuation token says after which key or folder the next page starts. */
function tokenOf({ folder, key }: Entry<unknown>): string {
  return Buffer.from(folder ?? key).toString("base64url");
}

const listObjects: Handler = (call) => {
  if (call.query.get("list-type") !== "2")
    throw s3Error("NotImplemented", "Only version 2 of ListObjects is known here");
  const { query } = call;
  const encode = encoder(call);
  const limit = pageSize(call);
  const token = query.get("continuation-token");
  const startAfter = query.get("start-after");
  if (token === "") throw s3Error("InvalidArgument", "The continuation token provided is incorrect");
  const after = token === undefined ? (startAfter ?? "") : Buffer.from(token, "base64url").toString();
  const entries = entriesOf(call, after, (bucket, key) => {
    const object = bucket.current(key);
    return object === undefined ? [] : [object];
  });
  const { page, truncated } = pageOf(entries, limit);
  const last = page.at(-1);
  const delimiter = query.get("delimiter");
  const body = xml("ListBucketResult", {
    Name: call.bucketName,
    Prefix: encode(query.get("prefix") ?? ""),
    Delimiter: delimiter && encode(delimiter),
    MaxKeys: limit,
    KeyCount: page.length,
    EncodingType: query.get("encoding-type"),
    StartAfter: startAfter && encode(startAfter),
    ContinuationToken: token,
    NextContinuationToken: truncated && last ? tokenOf(last) : undefined,
    IsTruncated: truncated,
    Contents: page.flatMap(({ item }) =>
      item === undefined
        ? []
        : [
            {
              Key: encode(item.key),
              LastModified: item.lastModified,
              ETag: `"${item.etag}"`,
              ChecksumAlgorithm: item.checksum?.algorithm,
              ChecksumType: item.checksum?.type,
              Size: item.blob.size,
              StorageClass: "STANDARD",
            },
          ],
    ),
    CommonPrefixes: foldersOf(page, encode),
  });
  return { status: 200, body };
};

const listVersions: Handler = (call) => {
  const { query } = call;
  const encode = encoder(call);
  const limit = pageSize(call);
  const keyMarker = query.get("key-marker") ?? "";
  const versionMarker = query.get("version-id-marker") ?? "";
  const newest = (bucket: Bucket, key: string) => bucket.versions(key);
  const rest = versionMarker === "" ? [] : laterVersions(call.bucket, keyMarker, versionMarker);
  const { page, truncated } = pageOf(chain(rest, entriesOf(call, keyMarker, newest)), limit);
  const last = page.at(-1);
  const delimiter = query.get("delimiter");
  const element = (version: Version): Content => ({
    Key: encode(version.key),
    VersionId: version.versionId,
    IsLatest: call.bucket.versions(version.key)[0] === version,
    LastModified: version.lastModified,
    ...(version.deleteMarker
      ? {}
      : { ETag: `"${version.etag}"`, Size: version.blob.size, StorageClass: "STANDARD" }),
  });
  const versions = page.flatMap(({ item }) => item ?? []);
  const body = xml("ListVersionsResult", {
    Name: call.bucketName,
    Prefix: encode(query.get("prefix") ?? ""),
    KeyMarker: encode(keyMarker),
    VersionIdMarker: versionMarker,
    Delimiter: delimiter && encode(delimiter),
    MaxKeys: limit,
    EncodingType: query.get("encoding-type"),
    IsTruncated: truncated,
    NextKeyMarker: truncated && last ? encode(last.folder ?? last.key) : undefined,
    NextVersionIdMarker: truncated ? last?.item?.versionId : undefined,
    Version: versions.filter((one) => !one.deleteMarker).map(element),
    DeleteMarker: versions.filter((one) => one.deleteMarker).map(element),
    CommonPrefixes: foldersOf(page, encode),
  });
  return { status: 200, body };
};

function laterVersions(bucket: Bucket, key: string, versionMarker: string): Entry<Version>[] {
  const all = bucket.versions(key);
  const marked = all.findIndex((one) => one.versionId === versionMarker);
  return all.slice(marked + 1).map((item) => ({ key, item }));
}

function* chain<Item>(first: Iterable<Item>, second: Iterable<Item>): Generator<Item> {
  yield* first;
  yield* second;
}

export const listingOperations = {
  ListObjectsV2: listObjects,
  ListObjectVersions: listVersions,
} satisfies Record<string, Handler>;
