/** Names and addresses by LeadSquared's ids, as somebody looked them up: for what people read, never for the archive. */
import * as z from "zod";

const person = z.strictObject({
  id: z.string().min(1).max(200).describe("LeadSquared's id, as in `createdBy` and `customerId`."),
  name: z.string().max(500),
  address: z.string().max(500).nullable().describe("The e-mail address."),
});

export const peopleSchema = z.strictObject({
  lookedUp: z.iso.date().describe("The day, in UTC, on which the names were looked up."),
  people: z.array(person),
});

export type Person = z.infer<typeof person>;
export type People = z.infer<typeof peopleSchema>;

/** Says who an id is, where that was looked up. */
export interface Names {
  /** `Meera Iyer <meera@example.com>`; null for an id that is not among them. */
  of(id: string | null): string | null;
  /** The day of it; null where nothing was looked up. */
  readonly lookedUp: string | null;
}

/** The same id twice: the first counts. */
export function namesOf(people: People | undefined): Names {
  const known = new Map((people?.people ?? []).toReversed().map((each) => [each.id, inWords(each)]));
  return {
    of: (id) => (id === null ? null : (known.get(id) ?? null)),
    lookedUp: people?.lookedUp ?? null,
  };
}

function inWords({ name, address }: Person): string {
  const words = name.replace(/\s+/gu, " ").trim();
  if (address === null || address === "") return words;
  return words === "" ? address : `${words} <${address}>`;
}
