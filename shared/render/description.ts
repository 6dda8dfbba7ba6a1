/** The ticket's description, read as a message: it may be the ticket's first one, and stand nowhere else. */
import type { Conversation, TicketDocument } from "../ticket/document.ts";
import { versionAfter } from "../ticket/wording.ts";

/** Names the description among the messages of its ticket: no conversation has such a key. */
export const DESCRIPTION = "description";

/** What the page calls it, and the fields of type in tables, load files and e-mails. */
const TYPE = "Description";

interface Worded {
  readonly description: string;
  readonly firstSeen: string;
  /** Null while it lasts. */
  readonly lastSeen: string | null;
}

/** With its earlier wordings; undefined for a ticket that never had one. The details tell neither its time nor its author. */
export function descriptionOf({ ticket }: TicketDocument): Conversation | undefined {
  const wordings = wordingsOf(ticket);
  const current = wordings.at(-1);
  const [first] = wordings;
  if (current === undefined || first === undefined) return undefined;
  return {
    key: DESCRIPTION,
    id: null,
    firstSeen: first.firstSeen,
    lastSeen: current.lastSeen,
    listed: current.lastSeen === null,
    ...wording(current),
    wordingSince: current.firstSeen,
    attachments: [],
    revisions: wordings.slice(0, -1).map((each) => ({
      firstSeen: each.firstSeen,
      lastSeen: each.lastSeen ?? each.firstSeen,
      ...wording(each),
    })),
  };
}

/** A title may change alone: then the wording of the description goes on. */
function wordingsOf({ revisions, wordingSince, description }: TicketDocument["ticket"]): Worded[] {
  const all = [
    ...revisions,
    ...(wordingSince === null ? [] : [{ description, firstSeen: wordingSince, lastSeen: null }]),
  ];
  const wordings: Worded[] = [];
  for (const { description: words, firstSeen, lastSeen } of all) {
    if (words === null || words.trim() === "") continue;
    const last = wordings.at(-1);
    const goesOn =
      last?.description === words && last.lastSeen !== null && versionAfter(last.lastSeen) === firstSeen;
    if (goesOn) wordings[wordings.length - 1] = { ...last, lastSeen };
    else wordings.push({ description: words, firstSeen, lastSeen });
  }
  return wordings;
}

function wording({ description }: Worded) {
  const none = { direction: null, channel: null, createdAt: null, createdAtRaw: null, createdBy: null };
  return { type: TYPE, ...none, text: null, html: description, extra: {} };
}
