/** `/__sandbox/…`: how other processes watch and steer a running sandbox. */
import { UsageError } from "../../shared/errors.ts";
import { readTicket } from "./catalogue/ticket-schema.ts";
import { readObject } from "./on-demand.ts";
import type { Parts } from "./parts.ts";
import { type Answer, jsonAnswer } from "./reply.ts";
import type { Sandbox } from "./running.ts";

interface Call {
  readonly sandbox: Sandbox;
  readonly parts: Parts;
  readonly body: string;
  /** The `{id}` of the path. */
  readonly ticketId: number;
}

/** By method and path; what is given back is the answer, `{"done": true}` where nothing is. */
const actions: Readonly<Record<string, (call: Call) => unknown>> = {
  "GET counts": ({ sandbox }) => ({ ...sandbox.counts, maxCallsInWindow: sandbox.maxCallsInWindow() }),
  "POST faults": ({ parts, body }) => parts.faults.add(readObject("fault", body)),
  "POST clear-faults": ({ sandbox }) => sandbox.clearFaults(),
  "POST reset": ({ sandbox }) => sandbox.reset(),
  "POST rotate-keys": ({ sandbox }) => sandbox.rotateKeys(),
  "GET tickets/{id}": ({ sandbox, ticketId }) => sandbox.ticket(ticketId) ?? noTicket,
  "POST tickets/{id}": ({ sandbox, ticketId, body }) =>
    sandbox.setTicket(ticketId, readTicket("the ticket", readObject("ticket", body))),
  "POST tickets/{id}/changes": ({ parts, ticketId, body }) =>
    parts.catalogue.change(ticketId, readObject("change", body)),
};

const noTicket = { error: "there is no such ticket" };

/** Answers `action` (`POST faults`, say); what is wrong with a request stands in the answer. */
export function control(action: string, body: string, sandbox: Sandbox, parts: Parts): Answer {
  const ticketId = Number(/ tickets\/(\d+)/.exec(action)?.[1]);
  const found = actions[action.replace(/ tickets\/\d+/, " tickets/{id}")];
  if (found === undefined) {
    return jsonAnswer(404, { error: `there is no ${action}`, actions: Object.keys(actions) });
  }
  try {
    const result = found({ sandbox, parts, body, ticketId }) ?? { done: true };
    return jsonAnswer(result === noTicket ? 404 : 200, result);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return jsonAnswer(400, { error: error.message });
  }
}
