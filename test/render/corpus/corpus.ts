/** Over 200 messages as they come from mail programs: every content in every program's form, and plain text in `Html`. */
import { CONTENTS } from "./contents.ts";
import { FRAMES } from "./frames.ts";

export interface CorpusMessage {
  readonly name: string;
  readonly html: string;
}

const PLAIN: readonly CorpusMessage[] = [
  { name: "plain text with an address", html: "Write to John <john@example.com>\nor call 98765 43210" },
  { name: "plain text with signs", html: "if a < b & c > d then 1,250 < 3,400\n\n  indented" },
  { name: "plain text in Hindi", html: "नमस्ते <asha@example.com>\nधन्यवाद" },
  { name: "plain text in Arabic", html: "مرحبا <asha@example.com>\nرقم 4711" },
  { name: "plain text with a quotation", html: "Yes.\n\n> Is it 50%?\n> Or 5%?" },
];

export const CORPUS: readonly CorpusMessage[] = [
  ...Object.entries(FRAMES).flatMap(([program, frame]) =>
    Object.entries(CONTENTS).map(([what, content]) => ({
      name: `${what} by ${program}`,
      html: frame(content),
    })),
  ),
  ...PLAIN,
];
