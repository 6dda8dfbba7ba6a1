/** Prints what changed between two versions of a ticket: messages with the words that differ, attachments, details. */
import type {
  AttachmentChange,
  DetailChange,
  MessageChange,
  VersionDifference,
} from "../shared/render/version-difference.ts";
import { type Piece, wordDifference } from "../shared/render/word-difference.ts";
import type { Terminal } from "./terminal.ts";
import { safeLine, safeLines, utc } from "./text.ts";

/** Characters of what is the same that stand around a change. */
const AROUND = 120;

interface Compared {
  readonly ticketId: number;
  /** Null where all of the first version is new. */
  readonly from: string | null;
  readonly to: string;
}

export function showDifference(
  terminal: Terminal,
  { ticketId, from, to }: Compared,
  difference: VersionDifference,
): void {
  const { messages, attachments, details, status } = difference;
  terminal.print(
    terminal.paint("bold", `#${ticketId}  ${from === null ? `${to}, the first version` : `${from} → ${to}`}`),
  );
  if (status.before !== status.after && status.before !== null)
    terminal.print(`status  ${status.before} → ${status.after}`);
  if (messages.length + attachments.length + details.length === 0) {
    terminal.print("No message, attachment or detail differs.");
    return;
  }
  for (const each of messages) showMessage(terminal, each);
  if (attachments.length > 0) terminal.print("");
  for (const each of attachments) terminal.print(attachmentLine(terminal, each));
  if (details.length > 0) terminal.print("");
  for (const each of details) terminal.print(detailLine(terminal, each));
}

function showMessage(
  terminal: Terminal,
  { key, createdAt, direction, kinds, words, fields }: MessageChange,
): void {
  const when = createdAt === null ? "no time" : `${utc(createdAt)} UTC`;
  const facts = [when, direction ?? "no direction known"].join(", ");
  terminal.print(`\n${kindsIn(terminal, kinds)}  message ${safeLine(key)}, ${facts}`);
  if (words.length > 0) terminal.print(indented(wordsIn(terminal, words, kinds.includes("added"))));
  else if (kinds.includes("edited")) terminal.print("  Its words are as they were.");
  if (fields.length > 0) terminal.print(`  Differs as well: ${fields.join(", ")}.`);
}

function attachmentLine(
  terminal: Terminal,
  { path, fileName, conversation, kinds, status }: AttachmentChange,
): string {
  const what = status === "stored" ? "" : ` (${status})`;
  const name = safeLine(fileName ?? "(no name)");
  return `${kindsIn(terminal, kinds)}  attachment ${name}${what} of message ${safeLine(conversation)}\n  ${safeLine(path)}`;
}

function detailLine(terminal: Terminal, { field, before, after }: DetailChange): string {
  const pieces = wordDifference(inWords(before), inWords(after));
  return `${terminal.paint("bold", safeLine(field))}\n${indented(wordsIn(terminal, pieces, false))}`;
}

function inWords(value: unknown): string {
  if (value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

const COLORS = {
  added: "green",
  restored: "green",
  completed: "green",
  edited: "yellow",
  changed: "yellow",
  removed: "red",
} as const;

function kindsIn(terminal: Terminal, kinds: readonly (keyof typeof COLORS)[]): string {
  return kinds.map((kind) => terminal.paint(COLORS[kind], kind)).join(", ");
}

/** What is the same far from a change is left out. @param whole a text that is new needs no signs */
function wordsIn(terminal: Terminal, pieces: readonly Piece[], whole: boolean): string {
  return pieces
    .map(({ kind, text }, index) => {
      const safe = safeLines(text);
      if (whole) return safe;
      if (kind === "deleted") return terminal.paint("red", `[-${safe}-]`);
      if (kind === "inserted") return terminal.paint("green", `{+${safe}+}`);
      return abridged(safe, index > 0, index < pieces.length - 1);
    })
    .join("");
}

function abridged(text: string, afterChange: boolean, beforeChange: boolean): string {
  const head = afterChange ? AROUND : 0;
  const tail = beforeChange ? AROUND : 0;
  if (text.length <= head + tail) return text;
  return `${text.slice(0, head)}…${tail === 0 ? "" : text.slice(-tail)}`;
}

function indented(text: string): string {
  return text
    .trim()
    .split("\n")
    .map((line) => `  ${line}`.trimEnd())
    .join("\n");
}
