/** What a message says and how it was sent, and its earlier wordings. */
import type { Conversation, Revision, Wording } from "./document.ts";
import type { DraftConversation } from "./read-conversation.ts";

function wordingOf(message: Wording): Wording {
  const { type, direction, channel, createdAt, createdAtRaw, createdBy, text, html, extra } = message;
  return { type, direction, channel, createdAt, createdAtRaw, createdBy, text, html, extra };
}

/** The same for wordings that are alike in every field. */
export function wordingKey(message: Wording): string {
  return JSON.stringify(wordingOf(message));
}

/** `v2` for `v3`. */
export function previousVersion(version: string): string {
  return `v${numberOf(version) - 1}`;
}

/** `v3` for `v2`. */
export function versionAfter(version: string): string {
  return `v${numberOf(version) + 1}`;
}

/** 2 for `v2`. */
export function numberOf(version: string): number {
  return Number(version.slice(1));
}

/** The earlier wordings of a conversation that `version` finds worded as `now` is. */
export function revisionsOf(
  before: Conversation | undefined,
  now: DraftConversation,
  version: string,
): Revision[] {
  const revisions = [...(before?.revisions ?? [])];
  if (before !== undefined && wordingKey(before) !== wordingKey(now.wording)) {
    const lastSeen = before.lastSeen ?? previousVersion(version);
    revisions.push({ firstSeen: before.wordingSince, lastSeen, ...wordingOf(before) });
  }
  if (now.earlier.length === 0) return revisions;
  const known = new Set([...revisions, now.wording].map(wordingKey));
  for (const wording of now.earlier) {
    if (!known.has(wordingKey(wording)))
      revisions.push({ firstSeen: version, lastSeen: version, ...wording });
    known.add(wordingKey(wording));
  }
  return revisions;
}
