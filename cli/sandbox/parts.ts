/** The state of one running sandbox, shared by its endpoints. */
import { CallWindow } from "./api/call-window.ts";
import { ACCESS_KEY_CANARY, SECRET_KEY_CANARY } from "./canary.ts";
import { Catalogue } from "./catalogue/catalogue.ts";
import { FaultList } from "./faults/fault-list.ts";
import type { SandboxOptions } from "./options.ts";

export interface Counts {
  /** Calls of the conversation filter, whatever their answer. */
  apiCalls: number;
  /** Those of them that went beyond the limit. */
  rejected429: number;
  attachmentRequests: number;
  /** Bytes of attachment bodies handed to the network with status 200. */
  attachmentBytes: number;
  /** Requests anywhere but the API that carried LeadSquared's key headers: each is a leak. */
  leakedKeys: number;
}

export interface Keys {
  accessKey: string;
  secretKey: string;
}

export interface Parts {
  readonly orgId: number;
  readonly tenantId: number;
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
  return {
    orgId,
    tenantId: options.tenantId ?? orgId,
    delayMs: options.delayMs ?? 0,
    urlTtlSeconds: options.urlTtlSeconds ?? 3600,
    now: options.now ?? Date.now,
    keys: firstKeys(options),
    catalogue: new Catalogue({
      folder: options.ticketsFolder ?? `${import.meta.dirname}/tickets`,
      generated: options.tickets ?? 0,
      seed: options.seed ?? 1,
      attachmentBytes: options.attachmentBytes,
    }),
    faults: new FaultList(),
    window: new CallWindow({ calls: 25, windowMs: 5000, countRefused: false, ...options.limit }),
    counts: noCounts(),
  };
}

/** Makes everything as it was at the start: faults, counts, tickets and keys. */
export function resetParts(parts: Parts, options: SandboxOptions): void {
  parts.faults.clear();
  parts.catalogue.reset();
  parts.window.reset();
  Object.assign(parts.counts, noCounts());
  Object.assign(parts.keys, firstKeys(options));
}

function firstKeys(options: SandboxOptions): Keys {
  return {
    accessKey: options.accessKey ?? ACCESS_KEY_CANARY,
    secretKey: options.secretKey ?? SECRET_KEY_CANARY,
  };
}

function noCounts(): Counts {
  return { apiCalls: 0, rejected429: 0, attachmentRequests: 0, attachmentBytes: 0, leakedKeys: 0 };
}
