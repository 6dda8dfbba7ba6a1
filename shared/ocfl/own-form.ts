/** Tells an inventory that Ticketvault wrote from what another program did: ours has one form, to the byte. */
import { headState, type Inventory, inventoryBytes, nextInventory, versionNumber } from "./inventory.ts";

/** Whether the flow would have written exactly these bytes for the newest version. */
export function isOwnForm(inventory: Inventory, bytes: Uint8Array): boolean {
  const { id, head, versions } = inventory;
  const { created, message, user } = versions[head] ?? {};
  if (created === undefined || message === undefined || user?.address === undefined) return false;
  const by = { name: user.name, address: user.address };
  const files = headState(inventory);
  const made = nextInventory(inventoryBefore(inventory), { id, created, message, user: by, files });
  return Buffer.compare(inventoryBytes(made), bytes) === 0;
}

/** The inventory as it was before its newest version; undefined before the first. */
export function inventoryBefore(inventory: Inventory): Inventory | undefined {
  const number = versionNumber(inventory.head);
  if (number === 1) return undefined;
  const { [inventory.head]: _, ...versions } = inventory.versions;
  const manifest: Record<string, string[]> = {};
  for (const [sha256, paths] of Object.entries(inventory.manifest)) {
    const older = paths.filter((path) => !path.startsWith(`${inventory.head}/`));
    if (older.length > 0) manifest[sha256] = older;
  }
  return { ...inventory, head: `v${number - 1}`, manifest, versions };
}

/** `v2 was made by another program (user R)`. */
export function madeByAnother({ head, versions }: Inventory): string {
  const name = versions[head]?.user?.name;
  const by = name === undefined || name === "" ? "no user is named" : `user ${name.slice(0, 80)}`;
  return `${head} was made by another program (${by})`;
}
