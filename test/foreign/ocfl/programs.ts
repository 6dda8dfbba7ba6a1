/** The OCFL programs of others: their versions, and how they are called. */
import { javaLines, pythonLines } from "../run.ts";
import type { Program } from "../told.ts";

export const OCFL_PY: Program = {
  name: "ocfl-py",
  version: "2.1.0",
  limits:
    "refuses a storage root of layout 0006; takes a name twice in an inventory, a sidecar of two lines, links",
};

export const OCFL_JAVA: Program = {
  name: "ocfl-java",
  version: "2.2.2",
  limits: "takes a name twice in an inventory, a byte order mark, words behind its end, links",
};

/** @param verb `read`, `validate`, `copy` or `add`, as Ocfl.java has them */
export function ocflJava(cwd: string, verb: string, ...args: readonly string[]): Promise<string[]> {
  return javaLines("ocfl", ["Ocfl", verb, ...args], cwd);
}

/** What ocfl-py says of each object: `path valid W004`. */
export function ocflPy(cwd: string, ...objects: readonly string[]): Promise<string[]> {
  return pythonLines("ocfl", [`${import.meta.dirname}/validate.py`, ...objects], cwd);
}
