/** What a sandbox can be told when it starts, and the check that it makes sense. */
import { UsageError } from "../../shared/errors.ts";
import type { CallLimit } from "./api/call-window.ts";
import { SMALLEST_PNG } from "./files/png.ts";

export interface SandboxOptions {
  /** Port on 127.0.0.1; any free one unless said. */
  readonly port?: number;
  /** 22824 unless said. */
  readonly orgId?: number;
  /** The org id unless said. */
  readonly tenantId?: number;
  readonly accessKey?: string;
  readonly secretKey?: string;
  /** Holds `{id}.json` in the shape of the documented answer; the folder with ticket 143 unless said. */
  readonly ticketsFolder?: string;
  /** How many tickets to generate beside those of the folder, with ids from 1000; none unless said. */
  readonly tickets?: number;
  /** Other seeds give other generated tickets; 1 unless said. */
  readonly seed?: number;
  /** Size of every generated attachment in bytes; varied between 200 B and 60 KB unless said. */
  readonly attachmentBytes?: number;
  /** 25 calls in any 5000 ms, refused ones not counted, unless said. */
  readonly limit?: Partial<CallLimit>;
  /** Seconds for which an attachment URL is good; 3600 unless said. */
  readonly urlTtlSeconds?: number;
  /** Milliseconds to wait before every answer of the API and every attachment; none unless said. */
  readonly delayMs?: number;
  /** Faults from the start, until they are cleared. */
  readonly faults?: readonly object[];
  /** The clock of the call limit and of the URLs, in milliseconds since 1970. */
  readonly now?: () => number;
}

/** @throws UsageError naming the first option that cannot be used */
export function checkOptions(options: SandboxOptions): void {
  check("port", options.port, 0, 65_535);
  check("orgId", options.orgId, 1, Number.MAX_SAFE_INTEGER);
  check("tenantId", options.tenantId, 1, Number.MAX_SAFE_INTEGER);
  check("tickets", options.tickets, 0, 10_000_000);
  check("seed", options.seed, 0, Number.MAX_SAFE_INTEGER);
  check("attachmentBytes", options.attachmentBytes, SMALLEST_PNG, 9_999_999_999);
  check("urlTtlSeconds", options.urlTtlSeconds, 1, 604_800);
  check("delayMs", options.delayMs, 0, 3_600_000);
}

function check(name: string, value: number | undefined, smallest: number, largest: number): void {
  if (value !== undefined && !(Number.isInteger(value) && value >= smallest && value <= largest)) {
    throw new UsageError(
      `the sandbox's ${name} is ${value}: give a whole number from ${smallest} to ${largest}`,
    );
  }
}
