/** What a fault comes down to: whom it strikes, and what it makes of the right answer. */
import type { IncomingHttpHeaders } from "node:http";
import * as z from "zod";
import type { ConversationAnswer } from "../api/conversations.ts";
import type { SandboxFile } from "../files/file-of.ts";
import { type Fields, fieldsOf, type Given, type Row, row } from "../on-demand.ts";
import { type Answer, answer, type Reply } from "../reply.ts";
import { jsonText } from "./json-texts.ts";

/** Which requests are struck: those of one ticket or file or of all, and how many of them (all unless said). */
interface Where {
  readonly ticketId?: number | undefined;
  readonly times?: number | undefined;
  readonly file?: string | undefined;
}

export interface Strike<Right, Context> {
  readonly where: Where;
  readonly reply: (right: Right, context: Context) => Reply | Promise<Reply>;
}

/** A call that is struck. */
export interface StruckCall {
  /** The request line's path and query. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

/** A call of the conversation filter that is struck. */
export interface StruckFilter extends StruckCall {
  /** A fresh URL for a file of the ticket, by its path (`email/{uuid}`). */
  readonly mint: (path: string) => string;
  /** The right answer about another ticket. */
  readonly answerAbout: (ticketId: number) => ConversationAnswer;
}

/** A request for a file that is struck. */
export interface StruckFile {
  readonly file: SandboxFile;
  /** Milliseconds since 1970. */
  readonly now: number;
}

const everywhere = {
  ticketId: z.int().optional().describe("the number of the one ticket that is struck"),
  times: z.int().positive().optional().describe("how many requests are struck"),
};
const fileWhere = {
  ...everywhere,
  file: z.string().optional().describe("the FileName or ContentPath of the one file that is struck"),
};

/** What every fault takes besides its own fields. */
export const WHERE = fieldsOf(fileWhere);

type Made = Reply | Promise<Reply>;

/** A fault of any call that is answered in JSON. */
export function callFault<Shape extends z.ZodRawShape>(
  says: string,
  takes: Shape,
  does: (given: Given<Shape>, right: object, call: StruckCall) => Made,
): Row<Fields<Shape> & Fields<typeof everywhere>, Strike<object, StruckCall>> {
  return row(says, takes, everywhere, (given, where) => ({
    where,
    reply: (right, call) => does(given, right, call),
  }));
}

/** A fault in what the conversation filter answers: `does` gives the wrong answer. */
export function contentFault<Shape extends z.ZodRawShape>(
  says: string,
  takes: Shape,
  does: (given: Given<Shape>, right: ConversationAnswer, call: StruckFilter) => object,
): Row<Fields<Shape> & Fields<typeof everywhere>, Strike<ConversationAnswer, StruckFilter>> {
  return row(says, takes, everywhere, (given, where) => ({
    where,
    reply: (right, call) => answer(200, "application/json", jsonText(does(given, right, call))),
  }));
}

/** A fault of the host of the attachments. */
export function fileFault<Shape extends z.ZodRawShape>(
  says: string,
  takes: Shape,
  does: (given: Given<Shape>, right: Answer, struck: StruckFile) => Made,
): Row<Fields<Shape> & Fields<typeof fileWhere>, Strike<Answer, StruckFile>> {
  return row(says, takes, fileWhere, (given, where) => ({
    where,
    reply: (right, struck) => does(given, right, struck),
  }));
}
