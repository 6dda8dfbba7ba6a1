/** The archive flow on the sandbox and a store, opened as the product opens it, with a clock that stands still. */
import {
  type Archiver,
  type ArchiverParts,
  openArchiver,
  type Tuning,
} from "../../shared/archive/archiver.ts";
import type { ArchivedReceipt, Receipt } from "../../shared/archive/receipt.ts";
import type { CredentialsReader } from "../../shared/leadsquared/account.ts";
import { staticCredentials } from "../../shared/leadsquared/credentials.ts";
import { localPacer } from "../../shared/leadsquared/local-pacer.ts";
import { VENDOR_PACE } from "../../shared/leadsquared/pace.ts";
import type { Pacer } from "../../shared/leadsquared/pacer.ts";
import { type Logger, silentLogger } from "../../shared/log.ts";
import type { ObjectStore } from "../../shared/store/object-store.ts";

/** What the harness needs to know of a sandbox; also what a child process is told. */
export interface SandboxAccess {
  readonly origin: string;
  readonly orgId: number;
  readonly accessKey: string;
  readonly secretKey: string;
}

export interface HarnessOptions extends Pick<Tuning, "client" | "transfer" | "now"> {
  readonly attachmentHosts?: readonly string[];
  readonly detailsPath?: string;
  readonly log?: Logger;
  readonly pacer?: Pacer;
  readonly credentials?: CredentialsReader;
  readonly onSeen?: ArchiverParts["onSeen"];
}

export interface Harness extends AsyncDisposable {
  /** Of a ticket that LeadSquared has something of. */
  archive(ticketId: number, requestedBy?: string): Promise<ArchivedReceipt>;
  /** As the product calls it. */
  request: Archiver["archive"];
}

export function harness(sandbox: SandboxAccess, store: ObjectStore, options: HarnessOptions = {}): Harness {
  const { origin, orgId, accessKey, secretKey } = sandbox;
  const { transfer = {}, attachmentHosts = [origin], detailsPath, log = silentLogger } = options;
  const pacer = options.pacer ?? localPacer(VENDOR_PACE);
  const archiver = openArchiver({
    account: { orgId, tenantId: orgId, baseUrl: origin, attachmentHosts, detailsPath },
    credentials: options.credentials ?? staticCredentials({ accessKey, secretKey }),
    pacer,
    store,
    log,
    ...(options.onSeen && { onSeen: options.onSeen }),
    tuning: {
      client: { backoffMs: 1, ...options.client },
      transfer,
      backoffMs: 1,
      now: options.now ?? (() => new Date("2026-01-02T03:04:05.678Z")),
    },
  });
  return {
    archive: async (ticketId, requestedBy = "tests") =>
      archived(await archiver.archive({ orgId, ticketId, reason: "test", requestedBy })),
    request: archiver.archive,
    [Symbol.asyncDispose]: () => archiver[Symbol.asyncDispose](),
  };
}

/** The receipt of a ticket that has an archive. */
export function archived(receipt: Receipt): ArchivedReceipt {
  if (receipt.outcome === "empty") throw new Error(`ticket ${receipt.ticketId} is empty`);
  return receipt;
}
