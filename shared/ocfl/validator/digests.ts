/** The digest algorithms of OCFL: what their values look like and how to compute several in one pass. */
import { createHash, type Hash } from "node:crypto";

interface DigestAlgorithm {
  /** Node's name of the hash; undefined for `size`, which only counts. */
  readonly node?: string;
  readonly form: RegExp;
  /** The code of the rule that the value is written in hex. */
  readonly encodingCode: string;
}

const HEX = /^[0-9a-fA-F]*$/;

/**
 * The five of the specification, and of extension 0009-digest-algorithms those that Node computes. The shorter forms
 * of BLAKE2b are not among them: as optional algorithms they are ignored (E028).
 */
const ALGORITHMS: ReadonlyMap<string, DigestAlgorithm> = new Map([
  ["md5", { node: "md5", form: hex(32), encodingCode: "E057" }],
  ["sha1", { node: "sha1", form: hex(40), encodingCode: "E029" }],
  ["sha256", { node: "sha256", form: hex(64), encodingCode: "E030" }],
  ["sha512", { node: "sha512", form: hex(128), encodingCode: "E031" }],
  ["blake2b-512", { node: "blake2b512", form: hex(128), encodingCode: "E032" }],
  ["sha512/256", { node: "sha512-256", form: hex(64), encodingCode: "E057" }],
  ["size", { form: /^(0|[1-9][0-9]*)$/, encodingCode: "E057" }],
]);

function hex(length: number): RegExp {
  return new RegExp(`^[0-9a-fA-F]{${length}}$`);
}

/** True for the algorithms whose values can be checked here. */
export function isKnownAlgorithm(algorithm: string): boolean {
  return ALGORITHMS.has(algorithm);
}

/**
 * What is wrong with the writing of a digest: the encoding's own code when it is no hex at all, `otherwise` when it is
 * hex but cannot be of this algorithm; undefined when it may be right, or when the algorithm is not known here.
 */
export function digestFormCode(algorithm: string, digest: string, otherwise: string): string | undefined {
  const known = ALGORITHMS.get(algorithm);
  if (known === undefined || known.form.test(digest)) return undefined;
  return HEX.test(digest) ? otherwise : known.encodingCode;
}

/** The digest of bytes in memory, lower-case hex; undefined when the algorithm is not known here. */
export function digestOf(algorithm: string, bytes: Uint8Array): string | undefined {
  const known = ALGORITHMS.get(algorithm);
  if (known === undefined) return undefined;
  return known.node === undefined
    ? String(bytes.byteLength)
    : createHash(known.node).update(bytes).digest("hex");
}

/** Reads a stream once and gives its digests (lower-case hex) by all the known ones of `algorithms`. */
export async function digestStream(
  body: AsyncIterable<Uint8Array>,
  algorithms: Iterable<string>,
  signal: AbortSignal | undefined,
): Promise<{ digests: ReadonlyMap<string, string>; bytes: number }> {
  const hashes = new Map<string, Hash | undefined>();
  for (const algorithm of algorithms) {
    const known = ALGORITHMS.get(algorithm);
    if (known !== undefined) {
      hashes.set(algorithm, known.node === undefined ? undefined : createHash(known.node));
    }
  }
  let bytes = 0;
  for await (const chunk of body) {
    signal?.throwIfAborted();
    bytes += chunk.byteLength;
    for (const hash of hashes.values()) hash?.update(chunk);
  }
  const digests = new Map<string, string>();
  for (const [algorithm, hash] of hashes) digests.set(algorithm, hash?.digest("hex") ?? String(bytes));
  return { digests, bytes };
}
