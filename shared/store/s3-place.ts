/** A folder of a bucket, and how keys relative to it become keys of the bucket and back. */

export interface S3Place {
  readonly bucket: string;
  /** A folder in the bucket, without slashes at its ends; `""` for the top. */
  readonly prefix: string;
}

/** The key in the bucket of a key in the place. */
export function at({ bucket, prefix }: S3Place, key: string): { bucket: string; key: string } {
  return { bucket, key: joinKeys(prefix, key) };
}

/** The key in the place of a key in the bucket. */
export function relative({ prefix }: S3Place, key: string): string {
  return prefix === "" ? key : key.slice(prefix.length + 1);
}

export function joinKeys(...parts: string[]): string {
  return parts.filter((part) => part !== "").join("/");
}
