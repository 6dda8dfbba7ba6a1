/** Reads the manifests of a bag, and hashes what they list. */
import { createHash } from "node:crypto";
import { IntegrityError } from "../../errors.ts";
import type { Tree } from "../../ocfl/tree.ts";

/** SHA-256 by path in the bag; undefined when a line is none of a manifest, or names a path again. */
export function parseManifest(bytes: Uint8Array): Map<string, string> | undefined {
  const text = Buffer.from(bytes).toString("utf8");
  const listed = new Map<string, string>();
  for (const line of text.replace(/\n$/, "").split("\n")) {
    const [, sha256, path] = /^([0-9a-f]{64}) [ *](.+)$/.exec(line) ?? [];
    if (sha256 === undefined || path === undefined) return undefined;
    const decoded = path.replace(/%(0A|0D|25)/gi, decodeURIComponent);
    if (listed.has(decoded)) return undefined;
    listed.set(decoded, sha256);
  }
  return listed;
}

/** The SHA-256 of all that a stream gives. */
export async function hashStream(body: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of body) hash.update(chunk);
  return hash.digest("hex");
}

export interface Hashed {
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
}

/** Undefined when the file is absent; without a digest when its bytes cannot be unpacked. */
export async function hashFile(
  tree: Tree,
  path: string,
  signal?: AbortSignal,
): Promise<Partial<Hashed> | undefined> {
  const body = await tree.open(path);
  if (body === undefined) return undefined;
  const hash = createHash("sha256");
  let size = 0;
  try {
    for await (const chunk of body) {
      signal?.throwIfAborted();
      hash.update(chunk);
      size += chunk.byteLength;
    }
  } catch (error) {
    if (error instanceof IntegrityError) return {};
    throw error;
  }
  return { sha256: hash.digest("hex"), size };
}
