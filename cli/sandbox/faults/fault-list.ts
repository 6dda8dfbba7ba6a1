/** The faults that are still to strike: the oldest that fits is used, once for each request. */
import { UsageError } from "../../../shared/errors.ts";
import { isAbout } from "../catalogue/edits.ts";
import type { SandboxAttachment } from "../catalogue/ticket-schema.ts";
import { type ApiFault, type AttachmentFault, type Fault, fault as faultSchema } from "./fault.ts";

interface Pending {
  readonly fault: Fault;
  left: number;
}

export class FaultList {
  #pending: Pending[] = [];

  /** @throws UsageError for what is no fault */
  add(request: object): void {
    const parsed = faultSchema.safeParse(request);
    if (!parsed.success) throw new UsageError(`the body is no fault: ${parsed.error.message}`);
    this.#pending.push({ fault: parsed.data, left: parsed.data.times ?? Number.POSITIVE_INFINITY });
  }

  clear(): void {
    this.#pending = [];
  }

  /** Takes the fault for a call of the API about `ticketId`. */
  takeForApi(ticketId: number): ApiFault | undefined {
    return this.#take((fault): fault is ApiFault => fault.on === "api" && concerns(fault, ticketId));
  }

  /** Takes the fault for a request of `attachment`, which belongs to `ticketId`. */
  takeForAttachment(ticketId: number, attachment: SandboxAttachment): AttachmentFault | undefined {
    return this.#take(
      (fault): fault is AttachmentFault =>
        fault.on === "attachment" && concerns(fault, ticketId) && isAbout(fault.file, attachment),
    );
  }

  #take<Kind extends Fault>(fits: (fault: Fault) => fault is Kind): Kind | undefined {
    for (const pending of this.#pending) {
      const { fault } = pending;
      if (pending.left > 0 && fits(fault)) {
        pending.left -= 1;
        return fault;
      }
    }
    return undefined;
  }
}

function concerns(fault: Fault, ticketId: number): boolean {
  return fault.ticketId === undefined || fault.ticketId === ticketId;
}
