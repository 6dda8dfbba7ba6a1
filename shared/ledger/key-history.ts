/** What a ledger's own entries say of its keys: which retired, as they introduced a successor, and which were revoked. */
import type { FindingCode } from "../findings.ts";
import type { ReadEntry } from "./entry.ts";

/** What an entry must say to be judged. */
type Signed = Pick<ReadEntry, "sequence" | "keyId">;

/** Why an entry with a good signature says nothing. */
export interface Refusal {
  readonly code: Extract<FindingCode, "retired-key" | "revoked-key">;
  readonly message: string;
}

interface Retirement {
  readonly newKeyId: string;
  /** Number of the entry that introduces it. */
  readonly sequence: number;
}

interface Revocation {
  /** Number of the first entry of the key that does not count. */
  readonly from: number;
  /** Number of the entry that says so. */
  readonly sequence: number;
}

/** Takes entries in the order of their numbers. Whether a key is trusted at all is for `Trust` to tell. */
export class KeyHistory {
  readonly #retired = new Map<string, Retirement>();
  readonly #revoked = new Map<string, Revocation>();

  /** Takes an entry with a good signature that is not refused. */
  add({ kind, sequence, keyId, newKeyId, revokedKeyId, revokedFrom }: ReadEntry): void {
    if (newKeyId !== null) {
      this.#retired.delete(newKeyId);
      this.#retired.set(keyId, { newKeyId, sequence });
    }
    if (kind !== "revoke" || revokedKeyId === null || revokedFrom === null) return;
    const from = Math.min(revokedFrom, this.#revoked.get(revokedKeyId)?.from ?? revokedFrom);
    this.#revoked.set(revokedKeyId, { from, sequence });
  }

  /** Why the entry says nothing, by what was added so far; undefined when it counts. */
  refusal({ sequence, keyId }: Signed): Refusal | undefined {
    const revoked = this.#revoked.get(keyId);
    if (revoked !== undefined && sequence >= revoked.from) {
      const message = `the entry is signed by the key ${keyId}, which entry ${revoked.sequence} revokes from entry ${revoked.from} on`;
      return { code: "revoked-key", message };
    }
    const retired = this.#retired.get(keyId);
    if (retired === undefined || sequence <= retired.sequence) return undefined;
    const message = `the entry is signed by the key ${keyId}, which retired when it introduced its successor in entry ${retired.sequence}`;
    return { code: "retired-key", message };
  }

  /** The key that this one introduced, and where; undefined while it has not retired. */
  successorOf(keyId: string): Retirement | undefined {
    return this.#retired.get(keyId);
  }

  /** From which entry on the key does not count; undefined while it is not revoked. */
  revocationOf(keyId: string): Revocation | undefined {
    return this.#revoked.get(keyId);
  }
}
