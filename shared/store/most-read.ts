/** The ceiling of what is read whole into memory, wherever it stands: a document of gigabytes is none of ours. */
import { StoreError } from "../errors.ts";

/** In bytes; documents of LeadSquared's largest answers stay well below. */
export const MOST_READ = 256 * 1024 * 1024;

/** @throws StoreError `too-large` for a document of more bytes than any has; `shown` names it */
export function refuseLarge(size: number, shown: string): void {
  if (size <= MOST_READ) return;
  const message = `${shown} has ${size} bytes or more, and no document of an archive has over ${MOST_READ}. It was not read.`;
  throw new StoreError("too-large", message);
}

/**
 * A body whole.
 * @param announced its length in bytes, as far as it is known
 * @throws StoreError `too-large` as soon as it is known to be
 */
export async function readWhole(
  body: AsyncIterable<Uint8Array>,
  announced: number | undefined,
  shown: string,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop ends the body: a connection that nobody reads from would stay taken.
  for await (const chunk of body) {
    size += chunk.byteLength;
    refuseLarge(Math.max(size, announced ?? 0), shown);
    chunks.push(chunk);
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole;
}
