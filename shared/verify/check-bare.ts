/** Checks an object that stands by itself or in a storage root outside of a vault: by OCFL's rules, and for what publishing leaves of a ticket. */
import { isError } from "../findings.ts";
import { NUMBER } from "../keys.ts";
import { joinPath, type Tree } from "../ocfl/tree.ts";
import { isJsonObject, type ObjectResult, parseJson, validateObject } from "../ocfl/validator/validator.ts";
import type { ObjectChecks } from "./check-object.ts";
import { type Observed, observe } from "./observed-tree.ts";
import { tellUnfinished } from "./tell-unfinished.ts";
import type { TicketCheck } from "./ticket-check.ts";
import { findUnfinished } from "./unfinished.ts";

const TICKET = new RegExp(`^urn:leadsquared:${NUMBER}:ticket:${NUMBER}$`);

/**
 * What is said of an object that OCFL's validator has looked at: where that found errors, a publication that is not finished may be
 * all that there is to them.
 * @throws what the tree throws
 */
export async function checkBare(
  tree: Tree,
  result: ObjectResult,
  { mode, now, signal }: Omit<ObjectChecks, "ledger">,
): Promise<TicketCheck> {
  const { path, findings } = result;
  const whole = { result, findings };
  const observed = observe(tree);
  const isOfObject = findings.some(isError) && !findings.some(({ code }) => code === "misplaced");
  const id = isOfObject ? await ticketIn(observed, path) : undefined;
  const left = id && (await findUnfinished(observed, path, id, { mode, signal }));
  if (!left) return whole;
  const rest = left.rest && (await validateObject(left.rest, path, { mode, signal }));
  if (rest?.findings.some(isError)) return whole;
  return tellUnfinished(left, { whole, rest: { result: rest, findings: rest?.findings ?? [] } }, now);
}

/** The id of the ticket that the object is, by its inventory or by its first claim; undefined for any other object. */
async function ticketIn(observed: Observed, path: string): Promise<string | undefined> {
  for (const name of ["inventory.json", "v1/inventory.json"]) {
    const bytes = await observed.read(joinPath(path, name));
    if (bytes === undefined) continue;
    const parsed = parseJson(bytes);
    const id = parsed.ok && isJsonObject(parsed.value) ? parsed.value["id"] : undefined;
    return typeof id === "string" && TICKET.test(id) ? id : undefined;
  }
  return undefined;
}
