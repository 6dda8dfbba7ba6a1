/** How far the catalogue's files have come in the ledger: a small document beside them, which may be lost without harm. */
import * as z from "zod";
import { jsonBytes, jsonOf } from "../json.ts";
import type { ObjectStore } from "../store/object-store.ts";

const schema = z.strictObject({
  schema: z.literal("urn:ticketvault:catalogue-progress:1"),
  org: z.int().positive(),
  /** All that entries up to this number seal is in the files; 0 where nothing is known of them. */
  sequence: z.int().nonnegative(),
  /** The time of that entry. */
  time: z.string().nullable(),
  /** Of the entries after it, up to number `to`, the shards below `shard` are done. */
  begun: z.strictObject({ to: z.int().positive(), shard: z.int().nonnegative() }).nullable(),
});

export type Progress = Pick<z.infer<typeof schema>, "sequence" | "time" | "begun">;

/** As it was read, with what writing it takes. */
export interface KnownProgress extends Progress {
  /** Undefined where there was none. */
  readonly tag: string | undefined;
}

const START: Progress = { sequence: 0, time: null, begun: null };

/** From the start where there is none, or nothing that can be read. */
export async function readProgress(
  catalogue: Pick<ObjectStore, "read">,
  orgId: number,
): Promise<KnownProgress> {
  const file = await catalogue.read(keyOf(orgId));
  if (file === undefined) return { ...START, tag: undefined };
  try {
    const { sequence, time, begun } = jsonOf(schema, file.bytes);
    return { sequence, time, begun, tag: file.tag };
  } catch {
    return { ...START, tag: file.tag };
  }
}

/** False when somebody else has moved it since it was read: nothing was written then. */
export async function writeProgress(
  catalogue: Pick<ObjectStore, "create" | "replace">,
  orgId: number,
  { tag }: Pick<KnownProgress, "tag">,
  progress: Progress,
): Promise<boolean> {
  const bytes = jsonBytes({ schema: schema.shape.schema.value, org: orgId, ...progress });
  const key = keyOf(orgId);
  if (tag === undefined) return (await catalogue.create(key, bytes)) === "created";
  return (await catalogue.replace(key, bytes, tag)) === "replaced";
}

/** Outside of the tables' folders, in which everything is rows. */
function keyOf(orgId: number): string {
  return `progress/${orgId}.json`;
}
