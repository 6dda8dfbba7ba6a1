/** What the sandbox's own tests ask it with: one call of the API, one raw GET. */
import { type IncomingMessage, type RequestOptions, request } from "node:http";
import type { Sandbox } from "../../../cli/sandbox/sandbox.ts";

const ALL_TYPES = ["InboundEmail", "OutboundEmail", "PortalInbound", "PortalOutbound"];

export interface Overrides {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Replaces single fields of the documented body, or the whole as text. */
  readonly body?: Readonly<Record<string, unknown>> | string;
}

/** A correct call for `ticketId`, but for the overrides. */
export async function ask(sandbox: Sandbox, ticketId: number, change: Overrides = {}): Promise<Response> {
  const right = { TicketId: ticketId, OrgId: sandbox.orgId, ActivityType: ALL_TYPES };
  return await fetch(
    `${sandbox.origin}${change.path ?? `/api/tenants/${sandbox.tenantId}/conversation/filter`}`,
    {
      method: change.method ?? "POST",
      redirect: "manual",
      headers: {
        "X-LSQ-ACCESS-KEY": sandbox.accessKey,
        "X-LSQ-SECRET-KEY": sandbox.secretKey,
        "Content-Type": "application/json",
        ...change.headers,
      },
      ...(change.method === "GET"
        ? {}
        : {
            body:
              typeof change.body === "string" ? change.body : JSON.stringify({ ...right, ...change.body }),
          }),
    },
  );
}

interface AnsweredAttachment {
  readonly FileName: string;
  readonly FileSize: unknown;
  readonly ContentType: string;
  readonly ContentPath: string;
  readonly ContentId: string | null;
  readonly Ttl: number;
}

export interface AnsweredTicket {
  readonly Total: unknown;
  readonly Conversations: null;
  readonly ConversationList: readonly {
    readonly RelatedActivityType: string;
    readonly Html: string;
    readonly Text: string;
    readonly CreatedOn: string;
    readonly CreatedBy: string;
    readonly Id: number;
    readonly Attachments: readonly AnsweredAttachment[];
  }[];
}

/** The answer's JSON, taken for the documented shape. */
export async function ticketOf(response: Response): Promise<AnsweredTicket> {
  const value: AnsweredTicket = JSON.parse(await response.text());
  return value;
}

export async function attachmentsOf(sandbox: Sandbox, ticketId: number): Promise<AnsweredAttachment[]> {
  const ticket = await ticketOf(await ask(sandbox, ticketId));
  return ticket.ConversationList.flatMap((conversation) => conversation.Attachments);
}

/** A freshly minted URL of the ticket's first attachment. */
export async function firstUrl(sandbox: Sandbox, ticketId = 143): Promise<string> {
  const [attachment] = await attachmentsOf(sandbox, ticketId);
  if (attachment === undefined) {
    throw new Error(`ticket ${ticketId} has no attachment`);
  }
  return attachment.ContentPath;
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
  /** The error's code when the body ended before its time, `ENOUGH` when that was ours. */
  readonly error: string | undefined;
}

/** A correct call for `ticketId`, and its answer as it came over the wire. */
export function rawAsk(sandbox: Sandbox, ticketId: number): Promise<RawAnswer> {
  const { origin, tenantId, orgId, accessKey, secretKey } = sandbox;
  const headers = {
    "X-LSQ-ACCESS-KEY": accessKey,
    "X-LSQ-SECRET-KEY": secretKey,
    "Content-Type": "application/json",
  };
  const body = JSON.stringify({ TicketId: ticketId, OrgId: orgId, ActivityType: ALL_TYPES });
  const url = `${origin}/api/tenants/${tenantId}/conversation/filter`;
  return raw(url, Number.POSITIVE_INFINITY, { method: "POST", headers }, body);
}

/**
 * GETs `url` over a connection of its own: nothing inflated, no redirect followed, and what came before an error kept.
 * Rejects when the connection ends before any header came. What has brought `enough` bytes is listened to for another
 * 200 ms.
 */
export function rawGet(url: string, enough = Number.POSITIVE_INFINITY): Promise<RawAnswer> {
  return raw(url, enough, {});
}

function raw(url: string, enough: number, options: RequestOptions, sentBody?: string): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const stop = new AbortController();
    let begun = false;
    const sent = request(url, { ...options, agent: false, signal: stop.signal }, (response) => {
      begun = true;
      const pieces: Buffer[] = [];
      const finish = (error: string | undefined) => {
        const { statusCode: status = 0, headers } = response;
        resolve({ status, headers, body: Buffer.concat(pieces), error });
      };
      let received = 0;
      response.on("data", (piece: Buffer) => {
        pieces.push(piece);
        if (received < enough && received + piece.length >= enough) setTimeout(() => stop.abort(), 200);
        received += piece.length;
      });
      response.on("end", () => finish(undefined));
      response.on("error", (error: NodeJS.ErrnoException) =>
        finish(stop.signal.aborted ? "ENOUGH" : error.code),
      );
    });
    // A response that has begun is told of the error as well.
    sent.on("error", (error) => {
      if (!begun) {
        reject(error);
      }
    });
    sent.end(sentBody);
  });
}
