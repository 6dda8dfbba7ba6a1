/** Where a storage root's declared layout puts an object, for the layouts whose rules are known here (https://ocfl.github.io/extensions/). */
import * as z from "zod";
import { joinPath, type Tree } from "../tree.ts";
import { digestOf } from "./digests.ts";
import { isJsonObject, parseJson } from "./json.ts";

/** The path below the root that follows from an object's id; undefined where the layout has none for it. */
export type PlaceOf = (id: string) => string | undefined;

const upTo32 = z.int().min(0).max(32).default(3);
const hashedConfig = z.object({
  digestAlgorithm: z.string().default("sha256"),
  tupleSize: upTo32,
  numberOfTuples: upTo32,
  shortObjectRoot: z.boolean().default(false),
});
const delimiter = z.string().min(1).default(":");
const prefixedConfig = z.object({
  delimiter,
  tupleSize: upTo32,
  numberOfTuples: upTo32,
  zeroPadding: z.enum(["left", "right"]).default("left"),
  reverseObjectRoot: z.boolean().default(false),
});

/** What each layout makes of its parameters. @throws zod's error for parameters that it cannot have */
const LAYOUTS: ReadonlyMap<string, (config: unknown) => PlaceOf> = new Map([
  ["0002-flat-direct-storage-layout", () => (id: string) => id],
  ["0003-hash-and-id-n-tuple-storage-layout", hashAndId],
  ["0004-hashed-n-tuple-storage-layout", hashed],
  ["0006-flat-omit-prefix-storage-layout", flatOmitPrefix],
  ["0007-n-tuple-omit-prefix-storage-layout", tuplesOmitPrefix],
]);

/** Undefined when the root declares no layout, one whose rules are not known here, or impossible parameters. */
export async function declaredLayout(tree: Tree, root: string): Promise<PlaceOf | undefined> {
  const name = (await readObject(tree, joinPath(root, "ocfl_layout.json")))?.["extension"];
  const layout = typeof name === "string" ? LAYOUTS.get(name) : undefined;
  if (layout === undefined) return undefined;
  const config = (await readObject(tree, joinPath(root, `extensions/${name}/config.json`))) ?? {};
  try {
    return layout(config);
  } catch (error) {
    if (error instanceof z.ZodError) return undefined;
    throw error;
  }
}

async function readObject(tree: Tree, path: string): Promise<Readonly<Record<string, unknown>> | undefined> {
  const parsed = parseJson((await tree.read(path)) ?? new Uint8Array());
  return parsed.ok && isJsonObject(parsed.value) ? parsed.value : undefined;
}

function hashAndId(config: unknown): PlaceOf {
  const { digestAlgorithm, tupleSize, numberOfTuples } = hashedConfig.parse(config);
  return (id) => {
    const digest = digestOf(digestAlgorithm, Buffer.from(id));
    if (digest === undefined) return undefined;
    const name = [...Buffer.from(id)].map(encoded).join("");
    const short = name.length > 100 ? `${name.slice(0, 100)}-${digest}` : name;
    return [...tuplesOf(digest, tupleSize, numberOfTuples), short].join("/");
  };
}

/** A byte of an id as it stands in a folder's name. */
function encoded(byte: number): string {
  const character = String.fromCharCode(byte);
  return /[A-Za-z0-9_-]/.test(character) ? character : `%${byte.toString(16).padStart(2, "0")}`;
}

function hashed(config: unknown): PlaceOf {
  const { digestAlgorithm, tupleSize, numberOfTuples, shortObjectRoot } = hashedConfig.parse(config);
  return (id) => {
    const digest = digestOf(digestAlgorithm, Buffer.from(id));
    if (digest === undefined) return undefined;
    const name = shortObjectRoot ? digest.slice(tupleSize * numberOfTuples) : digest;
    return [...tuplesOf(digest, tupleSize, numberOfTuples), name].join("/");
  };
}

function flatOmitPrefix(config: unknown): PlaceOf {
  const { delimiter: end } = z.object({ delimiter }).parse(config);
  return (id) => withoutPrefix(id, end);
}

function tuplesOmitPrefix(config: unknown): PlaceOf {
  const { delimiter: end, tupleSize, numberOfTuples, ...rest } = prefixedConfig.parse(config);
  const length = tupleSize * numberOfTuples;
  return (id) => {
    const name = withoutPrefix(id, end);
    const padded = rest.zeroPadding === "left" ? name?.padStart(length, "0") : name?.padEnd(length, "0");
    if (name === undefined || padded === undefined) return undefined;
    const split = rest.reverseObjectRoot ? [...padded].toReversed().join("") : padded;
    return [...tuplesOf(split, tupleSize, numberOfTuples), name].join("/");
  };
}

/** What follows the last delimiter, whose case means nothing; undefined when that is nothing. */
function withoutPrefix(id: string, end: string): string | undefined {
  const at = id.toLowerCase().lastIndexOf(end.toLowerCase());
  const name = at < 0 ? id : id.slice(at + end.length);
  return name === "" ? undefined : name;
}

function tuplesOf(text: string, size: number, count: number): string[] {
  return Array.from({ length: count }, (_, index) => text.slice(index * size, (index + 1) * size));
}
