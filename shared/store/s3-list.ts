/** Lists a folder of a bucket, page by page. */
import { ListObjectsV2Command, type ListObjectsV2CommandOutput, type S3Client } from "@aws-sdk/client-s3";
import { StoreError } from "../errors.ts";
import { checkedKey } from "./key.ts";
import type { ListedFile } from "./object-store.ts";
import { s3Call } from "./s3-errors.ts";
import { joinKeys, relative, type S3Place } from "./s3-place.ts";

/** The pages of what stands below `prefix`; with a delimiter, of what stands directly in it. */
export async function* listPages(
  client: S3Client,
  place: S3Place,
  prefix: string,
  delimiter?: "/",
): AsyncIterable<ListObjectsV2CommandOutput> {
  const folder = prefix === "" ? place.prefix : joinKeys(place.prefix, checkedKey(prefix));
  let token: string | undefined;
  do {
    const command = new ListObjectsV2Command({
      Bucket: place.bucket,
      ...(folder !== "" && { Prefix: `${folder}/` }),
      ...(delimiter && { Delimiter: delimiter }),
      ...(token && { ContinuationToken: token }),
    });
    const page = await s3Call(() => client.send(command), `s3://${place.bucket}/${folder}`);
    yield page;
    if (token !== undefined && page.NextContinuationToken === token) {
      throw endlessListing(`s3://${place.bucket}/${folder}`);
    }
    token = page.NextContinuationToken;
  } while (token !== undefined);
}

/** A page whose successor is itself: the listing would never end. */
export function endlessListing(where: string): StoreError {
  return new StoreError("failed", `${where}: S3 lists the same page again and again`);
}

/** Every file below `prefix`, but for those whose key in the bucket begins with `hidden`. */
export async function* listFiles(
  client: S3Client,
  place: S3Place,
  prefix: string,
  hidden?: string,
): AsyncIterable<ListedFile & { readonly writtenAt: number }> {
  for await (const page of listPages(client, place, prefix)) {
    for (const { Key = "", Size = 0, LastModified } of page.Contents ?? []) {
      if (hidden !== undefined && Key.startsWith(hidden)) continue;
      yield { key: relative(place, Key), size: Size, writtenAt: LastModified?.getTime() ?? 0 };
    }
  }
}
