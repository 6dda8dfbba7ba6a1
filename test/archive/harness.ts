/** The archive flow wired to the sandbox and a store, as the CLI wires it, with a clock that stands still. */
import { Agent } from "undici";
import { type ArchiveDependencies, archiveTicket } from "../../shared/archive/archive-ticket.ts";
import { transferOpener } from "../../shared/archive/open-transfer.ts";
import type { Receipt } from "../../shared/archive/receipt.ts";
import { createClient } from "../../shared/leadsquared/client.ts";
import { staticCredentials } from "../../shared/leadsquared/credentials.ts";
import { guardedAgent } from "../../shared/leadsquared/guarded-agent.ts";
import { localPacer } from "../../shared/leadsquared/local-pacer.ts";
import type { TransferLimits } from "../../shared/leadsquared/transfer.ts";
import { type Logger, silentLogger } from "../../shared/log.ts";
import type { ObjectStore } from "../../shared/store/object-store.ts";

/** What the harness needs to know of a sandbox; also what a child process is told. */
export interface SandboxAccess {
  readonly origin: string;
  readonly orgId: number;
  readonly accessKey: string;
  readonly secretKey: string;
}

export interface HarnessOptions {
  readonly limits?: Partial<TransferLimits>;
  readonly attachmentHosts?: readonly string[];
  readonly log?: Logger;
  readonly isHeld?: (ticketId: number) => Promise<boolean>;
}

export interface Harness extends AsyncDisposable {
  readonly dependencies: ArchiveDependencies;
  archive(ticketId: number, requestedBy?: string): Promise<Receipt>;
}

export function harness(sandbox: SandboxAccess, store: ObjectStore, options: HarnessOptions = {}): Harness {
  const { origin, orgId } = sandbox;
  const { limits = {}, attachmentHosts = [origin], log = silentLogger, isHeld } = options;
  const account = { orgId, tenantId: orgId, baseUrl: origin, attachmentHosts };
  const api = new Agent();
  const attachments = guardedAgent(attachmentHosts);
  const dependencies: ArchiveDependencies = {
    account,
    client: createClient({
      account,
      credentials: staticCredentials({ accessKey: sandbox.accessKey, secretKey: sandbox.secretKey }),
      pacer: localPacer(),
      dispatcher: api,
      log,
      limits: { backoffMs: 1, deadlineMs: 5_000 },
    }),
    openTransfer: transferOpener({ attachmentHosts, dispatcher: attachments, limits }),
    store,
    log,
    now: () => new Date("2026-01-02T03:04:05.678Z"),
    backoffMs: 1,
    ...(isHeld && { isHeld }),
  };
  return {
    dependencies,
    archive: (ticketId, requestedBy = "tests") =>
      archiveTicket(dependencies, { orgId, ticketId, reason: "test", requestedBy }),
    async [Symbol.asyncDispose]() {
      await Promise.all([api.destroy(), attachments.destroy()]);
    },
  };
}
