/** The state of one running sandbox, shared by its endpoints. */
import type { Keys } from "./api/call.ts";
import { CallWindow } from "./api/call-window.ts";
import { ACCESS_KEY_CANARY, SECRET_KEY_CANARY } from "./canary.ts";
import { Catalogue } from "./catalogue/catalogue.ts";
import { FaultList } from "./faults/fault-list.ts";
import type { SandboxOptions } from "./options.ts";

export interface Counts {
  /** Calls of the conversation filter, whatever their answer. */
  apiCalls: number;
  /** Calls for the details of a ticket, and for the list of users. */
  detailsCalls: number;
  usersCalls: number;
  /** Those of all these calls that went beyond the limit. */
  rejected429: number;
  attachmentRequests: number;
  /** Bytes of attachment bodies handed to the network with status 200. */
  attachmentBytes: number;
  /** Requests anywhere but the Service CRM's API that carried LeadSquared's key headers: each is a leak. */
  leakedKeys: number;
}

export interface Parts {
  readonly orgId: number;
  readonly tenantId: number;
  readonly seed: number;
  /** Milliseconds before every answer. */
  readonly delayMs: number;
  /** Seconds for which a minted URL is good. */
  readonly urlTtlSeconds: number;
  readonly now: () => number;
  readonly keys: Keys;
  readonly catalogue: Catalogue;
  readonly faults: FaultList;
  readonly window: CallWindow;
  readonly counts: Counts;
}

export function makeParts(options: SandboxOptions): Parts {
  const orgId = options.orgId ?? 22_824;
  const seed = options.seed ?? 1;
  const faults = new FaultList();
  addFirstFaults(faults, options);
  return {
    orgId,
    tenantId: options.tenantId ?? orgId,
    seed,
    delayMs: options.delayMs ?? 0,
    urlTtlSeconds: options.urlTtlSeconds ?? 3600,
    now: options.now ?? Date.now,
    keys: firstKeys(options),
    catalogue: new Catalogue({
      folder: options.ticketsFolder ?? `${import.meta.dirname}/tickets`,
      generated: options.tickets ?? 0,
      seed,
      attachmentBytes: options.attachmentBytes,
    }),
    faults,
    window: new CallWindow({ calls: 25, windowMs: 5000, countRefused: false, ...options.limit }),
    counts: noCounts(),
  };
}

/** Makes everything as it was at the start: faults, counts, tickets and keys. */
export function resetParts(parts: Parts, options: SandboxOptions): void {
  parts.faults.clear();
  addFirstFaults(parts.faults, options);
  parts.catalogue.reset();
  parts.window.reset();
  Object.assign(parts.counts, noCounts());
  Object.assign(parts.keys, firstKeys(options));
}

function addFirstFaults(faults: FaultList, options: SandboxOptions): void {
  for (const fault of options.faults ?? []) faults.add(fault);
}

function firstKeys(options: SandboxOptions): Keys {
  return {
    accessKey: options.accessKey ?? ACCESS_KEY_CANARY,
    secretKey: options.secretKey ?? SECRET_KEY_CANARY,
  };
}

function noCounts(): Counts {
  return {
    apiCalls: 0,
    detailsCalls: 0,
    usersCalls: 0,
    rejected429: 0,
    attachmentRequests: 0,
    attachmentBytes: 0,
    leakedKeys: 0,
  };
}
