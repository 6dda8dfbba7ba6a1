/**
 * A stand-in for LeadSquared and its attachment bucket: a real HTTP server on this machine. For tests:
 *
 *     const sandbox = await startSandbox({ tickets: 20 });        // 143 and 1000 to 1019
 *     sandbox.change(143, { kind: "remove", message: 131 });      // edits the source: catalogue/changes.ts
 *     sandbox.fault({ on: "api", kind: "status", status: 502 });  // makes something go wrong: faults/fault.ts
 *     sandbox.clearFaults();                                      // all is well again; reset() undoes changes too
 *     sandbox.counts                                              // calls, downloads, refusals, leaked keys
 *     sandbox.onRequest = ({ target }) => …                       // runs before a request is handled
 *     await sandbox.close();
 *
 * Other processes do the same over `/__sandbox/…` (`control.ts`). `npm run sandbox -- --help` explains every change and
 * fault.
 */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { UsageError } from "../../shared/errors.ts";
import { checkOptions, type SandboxOptions } from "./options.ts";
import { makeParts, resetParts } from "./parts.ts";
import type { Sandbox } from "./running.ts";
import { serve } from "./server.ts";

export type { Sandbox } from "./running.ts";

/** @throws UsageError for an option or a ticket file that cannot be used, or a port that is taken */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  checkOptions(options);
  const parts = makeParts(options);
  let rotations = 0;
  // Connections outlive the pause between two bursts of a paced client; long file names make long request lines.
  const server = createServer({ keepAliveTimeout: 75_000, maxHeaderSize: 65_536 }, (request, response) => {
    void serve(request, response, parts, sandbox);
  });
  const origin = `http://127.0.0.1:${await listen(server, options.port ?? 0)}`;

  const sandbox: Sandbox = {
    origin,
    orgId: parts.orgId,
    tenantId: parts.tenantId,
    get accessKey() {
      return parts.keys.accessKey;
    },
    get secretKey() {
      return parts.keys.secretKey;
    },
    get ticketIds() {
      return parts.catalogue.ids();
    },
    get counts() {
      return { ...parts.counts };
    },
    onRequest: undefined,
    onResponse: undefined,
    maxCallsInWindow: () => parts.window.busiest,
    fault: (fault) => parts.faults.add(fault),
    clearFaults: () => parts.faults.clear(),
    ticket: (id) => parts.catalogue.ticket(id),
    setTicket: (id, ticket) => parts.catalogue.replace(id, ticket),
    change: (id, ...changes) => {
      for (const change of changes) parts.catalogue.change(id, change);
    },
    rotateKeys: () => {
      rotations += 1;
      parts.keys.accessKey += `-${rotations}`;
      parts.keys.secretKey += `-${rotations}`;
      return { ...parts.keys };
    },
    reset: () => resetParts(parts, options),
    close: () => close(server),
  };
  return sandbox;
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause) =>
      reject(new UsageError(`cannot listen on 127.0.0.1:${port}: choose another port`, { cause })),
    );
    server.listen(port, "127.0.0.1", resolve);
  });
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === "string") {
    throw new TypeError("the sandbox's server has no port");
  }
  return address.port;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error === undefined ? resolve() : reject(error)));
    server.closeAllConnections();
  });
}
