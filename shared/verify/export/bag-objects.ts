/** Checks the archived objects in a bag, by the rules of OCFL and of Ticketvault's own layout. */
import { type Finding, newerFinding } from "../../findings.ts";
import type { Tree } from "../../ocfl/tree.ts";
import { validateStorageRoot } from "../../ocfl/validator/validator.ts";
import { checkObjectLayout, checkRoot } from "../check-layout.ts";
import { isOfNewerProgram } from "../newer-object.ts";
import { observe } from "../observed-tree.ts";

export interface ObjectsInBag {
  readonly tree: Tree;
  /** Their storage root in the tree. */
  readonly place: string;
  /** SHA-256 of a file of the tree, as it was read: nothing is read twice. Undefined for what is not sound. */
  readonly digestOf: (path: string) => string | undefined;
}

/** @throws what the tree throws, and the signal's reason */
export async function checkObjects(
  { tree, place, digestOf }: ObjectsInBag,
  signal: AbortSignal | undefined,
): Promise<{ readonly objects: number; readonly findings: readonly Finding[] }> {
  if (await isOfNewerProgram(tree, place)) return { objects: 0, findings: [newerFinding(place)] };
  const findings: Finding[] = [];
  let objects = 0;
  const hashed: Tree = {
    ...tree,
    serverDigest: async (path, algorithm) => (algorithm === "sha256" ? digestOf(path) : undefined),
  };
  const root = await validateStorageRoot(hashed, place, {
    mode: "quick",
    ...(signal && { signal }),
    onObject: async (object) => {
      objects += 1;
      const isNewer = await isOfNewerProgram(tree, object.path);
      if (isNewer) findings.push(newerFinding(object.path));
      else findings.push(...object.findings, ...(await checkObjectLayout(observe(tree), object.path)));
    },
  });
  return { objects, findings: [...findings, ...root.findings, ...(await checkRoot(tree, place))] };
}
