/** `/__sandbox/…`: how other processes watch and steer a running sandbox. */
import { sandboxTicket } from "./catalogue/ticket-schema.ts";
import { fault } from "./faults/fault.ts";
import { type Answer, jsonAnswer } from "./reply.ts";
import type { Sandbox } from "./sandbox.ts";

const usage = [
  "GET counts",
  "POST faults (one fault as JSON)",
  "POST clear-faults",
  "POST reset",
  "POST rotate-keys",
  "GET tickets/{id}",
  "POST tickets/{id} (a ticket as JSON)",
];

/** Answers `action` (`POST faults`, say); what is wrong with a request stands in the answer. */
export function control(action: string, body: string, sandbox: Sandbox): Answer {
  const ticketId = /^(GET|POST) tickets\/(\d+)$/.exec(action)?.[2];
  if (ticketId !== undefined) {
    return action.startsWith("GET")
      ? readTicket(Number(ticketId), sandbox)
      : replaceTicket(Number(ticketId), body, sandbox);
  }
  switch (action) {
    case "GET counts":
      return jsonAnswer(200, { ...sandbox.counts, maxCallsInWindow: sandbox.maxCallsInWindow() });
    case "POST faults":
      return addFault(body, sandbox);
    case "POST clear-faults":
      sandbox.clearFaults();
      return done();
    case "POST reset":
      sandbox.reset();
      return done();
    case "POST rotate-keys":
      return jsonAnswer(200, sandbox.rotateKeys());
    default:
      return jsonAnswer(404, { error: `no such action: ${action}`, actions: usage });
  }
}

function addFault(body: string, sandbox: Sandbox): Answer {
  const parsed = fault.safeParse(parseJson(body));
  if (!parsed.success) {
    return refused("no fault", parsed.error.message);
  }
  sandbox.fault(parsed.data);
  return done();
}

function readTicket(id: number, sandbox: Sandbox): Answer {
  const ticket = sandbox.ticket(id);
  return ticket === undefined ? jsonAnswer(404, { error: `no ticket ${id}` }) : jsonAnswer(200, ticket);
}

function replaceTicket(id: number, body: string, sandbox: Sandbox): Answer {
  const parsed = sandboxTicket.safeParse(parseJson(body));
  if (!parsed.success) {
    return refused("no ticket", parsed.error.message);
  }
  sandbox.setTicket(id, parsed.data);
  return done();
}

/** Undefined for what is no JSON, which no schema accepts. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function done(): Answer {
  return jsonAnswer(200, { done: true });
}

function refused(what: string, why: string): Answer {
  return jsonAnswer(400, { error: `the body is ${what}: ${why}` });
}
