/** Says in one line what a version of a ticket has that the version before had not: the message of the version. */
import type { Changes } from "./changes.ts";
import type { TicketDocument } from "./document.ts";

const NAMED = 10;

/** A sentence of counts and conversations' keys; it quotes nothing of the customer's. */
export function difference(changes: Changes, { completeness }: TicketDocument, isFirst: boolean): string {
  const parts = (isFirst ? firstVersion(changes) : changed(changes)).filter((part) => part !== "");
  const text = parts.length === 0 ? "What came with the answer changed" : parts.join("; ");
  return `${text}. ${gaps(completeness)}`;
}

/** Stands in the version's message, so that the inventory alone tells of such an answer. */
export const CONTRADICTS = "Incomplete: the answer contradicts itself.";

function gaps({ status, problems }: TicketDocument["completeness"]): string {
  if (status === "complete") return "Complete.";
  return problems.some(({ code }) => code === "name-repeated") ? CONTRADICTS : "Incomplete.";
}

function firstVersion({ added, edited, attachmentsAdded }: Changes): string[] {
  return [
    `First version: ${count(added.length, "conversation")}, ${count(attachmentsAdded, "attachment")}`,
    named("in two wordings", edited),
  ];
}

function changed(changes: Changes): string[] {
  return [
    named("added", changes.added),
    named("edited at the source", changes.edited),
    named("removed at the source", changes.removed),
    named("back at the source", changes.restored),
    counted("added", changes.attachmentsAdded),
    counted("completed", changes.attachmentsCompleted),
    counted("removed at the source", changes.attachmentsRemoved),
    counted("back at the source", changes.attachmentsRestored),
    changes.details ? "the ticket's details are new or changed" : "",
  ];
}

function named(what: string, keys: readonly string[]): string {
  if (keys.length === 0) return "";
  const more = keys.length > NAMED ? ", …" : "";
  return `${count(keys.length, "conversation")} ${what} (${keys.slice(0, NAMED).join(", ")}${more})`;
}

function counted(what: string, attachments: number): string {
  return attachments === 0 ? "" : `${count(attachments, "attachment")} ${what}`;
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}
