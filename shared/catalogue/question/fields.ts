/** The fields of a question: their names, what they take and what they find. */

/** What stands behind a field's colon: words, one of a few values, a date, or a value of its own kind. */
interface Field {
  readonly kind: "text" | "choice" | "date" | "person" | "fact" | "ticket" | "digest" | "held" | "matter";
  /** What it finds, for lists of the fields. */
  readonly about: string;
  /** Of a choice: all that may be asked. */
  readonly choices?: readonly string[];
}

const choice = (about: string, ...choices: string[]): Field => ({ kind: "choice", about, choices });

export const FIELDS = {
  subject: { kind: "text", about: "words of the ticket's title" },
  body: { kind: "text", about: "words of the message, or of the ticket's description" },
  file: { kind: "text", about: "words of an attachment's name" },
  from: { kind: "person", about: "who made the message; of an inbound one also the customer" },
  to: { kind: "person", about: "the customer, of outbound messages" },
  customer: { kind: "person", about: "the ticket's customer" },
  status: { kind: "fact", about: "the ticket's status" },
  tag: { kind: "fact", about: "a tag of the ticket" },
  ticket: { kind: "ticket", about: "the ticket's number" },
  sent: { kind: "date", about: "when the message was written" },
  archived: { kind: "date", about: "when the ticket's newest version was archived" },
  direction: choice("which way the message went", "inbound", "outbound"),
  channel: choice("how it went", "email", "portal"),
  has: choice("messages with attachments", "attachment"),
  type: { kind: "fact", about: "an attachment's type: pdf, image, application/pdf" },
  sha256: { kind: "digest", about: "an attachment's SHA-256" },
  is: choice("what became of the message or its ticket", "removed", "edited", "incomplete", "doubtful"),
  held: { kind: "held", about: "whether the ticket is under a legal hold", choices: ["yes", "no"] },
  matter: { kind: "matter", about: "the matter of a legal hold" },
} as const satisfies Readonly<Record<string, Field>>;

export type FieldName = keyof typeof FIELDS;

export function isField(name: string): name is FieldName {
  return Object.hasOwn(FIELDS, name);
}

export function fieldOf(name: FieldName): Field {
  return FIELDS[name];
}
