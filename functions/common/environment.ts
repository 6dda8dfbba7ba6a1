/** Reads a function's environment: all that is missing or malformed is named together, and never a value. */
import * as z from "zod";
import { UsageError } from "../../shared/errors.ts";
import { LOG_LEVELS } from "../../shared/json-logger.ts";
import { DEFAULT_ATTACHMENT_HOSTS, parseAllowedHost } from "../../shared/leadsquared/allowed-hosts.ts";
import { DEFAULT_CALLS } from "../../shared/leadsquared/call-limits.ts";
import { checkedDetailsPath, conversationEndpoint } from "../../shared/leadsquared/endpoint.ts";
import { ENV } from "../../shared/names.ts";
import { parseOrgId } from "../../shared/ticket/ids.ts";

/** A text that must be given. */
export const text = z.string({ error: "is missing" }).trim();

export const url = text.refine((given) => URL.canParse(given), "is no address such as https://host/path");

/** Entries separated by commas. */
export const list = text
  .transform((given) => given.split(",").flatMap((entry) => entry.trim() || []))
  .refine((entries) => entries.length > 0, "has no entries");

/** Whether `parse` takes the value. What it throws is not told, since it may quote the value. */
export function taken<T>(parse: (given: T) => unknown): (given: T) => boolean {
  return (given) => {
    try {
      parse(given);
      return true;
    } catch {
      return false;
    }
  };
}

const accountNumber = text
  .refine(taken(parseOrgId), "is no account number such as 22824")
  .transform((given) => parseOrgId(given));

/** What every function is told. */
export const common = {
  [ENV.orgId]: accountNumber,
  [ENV.logLevel]: z.enum(LOG_LEVELS, { error: `must be one of ${LOG_LEVELS.join(", ")}` }).default("info"),
};

const number = (isAllowed: (given: number) => boolean, allowed: string) =>
  text.transform(Number).refine(isAllowed, `is not ${allowed}`);
const isWhole = (from: number, to: number) => (given: number) =>
  Number.isInteger(given) && given >= from && given <= to;

/** How often something is done, and how long all of it may take. */
export const hours = number(isWhole(1, 1_000), "a number of hours");
export const days = number(isWhole(1, 1_000), "a number of days");

/** The company's limits of calls, and our part of them. */
export const calls = {
  [ENV.callsPerWindow]: number(isWhole(1, 25), "a number of calls from 1 to 25").default(
    DEFAULT_CALLS.perWindow,
  ),
  [ENV.callsPerDay]: number(isWhole(1, 1e9), "a number of calls from 1").optional(),
  [ENV.callsShare]: number((given) => given > 0 && given <= 1, "a part above 0 and up to 1").default(
    DEFAULT_CALLS.share,
  ),
};

/** What the functions are told that talk to LeadSquared. */
export const account = {
  [ENV.tenantId]: accountNumber.optional(),
  [ENV.baseUrl]: text
    .refine(
      taken((baseUrl: string) =>
        conversationEndpoint({ orgId: 1, tenantId: 1, baseUrl, attachmentHosts: [] }),
      ),
      "is no API address such as https://host (http:// is for a stand-in on this machine)",
    )
    .transform((given) => given.replace(/\/+$/, "")),
  [ENV.attachmentHosts]: list
    .refine(
      taken((hosts: readonly string[]) => hosts.forEach(parseAllowedHost)),
      "has an entry that is neither a host pattern such as bucket-*.s3.*.amazonaws.com nor an origin such as https://host",
    )
    .default([...DEFAULT_ATTACHMENT_HOSTS]),
  ...calls,
  [ENV.detailsPath]: text
    .refine(taken(checkedDetailsPath), 'is neither a path with {ticketId} in it nor "off"')
    .optional(),
  [ENV.credentialsSecret]: text,
  [ENV.paceTable]: text,
  [ENV.indexTable]: text,
};

export type AccountSettings = z.output<z.ZodObject<typeof common & typeof account>>;

/**
 * What `shape` says of these variables; an empty one counts as none.
 * @throws UsageError naming every variable that cannot be used
 */
export function readEnvironment<Shape extends z.ZodRawShape>(
  shape: Shape,
  environment: Readonly<Record<string, string | undefined>>,
): z.output<z.ZodObject<Shape>> {
  const given = Object.entries(environment).filter(([, value]) => value?.trim());
  const result = z.object(shape).safeParse(Object.fromEntries(given));
  if (result.success) return result.data;
  const wrong = result.error.issues.map(({ path, message }) => `${path.join(".")} ${message}`);
  throw new UsageError(
    `The function's environment cannot be used: ${wrong.join("; ")}. Deploy the stack again.`,
  );
}
