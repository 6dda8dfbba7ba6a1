/** Everything that can be changed at the source on demand: the table behind `sandbox.change`. */
import * as z from "zod";
import { type Fields, type Given, type RequestFor, type Row, row } from "../on-demand.ts";
import { uuidOf } from "../random.ts";
import { addedFile, addedMessage, type Past, restored } from "./additions.ts";
import { editFile, editMessage } from "./edits.ts";
import { escapeHtml } from "./message.ts";
import { pictureUrl } from "./pictures.ts";
import { type SandboxTicket, ticketDetails } from "./ticket-schema.ts";

/** The ticket afterwards; undefined for a number that never was. */
type Does = (ticket: SandboxTicket, past: Past) => SandboxTicket | undefined;

function change<Shape extends z.ZodRawShape>(
  says: string,
  takes: Shape,
  does: (given: Given<Shape>, ...rest: Parameters<Does>) => ReturnType<Does>,
): Row<Fields<Shape>, Does> {
  return row(says, takes, {}, (given) => (ticket, past) => does(given, ticket, past));
}

const message = z.union([z.string(), z.number()]).describe("the Id of a message of the ticket");
const file = z.string().describe("the FileName or ContentPath of an attachment of the ticket");
const set = z.record(z.string(), z.unknown()).describe("an object of fields and their new values");
const bytes = z.int().nonnegative().optional().describe("the file's size (20,000 unless said)");
const signed = z
  .enum(["fresh", "expired", "unsigned"])
  .optional()
  .describe('how its URL is signed in each answer: "fresh" (unless said), "expired" or "unsigned"');

export const changes = {
  edit: change("Sets fields of a message.", { message, set }, (given, ticket) =>
    editMessage(ticket, given.message, (old) => [{ ...old, ...given.set }]),
  ),
  reword: change(
    "Replaces words in a message, in Html and Text.",
    { message, from: z.string().describe("the words"), to: z.string().describe("what replaces them") },
    ({ message, from, to }, ticket) =>
      editMessage(ticket, message, (old) => [
        {
          ...old,
          Html: old.Html?.replaceAll(escapeHtml(from), escapeHtml(to)) ?? null,
          Text: old.Text?.replaceAll(from, to) ?? null,
        },
      ]),
  ),
  remove: change("Removes a message.", { message }, (given, ticket) =>
    editMessage(ticket, given.message, () => []),
  ),
  restore: change(
    "Puts a removed message back in its place; without message, the whole ticket as it was at the start.",
    { message: message.optional().describe("the Id of the removed message") },
    (given, ticket, past) =>
      given.message === undefined ? past.original : restored(given.message, ticket, past),
  ),
  add: change(
    "Adds a message as the newest.",
    {
      text: z.string().optional().describe("what it says"),
      set: set.optional().describe("an object of fields that are not as they are made up"),
    },
    (given, ticket, past) => addedMessage(given.text ?? "One more message.", given.set ?? {}, ticket, past),
  ),
  empty: change("Empties the ticket; its details stay.", {}, (_given, ticket) => ({
    ...ticket,
    ConversationList: [],
  })),
  forget: change("Makes the number one that never was, without details.", {}, () => undefined),
  reorder: change("Reverses the order of messages and of attachments.", {}, (_given, ticket) => ({
    ...ticket,
    ConversationList: ticket.ConversationList.toReversed().map((one) => ({
      ...one,
      Attachments: one.Attachments?.toReversed() ?? null,
    })),
  })),
  "add-file": change(
    "Attaches a file to a message.",
    {
      message,
      name: z.string().describe("its FileName"),
      type: z.string().optional().describe('its ContentType ("text/plain" unless said)'),
      bytes,
    },
    ({ message, name, type = "text/plain", bytes = 20_000 }, ticket) =>
      editMessage(ticket, message, (old) => [addedFile(old, name, type, bytes)]),
  ),
  "edit-file": change("Sets fields of an attachment.", { file, set }, (given, ticket) =>
    editFile(ticket, given.file, (old) => [{ ...old, ...given.set }]),
  ),
  "replace-file": change(
    "Replaces an attachment by another of the same name, at a new path.",
    { file, bytes: bytes.describe("the new file's size (the old one's unless said)") },
    (given, ticket) =>
      editFile(ticket, given.file, (old) => [
        {
          ...old,
          FileSize: given.bytes ?? old.FileSize,
          ContentPath: `email/${uuidOf(old.ContentPath, "replaced")}`,
        },
      ]),
  ),
  "remove-file": change("Removes an attachment.", { file }, (given, ticket) =>
    editFile(ticket, given.file, () => []),
  ),
  "add-picture": change(
    "Shows a picture at the attachment host in a message's Html; no attachment lists it.",
    { message, signed },
    (given, ticket) =>
      editMessage(ticket, given.message, (old) => {
        const html = old.Html ?? "";
        const url = pictureUrl(
          `email/${uuidOf(String(old.Id), "picture", html.length)}`,
          given.signed ?? "fresh",
        );
        return [{ ...old, Html: `${html}<p><img src="${url}" width="240"></p>` }];
      }),
  ),
  "add-foreign-link": change(
    "Links a signed file at another company's host, in Html and Text.",
    { message, url: z.string().optional().describe("the whole URL") },
    (given, ticket) =>
      editMessage(ticket, given.message, (old) => {
        const url = given.url ?? FOREIGN_URL;
        const link = `<p><a href="${escapeHtml(url)}">the report</a></p>`;
        return [{ ...old, Html: `${old.Html ?? ""}${link}`, Text: `${old.Text ?? ""} ${url}` }];
      }),
  ),
  details: change(
    "Sets fields of the ticket's details.",
    {
      set: ticketDetails.describe("an object of SchemaNames (Title, Status, CustomData.…) and their values"),
    },
    (given, ticket) => ({ ...ticket, Details: { ...ticket.Details, ...given.set } }),
  ),
} satisfies Record<string, Row<unknown, Does>>;

const FOREIGN_URL =
  "https://files.example.org/report.pdf?X-Amz-Signature=0f1e2d3c&sig=abc%2Fdef&Signature=def&se=2026-01-01";

/** One change of a ticket, as data that also travels over the control interface. */
export type TicketChange = RequestFor<typeof changes>;
