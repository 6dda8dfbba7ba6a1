/**
 * Recognises what publishing shows while it runs, and leaves when it is stopped: a version that is claimed above a sound
 * head, and a root sidecar one step behind. Nothing but exactly these passes for it (shared/archive/publish.ts).
 */

import { sha256Hex } from "../digest.ts";
import { IntegrityError } from "../errors.ts";
import { NewerProgramError } from "../newer-program.ts";
import {
  headState,
  type Inventory,
  inventoryBytes,
  nextInventory,
  parseInventory,
  sidecarBytes,
  versionNumber,
} from "../ocfl/inventory.ts";
import { OBJECT_DECLARATION } from "../ocfl/layout.ts";
import { joinPath, type Tree } from "../ocfl/tree.ts";
import { type ContentOptions, checkClaim } from "../ocfl/validator/validator.ts";
import type { Observed } from "./observed-tree.ts";
import { withFile, withoutFolders } from "./tree-views.ts";

export interface Unfinished {
  /** The file with which its publication goes on, or is over. */
  readonly path: string;
  readonly message: string;
  /** When the version was made, by its own word: ms since 1970. */
  readonly created: number;
  /** The object as it is but for that: all of it must be sound. Undefined when version 1 is all that there is. */
  readonly rest: Tree | undefined;
}

/** A ticket's object, and how to read it. */
interface Place {
  readonly observed: Observed;
  readonly object: string;
  readonly id: string;
  readonly options: ContentOptions;
}

const INVENTORY = "inventory.json";
const SIDECAR = `${INVENTORY}.sha256`;

/**
 * Undefined for an object that publishing would not have left like this.
 * @param object its path in the tree
 * @param id of the ticket's object
 * @throws what the tree throws
 */
export async function findUnfinished(
  observed: Observed,
  object: string,
  id: string,
  options: ContentOptions,
): Promise<Unfinished | undefined> {
  const place = { observed, object, id, options };
  const root = await observed.read(joinPath(object, INVENTORY));
  if (root === undefined) return (await holdsNoHead(place)) ? claimAbove(place, undefined) : undefined;
  const head = inventoryIn(place, root);
  if (head === undefined) return undefined;
  return (await sidecarBehind(place, root, head)) ?? claimAbove(place, head);
}

async function sidecarBehind(
  { observed, object }: Place,
  root: Uint8Array,
  head: Inventory,
): Promise<Unfinished | undefined> {
  const level = sidecarBytes(sha256Hex(root));
  const sidecar = await observed.read(joinPath(object, SIDECAR));
  const before = versionNumber(head.head) - 1;
  const isBehind =
    before === 0
      ? sidecar === undefined
      : sidecar !== undefined &&
        same(sidecar, await observed.read(joinPath(object, `v${before}/${SIDECAR}`)));
  if (!isBehind) return undefined;
  return {
    path: joinPath(object, SIDECAR),
    message: `${head.head} is published but for the sidecar of the object's inventory`,
    created: createdOf(head),
    rest: withFile(observed.tree, { folder: object, name: SIDECAR, bytes: level }),
  };
}

async function claimAbove(place: Place, head: Inventory | undefined): Promise<Unfinished | undefined> {
  const { observed, object, id } = place;
  const version = `v${head === undefined ? 1 : versionNumber(head.head) + 1}`;
  const folder = joinPath(object, version);
  const path = joinPath(folder, INVENTORY);
  const bytes = await observed.read(path);
  const claim = bytes && inventoryIn(place, bytes);
  const newest = claim?.versions[version];
  if (bytes === undefined || claim === undefined || newest === undefined) return undefined;
  // What the flow would make of the head and the new version's own words: so it changes nothing of what was before.
  const { created, message, user } = newest;
  if (message === undefined || user?.address === undefined) return undefined;
  const by = { name: user.name, address: user.address };
  const made = nextInventory(head, { id, created, message, user: by, files: headState(claim) });
  if (!same(inventoryBytes(made), bytes) || !(await holdsOnlyItsOwn(place, version, bytes))) return undefined;
  return {
    path,
    message: `${version} is claimed and not published yet`,
    created: createdOf(claim),
    rest: head && withoutFolders(observed.tree, (each) => each === folder),
  };
}

/** True when the claimed inventory is valid, and of its files those that are there already are what it says. */
async function holdsOnlyItsOwn(
  { observed, object, options }: Place,
  version: string,
  bytes: Uint8Array,
): Promise<boolean> {
  const folder = joinPath(object, version);
  const claim = await checkClaim(observed.tree, { object, version, bytes }, options);
  if (claim === undefined) return false;
  const { children, findings } = claim;
  const sidecar = await observed.read(joinPath(folder, SIDECAR));
  return (
    children.files.every((file) => [joinPath(folder, INVENTORY), joinPath(folder, SIDECAR)].includes(file)) &&
    children.folders.every((inner) => inner === joinPath(folder, "content")) &&
    (sidecar === undefined || same(sidecar, sidecarBytes(sha256Hex(bytes)))) &&
    // E024: on a disk a folder is made before its first file.
    findings.every(({ code, severity }) => severity === "warning" || code === "E024")
  );
}

/** True for an object that has no root inventory and nothing beside version 1 but the declaration. */
async function holdsNoHead({ observed, object }: Place): Promise<boolean> {
  const { files, folders, others = [] } = await observed.children(object);
  const path = joinPath(object, OBJECT_DECLARATION.name);
  const declaration = await observed.read(path);
  return (
    files.every((file) => file === path) &&
    folders.every((folder) => folder === joinPath(object, "v1")) &&
    others.length === 0 &&
    (declaration === undefined || same(declaration, OBJECT_DECLARATION.bytes))
  );
}

function inventoryIn({ object, id }: Place, bytes: Uint8Array): Inventory | undefined {
  try {
    return parseInventory(bytes, object, id);
  } catch (error) {
    if (error instanceof IntegrityError || error instanceof NewerProgramError) return undefined;
    throw error;
  }
}

function createdOf({ head, versions }: Inventory): number {
  return Date.parse(versions[head]?.created ?? "");
}

function same(a: Uint8Array, b: Uint8Array | undefined): boolean {
  return b !== undefined && Buffer.compare(a, b) === 0;
}
