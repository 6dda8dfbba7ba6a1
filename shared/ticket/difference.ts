/** Says in one line what a version of a ticket has that the version before had not: the message of the version. */
import type { Attachment, Conversation, TicketDocument } from "./document.ts";

const NAMED = 10;

/** A sentence of counts and conversation ids; it quotes nothing of the customer's. */
export function difference(before: TicketDocument | undefined, after: TicketDocument): string {
  const parts = before === undefined ? firstVersion(after) : changes(before, after);
  const text = parts.length === 0 ? "Details of the answer changed" : parts.join("; ");
  return `${text}. ${after.completeness.status === "complete" ? "Complete." : "Incomplete."}`;
}

function firstVersion({ conversations, completeness }: TicketDocument): string[] {
  return [
    `First version: ${count(conversations.length, "conversation")}, ${count(completeness.attachments.stored, "attachment")}`,
  ];
}

function changes(before: TicketDocument, after: TicketDocument): string[] {
  const [old, now] = [keyed(before), keyed(after)];
  const added = [...now].filter(([key]) => !old.has(key));
  const removed = [...old].filter(([key]) => !now.has(key));
  const edited = [...now].filter(([key, conversation]) => {
    const earlier = old.get(key);
    return earlier !== undefined && textOf(earlier) !== textOf(conversation);
  });
  return [
    named("added", added),
    named("edited", edited),
    named("removed upstream", removed),
    ...attachmentChanges(attachments(before), attachments(after)),
  ].filter((part) => part !== "");
}

function attachmentChanges(old: Map<string, Attachment>, now: Map<string, Attachment>): string[] {
  const pairs = [...now].map(([path, attachment]) => ({ earlier: old.get(path), attachment }));
  const added = pairs.filter(({ earlier }) => earlier === undefined).length;
  const completed = pairs.filter(
    ({ earlier, attachment }) => earlier?.status === "failed" && attachment.status === "stored",
  );
  const replaced = pairs.filter(
    ({ earlier, attachment }) =>
      earlier?.status === "stored" && attachment.status === "stored" && earlier.sha256 !== attachment.sha256,
  );
  const removed = [...old.keys()].filter((path) => !now.has(path)).length;
  return [
    added > 0 ? `${count(added, "attachment")} added` : "",
    completed.length > 0 ? `${count(completed.length, "attachment")} completed` : "",
    replaced.length > 0 ? `${count(replaced.length, "attachment")} replaced` : "",
    removed > 0 ? `${count(removed, "attachment")} removed upstream` : "",
  ];
}

function keyed(document: TicketDocument): Map<string, Conversation> {
  return new Map(
    document.conversations.map((conversation, index) => [conversation.id ?? `at ${index + 1}`, conversation]),
  );
}

function attachments(document: TicketDocument): Map<string, Attachment> {
  const all = document.conversations.flatMap((conversation) =>
    conversation.attachments.map((attachment, index): [string, Attachment] => [
      JSON.stringify([conversation.id, index, attachment.fileName]),
      attachment,
    ]),
  );
  return new Map(all);
}

function textOf({ attachments: _, ...rest }: Conversation): string {
  return JSON.stringify(rest);
}

function named(what: string, entries: readonly [string, Conversation][]): string {
  if (entries.length === 0) return "";
  const ids = entries.slice(0, NAMED).map(([key]) => (/^[0-9]{1,19}$|^at /.test(key) ? key : "unnumbered"));
  const more = entries.length > NAMED ? ", …" : "";
  return `${count(entries.length, "conversation")} ${what} (${ids.join(", ")}${more})`;
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}
