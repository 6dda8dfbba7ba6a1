/** Trees that show another one but for a folder or a file. */
import { joinPath, type Tree } from "../ocfl/tree.ts";

/** Without the folders that `isHidden` names by their paths. */
export function withoutFolders(tree: Tree, isHidden: (path: string) => boolean): Tree {
  return {
    ...portOf(tree),
    async children(path) {
      const children = await tree.children(path);
      return { ...children, folders: children.folders.filter((folder) => !isHidden(folder)) };
    },
  };
}

/** With `bytes` for the file `name` of `folder`, whether that is there or not. */
export function withFile(
  tree: Tree,
  { folder, name, bytes }: { readonly folder: string; readonly name: string; readonly bytes: Uint8Array },
): Tree {
  const file = joinPath(folder, name);
  return {
    ...portOf(tree),
    async children(path) {
      const children = await tree.children(path);
      if (path !== folder || children.files.includes(file)) return children;
      return { ...children, files: [...children.files, file] };
    },
    read: async (path) => (path === file ? bytes : tree.read(path)),
  };
}

/** Its methods, wherever it has them from. */
function portOf(tree: Tree): Tree {
  return {
    children: (path) => tree.children(path),
    read: (path) => tree.read(path),
    open: (path) => tree.open(path),
    ...(tree.serverDigest && { serverDigest: tree.serverDigest.bind(tree) }),
  };
}
