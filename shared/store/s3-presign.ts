/** Links to archived files on S3 that open without credentials for a few minutes. */
import { GetObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { safeFileName } from "../ticket/file-name.ts";
import { checkedKey } from "./key.ts";
import { at, type S3Place } from "./s3-place.ts";

/**
 * Signs links to files; whoever has one may read the file for `seconds`, so it is a secret: it goes to the caller and
 * into no log. A browser keeps the file under a safe name and opens nothing.
 */
export interface LinkSigner {
  /** @param key the file's key in the store */
  sign(key: string, options: { readonly seconds: number }): Promise<string>;
  /**
   * When links that are signed now end: after `seconds`, or with the credentials, whichever is sooner. Where the
   * credentials do not tell when they end, as a Lambda function's own do not, after `seconds`.
   */
  expiry(seconds: number): Promise<Date>;
}

export interface S3LinkOptions extends S3Place {
  /** Its credentials must be allowed to read what is linked to. */
  readonly client: S3Client;
}

/** Signs links for the files of a store in the same place. Nothing is asked of S3: that a file is there is not checked. */
export function s3LinkSigner({ client, bucket, prefix }: S3LinkOptions): LinkSigner {
  return {
    async sign(key, { seconds }) {
      const target = at({ bucket, prefix }, checkedKey(key));
      const command = new GetObjectCommand({
        Bucket: target.bucket,
        Key: target.key,
        ResponseContentDisposition: attachment(key.slice(key.lastIndexOf("/") + 1)),
      });
      return getSignedUrl(client, command, { expiresIn: seconds });
    },
    async expiry(seconds) {
      const { expiration } = await client.config.credentials();
      const asked = Date.now() + seconds * 1000;
      return new Date(Math.min(asked, expiration?.getTime() ?? asked));
    },
  };
}

/** RFC 6266: a plain name for old clients, and the whole of it in UTF-8. */
function attachment(name: string): string {
  const safe = safeFileName(name);
  const encoded = encodeURIComponent(safe).replaceAll(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16)}`,
  );
  return `attachment; filename="${safe.replaceAll(/[^A-Za-z0-9._+(),-]/gu, "_")}"; filename*=UTF-8''${encoded}`;
}
