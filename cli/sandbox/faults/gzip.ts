/** Bodies under `Content-Encoding: gzip`. */
import { gzipSync } from "node:zlib";
import * as z from "zod";
import { type Answer, withHeaders } from "../reply.ts";

/** One gzip member of 1 MB of zeros; members may follow one another (RFC 1952, 2.2). */
const MEBIBYTE = 1_048_576;
const BOMB_MEMBERS = 64;

export const wire = z
  .enum(["plain", "compressed", "bomb"])
  .describe('"plain" bytes under that header, "compressed", or "bomb" for 64 KB that inflate to 64 MB');

/** `right`, whose body is `bytes`, said to be gzip. */
export function gzipped(right: Answer, bytes: () => Uint8Array, how: z.output<typeof wire>): Answer {
  const labelled = withHeaders(right, { "Content-Encoding": "gzip" });
  if (how === "plain") return labelled;
  const body =
    how === "compressed"
      ? gzipSync(bytes())
      : Buffer.concat(new Array<Buffer>(BOMB_MEMBERS).fill(gzipSync(Buffer.alloc(MEBIBYTE))));
  return { ...labelled, body: [body], framing: body.length };
}
