/** Lists versions and delete markers of a bucket, page by page. */
import { isDeepStrictEqual } from "node:util";
import {
  type DeleteMarkerEntry,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  type ObjectVersion,
  type S3Client,
} from "@aws-sdk/client-s3";
import { StoreError } from "../errors.ts";
import type { FileHistory } from "../ocfl/tree.ts";
import { byBytes, checkedKey } from "./key.ts";
import { isNamed } from "./s3-answers.ts";
import { s3Call } from "./s3-errors.ts";
import { endlessListing } from "./s3-list.ts";
import { joinKeys, relative, type S3Place } from "./s3-place.ts";

interface Version {
  readonly Key: string;
  readonly VersionId: string;
  /** Names the content; undefined of a delete marker. */
  readonly ETag?: string;
  readonly IsLatest: boolean | undefined;
}

/** By their keys, the newest first of each. */
interface VersionPage {
  readonly files: readonly Version[];
  /** Delete markers. */
  readonly hidden: readonly Version[];
}

/** @param where names the folder in errors */
export async function* versionPages(
  client: S3Client,
  bucket: string,
  prefix: string,
  where: string,
): AsyncIterable<VersionPage> {
  let next: Markers | undefined = {};
  while (next !== undefined) {
    const command: ListObjectVersionsCommand = new ListObjectVersionsCommand({
      Bucket: bucket,
      Prefix: prefix,
      ...next,
    });
    const page = await s3Call(() => client.send(command), where);
    yield {
      files: (page.Versions ?? []).map((each) => ({ ...named(each), ETag: each.ETag ?? "" })),
      hidden: (page.DeleteMarkers ?? []).map(named),
    };
    const after: Markers | undefined = markersAfter(page);
    if (after !== undefined && isDeepStrictEqual(after, next)) throw endlessListing(where);
    next = after;
  }
}

/** The history of every file below a folder of a place. A server that knows no versions keeps none. */
export async function* s3History(
  client: S3Client,
  place: S3Place,
  folder: string,
): AsyncIterable<FileHistory> {
  const prefix = joinKeys(place.prefix, folder === "" ? "" : checkedKey(folder));
  const pages = versionPages(client, place.bucket, prefix && `${prefix}/`, `s3://${place.bucket}/${prefix}`);
  let last: Counted | undefined;
  try {
    for await (const page of pages) {
      for (const [key, versions] of byKey(page)) {
        if (last?.key !== key) {
          if (last !== undefined) yield historyOf(last, place);
          last = { key, tags: new Set(), markers: 0, isHidden: false };
        }
        for (const version of versions) count(last, version);
      }
    }
  } catch (error) {
    if (!(error instanceof StoreError && isNamed(error.cause, "NotImplemented"))) throw error;
  }
  if (last !== undefined) yield historyOf(last, place);
}

interface Counted {
  readonly key: string;
  readonly tags: Set<string>;
  markers: number;
  isHidden: boolean;
}

function byKey({ files, hidden }: VersionPage): Map<string, Version[]> {
  const all = [...files, ...hidden].toSorted((a, b) => byBytes(a.Key, b.Key));
  return Map.groupBy(all, ({ Key }) => Key);
}

function count(counted: Counted, { ETag, IsLatest }: Version): void {
  if (ETag !== undefined) {
    counted.tags.add(ETag);
    return;
  }
  counted.markers += 1;
  counted.isHidden ||= IsLatest === true;
}

function historyOf({ key, tags, markers, isHidden }: Counted, place: S3Place): FileHistory {
  return { path: relative(place, key), versions: tags.size, markers, isHidden };
}

/** Where a page of versions begins. */
interface Markers {
  readonly KeyMarker?: string;
  readonly VersionIdMarker?: string;
}

function markersAfter({
  IsTruncated,
  NextKeyMarker,
  NextVersionIdMarker,
}: ListObjectVersionsCommandOutput): Markers | undefined {
  if (IsTruncated !== true) return undefined;
  return {
    ...(NextKeyMarker !== undefined && { KeyMarker: NextKeyMarker }),
    ...(NextVersionIdMarker !== undefined && { VersionIdMarker: NextVersionIdMarker }),
  };
}

function named({ Key = "", VersionId = "null", IsLatest }: ObjectVersion | DeleteMarkerEntry): Version {
  return { Key, VersionId, IsLatest };
}
