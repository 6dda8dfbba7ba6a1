/** One entry of a ledger: its fields, its bytes, and the entry that follows another. */
import * as z from "zod";
import { sha256Hex } from "../digest.ts";
import { IntegrityError } from "../errors.ts";
import { jsonBytes, jsonOf } from "../json.ts";
import { parseVersionKey } from "../keys.ts";

const digest = z.string().regex(/^[0-9a-f]{64}$/);
const keyId = z.string().regex(/^[0-9a-f]{16}$/);

const entrySchema = z.strictObject({
  schema: z.literal("urn:ticketvault:ledger-entry:1"),
  org: z.int().positive(),
  sequence: z.int().positive(),
  previous: digest.nullable(),
  time: z.iso.datetime({ precision: 3 }),
  kind: z.enum(["versions", "heartbeat", "key"]),
  versions: z.array(z.strictObject({ key: z.string(), sha256: digest })),
  newKeyId: keyId.nullable(),
  keyId,
  tool: z.string().min(1).max(100),
});

/**
 * `previous` is the SHA-256 of the entry before, null for the first; `time` is the sealer's clock, UTC; `versions` are
 * sorted by key; `newKeyId` is the key that an entry of kind `key` introduces; `keyId` names the key that signs the entry.
 */
export type Entry = z.infer<typeof entrySchema>;

/** A version and the SHA-256 of its inventory, which covers every file of it. */
export interface SealedVersion {
  /** `archive/22824/143/v2/inventory.json`. */
  readonly key: string;
  readonly sha256: string;
}

/** The last entry of a ledger, as far as the next one rests on it. */
export interface LedgerHead {
  readonly sequence: number;
  /** SHA-256 of the entry's bytes. */
  readonly sha256: string;
  readonly time: string;
}

/** What the next entry shall say. */
export type EntryContent =
  | { readonly kind: "versions"; readonly versions: readonly SealedVersion[] }
  | { readonly kind: "heartbeat" }
  | { readonly kind: "key"; readonly newKeyId: string };

/** Who writes an entry, and when. */
export interface EntryOrigin {
  readonly orgId: number;
  readonly keyId: string;
  readonly now: Date;
  /** Name and version of the program: `ticketvault 0.1.0`. */
  readonly tool: string;
}

/** The entry after `head`, or the first. Its time is never before the one of `head`, whatever the clock says. */
export function nextEntry(head: LedgerHead | undefined, content: EntryContent, origin: EntryOrigin): Entry {
  const now = origin.now.toISOString();
  return {
    schema: "urn:ticketvault:ledger-entry:1",
    org: origin.orgId,
    sequence: (head?.sequence ?? 0) + 1,
    previous: head?.sha256 ?? null,
    time: head !== undefined && head.time > now ? head.time : now,
    kind: content.kind,
    versions: content.kind === "versions" ? content.versions.toSorted(byKey).map(plain) : [],
    newKeyId: content.kind === "key" ? content.newKeyId : null,
    keyId: origin.keyId,
    tool: origin.tool,
  };
}

/** The bytes of an entry: JSON with two spaces, the fields in the order of the schema, and a newline. */
export function entryBytes(entry: Entry): Uint8Array {
  return jsonBytes(entry);
}

export function headOf(entry: Entry, bytes: Uint8Array): LedgerHead {
  return { sequence: entry.sequence, sha256: sha256Hex(bytes), time: entry.time };
}

/**
 * Reads an entry. Only the exact bytes that `entryBytes` writes are one.
 * @throws IntegrityError `entry-unreadable`; `where` names it
 */
export function parseEntry(bytes: Uint8Array, where: string): Entry {
  try {
    const entry = jsonOf(entrySchema, bytes);
    checkContent(entry);
    if (Buffer.compare(entryBytes(entry), bytes) !== 0) throw new Error("other bytes than an entry's");
    return entry;
  } catch (cause) {
    const message = `${where} is no ledger entry that Ticketvault wrote. Run \`ticketvault verify\`.`;
    throw new IntegrityError("entry-unreadable", message, { cause });
  }
}

function checkContent({ org, kind, versions, newKeyId }: Entry): void {
  if ((kind === "versions") !== versions.length > 0) throw new Error("versions in the wrong kind");
  if ((kind === "key") !== (newKeyId !== null)) throw new Error("a new key in the wrong kind");
  for (const [index, { key }] of versions.entries()) {
    if (parseVersionKey(key)?.orgId !== org) throw new Error("a key that names no version of this account");
    const before = versions[index - 1];
    if (before !== undefined && before.key >= key) throw new Error("keys that are not sorted");
  }
}

function byKey(a: SealedVersion, b: SealedVersion): number {
  if (a.key === b.key) return 0;
  return a.key < b.key ? -1 : 1;
}

/** Nothing but the fields of an entry, in their order. */
function plain({ key, sha256 }: SealedVersion): SealedVersion {
  return { key, sha256 };
}
