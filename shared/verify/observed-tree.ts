/** Remembers what the validator saw of the object it walks, so that nothing is asked for twice. */
import { sha256Hex } from "../digest.ts";
import { isObjectOrVersionFolder } from "../keys.ts";
import type { Tree, TreeChildren } from "../ocfl/tree.ts";

/** What was read whole (inventories, sidecars, declarations) and listed until now, by path. */
export interface Observed {
  readonly tree: Tree;
  read(path: string): Promise<Uint8Array | undefined>;
  digest(path: string): Promise<string | undefined>;
  children(path: string): Promise<TreeChildren>;
}

/** Wraps a tree: walk `tree`, then ask the rest for what was seen on the way. */
export function observe(tree: Tree): Observed {
  const read = new Map<string, Uint8Array | undefined>();
  const listed = new Map<string, TreeChildren>();
  const remember = async (path: string): Promise<Uint8Array | undefined> => {
    const bytes = await tree.read(path);
    read.set(path, bytes);
    return bytes;
  };
  const list = async (path: string): Promise<TreeChildren> => {
    const children = await tree.children(path);
    if (isObjectOrVersionFolder(path)) listed.set(path, children);
    return children;
  };
  const again = async (path: string): Promise<Uint8Array | undefined> =>
    read.has(path) ? read.get(path) : remember(path);
  return {
    tree: {
      children: list,
      read: remember,
      open: (path) => tree.open(path),
      ...(tree.serverDigest && { serverDigest: tree.serverDigest.bind(tree) }),
    },
    read: again,
    async digest(path) {
      const bytes = await again(path);
      return bytes && sha256Hex(bytes);
    },
    children: async (path) => listed.get(path) ?? list(path),
  };
}
