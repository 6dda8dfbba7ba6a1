/** The record by which gaps of a ticket's archive are accepted, and what of a document's problems it covers. */
import * as z from "zod";
import { IntegrityError } from "../errors.ts";
import { jsonBytes, plainJson } from "../json.ts";
import type { VersionName } from "../keys.ts";
import { NewerProgramError, ownDocument } from "../newer-program.ts";
import { acceptanceKey } from "../record-keys.ts";
import type { Problem, TicketDocument } from "../ticket/document.ts";

const ACCEPTANCE_SCHEMA = "urn:ticketvault:schema:acceptance:1";

export const acceptanceSchema = z.object({
  schema: z.literal(ACCEPTANCE_SCHEMA),
  orgId: z.int(),
  ticketId: z.int(),
  version: z
    .string()
    .regex(/^v[1-9][0-9]*$/)
    .describe("The latest version when its gaps were accepted."),
  inventorySha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .describe("SHA-256 of that version's `inventory.json`."),
  problems: z
    .array(
      z.object({
        code: z.string(),
        detail: z.string(),
        conversation: z.string().nullable(),
        attachment: z.int().nullable(),
      }),
    )
    .min(1)
    .describe("All that was missing then."),
  reason: z.string(),
  requestedBy: z.string().describe("Who asked, by the name that was given."),
  caller: z.string().nullable().describe("ARN of the caller of the API; null from the command line."),
  at: z.iso.datetime({ precision: 3 }),
});

export type Acceptance = z.infer<typeof acceptanceSchema>;

/** Two-space JSON in the order of the schema, one final newline. */
export function acceptanceBytes(acceptance: Omit<Acceptance, "schema">): Buffer {
  return jsonBytes(acceptanceSchema.parse({ schema: ACCEPTANCE_SCHEMA, ...acceptance }));
}

/** @throws IntegrityError `acceptance-altered` for what is no record, or that of another version; NewerProgramError */
export function readAcceptance(bytes: Uint8Array, name: VersionName): Acceptance {
  try {
    const acceptance = ownDocument(acceptanceSchema, plainJson(bytes), acceptanceKey(name));
    const { orgId, ticketId, version } = acceptance;
    if (orgId === name.orgId && ticketId === name.ticketId && version === `v${name.version}`)
      return acceptance;
  } catch (cause) {
    if (cause instanceof NewerProgramError) throw cause;
    throw altered(name, cause);
  }
  throw altered(name);
}

function altered(name: VersionName, cause?: unknown): IntegrityError {
  const message = `${acceptanceKey(name)} is not the record of an acceptance that Ticketvault writes there. Compare it with the versions of this key that S3 keeps.`;
  return new IntegrityError("acceptance-altered", message, { cause });
}

/** A document's problems, split in two. */
interface Judged {
  /** What is missing, and accepted. */
  readonly accepted: readonly Problem[];
  /** What is missing and not accepted, and all notices. */
  readonly open: readonly Problem[];
}

/** Each accepted problem covers one: a second of the same kind at the same place is a new one. */
export function judge(
  problems: readonly Problem[],
  acceptance: Pick<Acceptance, "problems"> | undefined,
): Judged {
  const left = new Map<string, number>();
  for (const each of acceptance?.problems ?? []) left.set(placeOf(each), (left.get(placeOf(each)) ?? 0) + 1);
  const accepted: Problem[] = [];
  const open: Problem[] = [];
  for (const each of problems) {
    const place = placeOf(each);
    const covers = each.severity === "missing" ? (left.get(place) ?? 0) : 0;
    if (covers > 0) left.set(place, covers - 1);
    (covers > 0 ? accepted : open).push(each);
  }
  return { accepted, open };
}

export function isMissing({ severity }: Problem): boolean {
  return severity === "missing";
}

/** An attachment may fail for another reason next time. Of all else, only the detail says how much is missing. */
function placeOf({ code, detail, conversation, attachment }: Acceptance["problems"][number]): string {
  return JSON.stringify([code, conversation, attachment ?? detail]);
}

/** Paths of the attachments that are accepted as they are. One that LeadSquared lists again is a new matter. */
export function acceptedAttachments(
  { completeness, conversations }: TicketDocument,
  acceptance: Acceptance | undefined,
): ReadonlySet<string> {
  const byKey = new Map(conversations.map(({ key, attachments }) => [key, attachments]));
  const { accepted } = judge(completeness.problems, acceptance);
  return new Set(
    accepted.flatMap(({ conversation, attachment }) => {
      if (conversation === null || attachment === null) return [];
      const one = byKey.get(conversation)?.[attachment - 1];
      return one?.listed === true ? one.path : [];
    }),
  );
}
