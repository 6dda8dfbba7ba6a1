/** What a running sandbox shows and can be told, and the hooks around its requests. */
import type { IncomingHttpHeaders } from "node:http";
import type { Keys } from "./api/call.ts";
import type { TicketChange } from "./catalogue/changes.ts";
import type { SandboxTicket } from "./catalogue/ticket-schema.ts";
import type { Fault } from "./faults/fault.ts";
import type { Counts } from "./parts.ts";

/** What a hook is told of a request to the API (conversations), for details, users or an attachment. */
export interface RequestInfo {
  /** 1 for the first such request that the sandbox got. */
  readonly number: number;
  readonly target: "api" | "details" | "users" | "attachment";
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly ticketId: number | undefined;
  readonly headers: IncomingHttpHeaders;
}

type Hook = (request: RequestInfo) => void | Promise<void>;

export interface Sandbox {
  /** `http://127.0.0.1:PORT`: base URL of the API and host of the attachments. */
  readonly origin: string;
  readonly orgId: number;
  readonly tenantId: number;
  /** The keys that are accepted now. */
  readonly accessKey: string;
  readonly secretKey: string;
  /** Every ticket's id, in ascending order. */
  readonly ticketIds: readonly number[];
  /** What has happened until now. */
  readonly counts: Readonly<Counts>;
  /** Awaited before a request to the API or for an attachment is handled. */
  onRequest: Hook | undefined;
  /** Awaited when such a request has been handled, before any of the reply is sent. */
  onResponse: Hook | undefined;
  /** The most calls, refused ones included, that arrived within any one window of the call limit. */
  maxCallsInWindow(): number;
  /**
   * Makes something go wrong from now on; of several faults that fit, the oldest with times left is used.
   * @throws UsageError for what is no fault
   */
  fault(fault: Fault): void;
  clearFaults(): void;
  ticket(id: number): SandboxTicket | undefined;
  /** Adds or replaces a ticket. Attachments that it no longer has can still be fetched, as in a bucket. */
  setTicket(id: number, ticket: SandboxTicket): void;
  /** Changes a ticket, one change after the other. @throws UsageError for a change that cannot be made */
  change(id: number, ...changes: readonly TicketChange[]): void;
  /** Replaces the keys; the old ones are refused from now on. */
  rotateKeys(): Keys;
  /** Makes everything as it was at the start, except for the hooks. */
  reset(): void;
  /** Ends open connections too. */
  close(): Promise<void>;
}
