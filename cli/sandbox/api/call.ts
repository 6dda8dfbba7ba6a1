/** A call of the API, what it needs, and the checks that come before every answer: limit, then keys. */
import type { IncomingHttpHeaders } from "node:http";
import type { Catalogue } from "../catalogue/catalogue.ts";
import type { MintUrl } from "../catalogue/pictures.ts";
import type { FaultList } from "../faults/fault-list.ts";
import type { Answer } from "../reply.ts";
import { apiError } from "./error-bodies.ts";

export interface Call {
  /** The request line's path and query. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Whether the call came within the limit of calls. */
  readonly admitted: boolean;
}

export interface CallParts {
  readonly orgId: number;
  readonly seed: number;
  readonly keys: Keys;
  readonly catalogue: Pick<Catalogue, "ticket">;
  readonly faults: FaultList;
  readonly mintUrl: MintUrl;
}

export interface Keys {
  accessKey: string;
  secretKey: string;
}

/** Which error comes first when several apply is not documented. */
export function refusal(call: Call, keys: Keys, given: Keys): Answer | undefined {
  if (!call.admitted) return apiError(429);
  const right = given.accessKey === keys.accessKey && given.secretKey === keys.secretKey;
  return right ? undefined : apiError(401);
}

/** The keys in the headers of the Service CRM's calls. */
export function keysInHeaders({ headers }: Call): Keys {
  return { accessKey: String(headers["x-lsq-access-key"]), secretKey: String(headers["x-lsq-secret-key"]) };
}
