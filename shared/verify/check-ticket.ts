/** Compares a ticket's object with what the ledger seals of it. */
import { TicketvaultError } from "../errors.ts";
import { type Finding, finding } from "../findings.ts";
import { objectId, objectKey, versionKey } from "../keys.ts";
import type { VerifiedLedger } from "../ledger/check-ledger.ts";
import { entryNamed, type Seal } from "../ledger/sealed-files.ts";
import { parseInventory } from "../ocfl/inventory.ts";
import { isOwnForm, madeByAnother } from "../ocfl/own-form.ts";
import { isJsonObject, parseJson } from "../ocfl/validator/validator.ts";
import { isInGrace } from "./grace.ts";
import type { Observed } from "./observed-tree.ts";

/**
 * The differences between a ticket's published versions and their seals.
 * @param now versions younger than a day may be unsealed: that is a warning only
 */
export async function checkTicket(
  observed: Observed,
  ledger: VerifiedLedger,
  ticketId: number,
  now: Date,
): Promise<Finding[]> {
  const { orgId } = ledger;
  const seals = ledger.sealed.of(ticketId);
  const root = `${objectKey(orgId, ticketId)}/inventory.json`;
  const bytes = await observed.read(root);
  const published = versionsIn(bytes);
  const findings = [
    ...(await checkSeals(observed, ledger, ticketId)),
    ...checkForm(root, objectId(orgId, ticketId), bytes),
  ];
  const gone = [...seals.keys()].filter((version) => !published.has(version));
  if (gone.length > 0) {
    const names = gone.map((version) => `v${version}`).join(", ");
    const message = `the object's inventory does not name ${names}, which the ledger seals`;
    findings.push(finding("rolled-back", root, message));
  }
  for (const [version, created] of published) {
    // An entry without a good signature seals nothing: anybody could have written it.
    if (seals.get(version)?.sha256 !== undefined || created < (ledger.since ?? Number.NEGATIVE_INFINITY))
      continue;
    findings.push(unsealed(versionKey({ orgId, ticketId, version }), created, { now, ledger }));
  }
  return findings;
}

/** Another program's version is no alteration, and Ticketvault's next one goes on from before it. */
function checkForm(root: string, id: string, bytes: Uint8Array | undefined): Finding[] {
  try {
    if (bytes === undefined) return [];
    const inventory = parseInventory(bytes, root, id);
    if (isOwnForm(inventory, bytes)) return [];
    return [finding("another-program", root, madeByAnother(inventory), "warning")];
  } catch (error) {
    // What is no inventory of this object has been told of.
    if (error instanceof TicketvaultError) return [];
    throw error;
  }
}

/** Whether the inventories that the ledger seals are there, with the bytes that it seals. */
export async function checkSeals(
  observed: Observed,
  { orgId, sealed }: VerifiedLedger,
  ticketId: number,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const [version, seal] of sealed.of(ticketId)) {
    const finding = await checkSealed(observed, versionKey({ orgId, ticketId, version }), seal);
    if (finding !== undefined) findings.push(finding);
  }
  return findings;
}

async function checkSealed(observed: Observed, key: string, seal: Seal): Promise<Finding | undefined> {
  const { sha256 } = seal;
  const digest = await observed.digest(key);
  if (digest === undefined) {
    return finding("missing", key, `the version is missing, though ${entryNamed(seal)} seals it`);
  }
  if (sha256 === undefined || digest === sha256) return undefined;
  const message = `the inventory's SHA-256 is ${digest}, but ${entryNamed(seal)} seals ${sha256}`;
  return finding("altered", key, message);
}

/** What no valid entry names: a warning for a day, and nobody can tell where entries could not be read. */
export function unsealed(
  key: string,
  created: number,
  { now, ledger }: { readonly now: Date; readonly ledger: Pick<VerifiedLedger, "hasNewer"> },
): Finding {
  if (isInGrace(created, now)) return finding("unsealed", key, "no ledger entry names this yet", "warning");
  const message = "no valid ledger entry names this";
  return ledger.hasNewer
    ? finding("unsealed", key, `${message}, as far as they can be read`, "unchecked")
    : finding("unsealed", key, message);
}

/** When each version was made (ms since 1970), by its number; empty for what is no inventory. */
function versionsIn(bytes: Uint8Array | undefined): Map<number, number> {
  const parsed = parseJson(bytes ?? new Uint8Array());
  const versions = parsed.ok && isJsonObject(parsed.value) ? parsed.value["versions"] : undefined;
  const found = new Map<number, number>();
  for (const [name, version] of isJsonObject(versions) ? Object.entries(versions) : []) {
    const [, number] = /^v([1-9]\d{0,8})$/.exec(name) ?? [];
    const created = isJsonObject(version) ? Date.parse(String(version["created"])) : Number.NaN;
    if (number !== undefined) found.set(Number(number), created);
  }
  return found;
}
