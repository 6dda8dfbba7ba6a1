/** Faults that tests script: which request they hit, how often, and what then goes wrong. */
import type { Operation } from "./operations.ts";

/** What goes wrong. */
type FaultKind =
  /** Answered with this error, and not done: `{status: 503, code: "SlowDown"}`. */
  | { readonly kind: "error"; readonly status: number; readonly code: string; readonly retryAfter?: number }
  /** Status 200 with an `<Error>` in it, and not done, as CompleteMultipartUpload and CopyObject may answer. */
  | { readonly kind: "error-200"; readonly code?: string }
  /** The connection is cut before anything is done. */
  | { readonly kind: "reset" }
  /** Done, but the connection is cut instead of the reply; of a GET half of the body comes. */
  | { readonly kind: "reset-after" }
  /** Never answered, and not done. */
  | { readonly kind: "stall" }
  /** Done and answered after so many milliseconds. */
  | { readonly kind: "delay"; readonly milliseconds: number }
  /** CopyObject reports a checksum that is not the one of the bytes. */
  | { readonly kind: "corrupt-checksum" }
  /** Checksums are neither checked nor kept nor returned, as by servers that do not know them. */
  | { readonly kind: "no-checksum" }
  /** CopyObject overwrites whatever its If-None-Match and If-Match say. */
  | { readonly kind: "ignore-copy-conditions" };

export type Fault = FaultKind & {
  /** Any operation when left out. */
  readonly op?: Operation;
  /** The whole key, or a pattern; any when left out. */
  readonly key?: string | RegExp;
  /** How many requests it hits: 1 when left out, `Infinity` for good. */
  readonly times?: number;
};

export class Faults {
  #armed: { readonly fault: Fault; left: number }[] = [];

  add(fault: Fault): void {
    this.#armed.push({ fault, left: fault.times ?? 1 });
  }

  clear(): void {
    this.#armed = [];
  }

  /** The faults that this request meets; each is used up by one. Of those that end a request only the first counts. */
  take(op: Operation, key: string): Fault[] {
    const met: Fault[] = [];
    for (const armed of this.#armed) {
      const ended = met.some(endsRequest) && endsRequest(armed.fault);
      if (ended || !hits(armed.fault, op, key)) continue;
      armed.left -= 1;
      met.push(armed.fault);
    }
    this.#armed = this.#armed.filter(({ left }) => left > 0);
    return met;
  }
}

function endsRequest({ kind }: Fault): boolean {
  return (
    kind === "error" || kind === "error-200" || kind === "reset" || kind === "reset-after" || kind === "stall"
  );
}

function hits(fault: Fault, op: Operation, key: string): boolean {
  if (fault.op !== undefined && fault.op !== op) return false;
  if (fault.key === undefined) return true;
  return typeof fault.key === "string" ? fault.key === key : key.search(fault.key) !== -1;
}
