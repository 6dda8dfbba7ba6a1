/** Doubtful attachments: how their staged files are named, when they are taken again, and when they are believed. */

import type { Transfer } from "../leadsquared/transfer.ts";
import type { Inventory } from "../ocfl/inventory.ts";
import type { StagedFile } from "../store/object-store.ts";
import type { Outcome } from "../ticket/assemble.ts";

/** So often a doubtful attachment is downloaded; after that only who asks for nothing new is told of it. */
const MOST_TRIES = 5;
/** Between two tries: what was wrong for a moment must have time to pass. */
const DOUBT_RESTS_MS = 60 * 60 * 1000;

const DOUBT = "doubt-";
/** The flag of bytes that contradict what was announced, and came alike from two downloads. */
const SAME_TWICE = "same-twice";

/** Flags and doubts go with the staged file's name, so that a run that finds it knows what the run that fetched it saw. */
export function stagedName(identity: string, { flags, doubts }: Pick<Transfer, "flags" | "doubts">): string {
  return [identity, ...flags, ...doubts.map((doubt) => DOUBT + doubt)].join(".");
}

/** The attachment's identity that a staged name begins with; undefined for a doubtful file: it is never reused. */
export function reusableIdentity(name: string): string | undefined {
  const [identity, ...marks] = name.split(".");
  return marks.some((mark) => mark.startsWith(DOUBT)) ? undefined : identity;
}

/** Whether the last version, which the last try at the latest belongs to, is old enough for another one. */
export function doubtsRested({ head, versions }: Inventory, now: Date): boolean {
  return now.getTime() - Date.parse(versions[head]?.created ?? "") >= DOUBT_RESTS_MS;
}

/** Whether what is known of an attachment is final for this run. @param rested whether the last try is long enough ago */
export function isSettled(known: Outcome | undefined, rested: boolean): boolean {
  if (known?.status === "stored") return true;
  return known?.status === "doubtful" && (known.tries >= MOST_TRIES || !rested);
}

/** What a file is worth, beside what was downloaded before: the same bytes twice are what the source has. */
export function judged({ identity, sha256, size }: StagedFile, before: Outcome | undefined): Outcome {
  const marks = identity.split(".").slice(1);
  const flags = marks.filter((mark) => !mark.startsWith(DOUBT));
  const reasons = marks.filter((mark) => mark.startsWith(DOUBT)).map((mark) => mark.slice(DOUBT.length));
  if (reasons.length === 0) return { status: "stored", size, sha256, flags };
  if (before?.status !== "doubtful") {
    return { status: "doubtful", size, sha256, flags, reasons, tries: 1, first: null };
  }
  const first = before.first ?? { size: before.size, sha256: before.sha256 };
  if (sha256 === before.sha256 || sha256 === first.sha256) {
    return {
      status: "stored",
      size,
      sha256,
      flags: [...flags, SAME_TWICE, ...reasons.map((reason) => DOUBT + reason)],
    };
  }
  return { status: "doubtful", size, sha256, flags, reasons, tries: before.tries + 1, first };
}
