/** The faults that are still to strike: the oldest that fits is used, once for each request. */
import { UsageError } from "../../../shared/errors.ts";
import { isAbout } from "../catalogue/edits.ts";
import type { SandboxAttachment } from "../catalogue/ticket-schema.ts";
import { type Row, readRequest, shown } from "../on-demand.ts";
import { faults } from "./fault.ts";
import type { Strike } from "./strike.ts";

export class FaultList {
  readonly api = new Pending("api", faults.api);
  readonly details = new Pending("details", faults.details);
  readonly users = new Pending("users", faults.users);
  readonly attachment = new Pending("attachment", faults.attachment);

  /** @throws UsageError for what is no fault, saying what one would be */
  add(request: object): void {
    const { on, ...fault }: { readonly on?: unknown } = request;
    const pending = this.#all().find((one) => one.on === on);
    if (pending === undefined) {
      const known = Object.keys(faults).join(", ");
      throw new UsageError(`the fault is on ${shown(on)}: "on" is one of ${known}`);
    }
    pending.add(fault);
  }

  clear(): void {
    for (const pending of this.#all()) pending.clear();
  }

  #all() {
    return [this.api, this.details, this.users, this.attachment];
  }
}

/** The faults of one kind of request. */
class Pending<Right, Context> {
  readonly on: string;
  readonly #table: Readonly<Record<string, Row<unknown, Strike<Right, Context>>>>;
  #left: { readonly strike: Strike<Right, Context>; times: number }[] = [];

  constructor(on: string, table: Readonly<Record<string, Row<unknown, Strike<Right, Context>>>>) {
    this.on = on;
    this.#table = table;
  }

  add(request: object): void {
    const strike = readRequest(`fault on "${this.on}"`, this.#table, request);
    this.#left.push({ strike, times: strike.where.times ?? Number.POSITIVE_INFINITY });
  }

  clear(): void {
    this.#left = [];
  }

  /** Takes the fault for a request about `ticketId`, and `attachment` where one is fetched. */
  take(
    ticketId: number | undefined,
    attachment?: SandboxAttachment,
  ): Strike<Right, Context>["reply"] | undefined {
    const found = this.#left.find(
      ({ strike: { where }, times }) =>
        times > 0 &&
        (where.ticketId === undefined || where.ticketId === ticketId) &&
        (attachment === undefined || isAbout(where.file, attachment)),
    );
    if (found !== undefined) found.times -= 1;
    return found?.strike.reply;
  }
}
