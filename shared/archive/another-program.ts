/** A version that another program added to a ticket's object: what is said of it, and the last version of our own. */
import { IntegrityError } from "../errors.ts";
import { type Inventory, parseInventory, versionNumber } from "../ocfl/inventory.ts";
import { isOwnForm, madeByAnother } from "../ocfl/own-form.ts";
import { type Head, inventoryKey } from "./place.ts";

/** The newest version of the inventory is another program's. @param where names it */
export function anotherProgram(where: string, inventory: Inventory): IntegrityError {
  const message = `${where}: ${madeByAnother(inventory)}. Archive the ticket again: the next version goes on from the last one of Ticketvault's.`;
  return new IntegrityError("another-program", message);
}

/**
 * The inventory with the last version of our own as its head, to read from: what another program added is left as it is.
 * @throws IntegrityError `another-program` when there is none
 */
export async function lastOwn({ place, inventory, isOwn }: Head): Promise<Inventory> {
  if (isOwn) return inventory;
  for (let number = versionNumber(inventory.head) - 1; number > 0; number -= 1) {
    const version = `v${number}`;
    const key = inventoryKey(place, version);
    const file = await place.store.read(key);
    const is = file && parseInventory(file.bytes, `${place.store.location}/${key}`, place.id);
    if (file !== undefined && is?.head === version && isOwnForm(is, file.bytes))
      return { ...inventory, head: version };
  }
  throw anotherProgram(`${place.store.location}/${place.object}`, inventory);
}
