/** Reads the small files of an export's folder, and says where one differs from what it should say. */
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { IntegrityError } from "../../errors.ts";
import { NewerProgramError } from "../../newer-program.ts";
import { folderTree } from "../../store/folder-tree.ts";

/** A small file of the export; undefined when it is not what it should be. */
export async function readIn<T>(
  folder: string,
  name: string,
  parse: (bytes: Uint8Array, where: string) => T,
): Promise<T | "absent" | "newer" | undefined> {
  const bytes = await folderTree(folder).read(name);
  if (bytes === undefined) return "absent";
  try {
    return parse(bytes, join(folder, name));
  } catch (error) {
    if (error instanceof NewerProgramError) return "newer";
    if (error instanceof IntegrityError) return undefined;
    throw error;
  }
}

/** The names of the fields that are not as expected. */
export function differing(expected: object, found: object): string {
  const said = new Map(Object.entries(found));
  return Object.entries(expected)
    .filter(([field, value]) => !isDeepStrictEqual(value, said.get(field)))
    .map(([field]) => field)
    .join(", ");
}
