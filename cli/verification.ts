/** Runs the OCFL validator over targets and sums up. */
import { misplacement } from "../shared/archive/misplaced.ts";
import {
  type Finding,
  type ObjectResult,
  printable,
  validateObject,
  validateStorageRoot,
} from "../shared/ocfl/validate.ts";
import type { Target, Targets } from "./verify-targets.ts";

export interface Verification {
  readonly objects: number;
  /** Objects without an error. */
  readonly validObjects: number;
  /** Content files. */
  readonly files: number;
  /** Bytes read of them. */
  readonly bytes: number;
  readonly errors: number;
  readonly findings: readonly Finding[];
}

export interface VerificationOptions {
  readonly mode: "quick" | "full";
  readonly signal: AbortSignal;
  /** Called with each object as it is done, and the bytes read until then. */
  readonly onObject?: (objects: number, bytes: number) => void;
}

/** How many objects there may be: exact where, as in ours, each stands directly in its storage root. */
export async function countObjects({ tree, targets }: Targets): Promise<number> {
  let objects = 0;
  for (const { kind, path } of targets) {
    objects += kind === "object" ? 1 : (await tree.children(path)).folders.filter(isNoExtension).length;
  }
  return objects;
}

function isNoExtension(folder: string): boolean {
  return !/(^|\/)extensions$/.test(folder);
}

/** @throws what the tree throws when something could not be read, and the signal's reason */
export async function verify(
  { tree, targets, strays }: Targets,
  options: VerificationOptions,
): Promise<Verification> {
  const { mode, signal, onObject } = options;
  const findings: Finding[] = [...strays];
  const totals = { objects: 0, validObjects: 0, files: 0, bytes: 0 };
  const take = (result: ObjectResult): void => {
    const found = [...result.findings, ...misplaced(result)];
    findings.push(...found);
    totals.objects += 1;
    totals.validObjects += found.some(isError) ? 0 : 1;
    totals.files += result.files;
    totals.bytes += result.bytes;
    onObject?.(totals.objects, totals.bytes);
  };
  const checkOne = async ({ kind, path }: Target): Promise<void> => {
    if (kind === "object") {
      take(await validateObject(tree, path, { mode, signal }));
    } else {
      const root = await validateStorageRoot(tree, path, { mode, signal, onObject: take });
      findings.push(...root.findings);
    }
  };
  for (const target of targets) await checkOne(target);
  return { ...totals, errors: findings.filter(isError).length, findings };
}

function misplaced({ path, id }: ObjectResult): Finding[] {
  const message = misplacement(path, id ?? "");
  return message === undefined
    ? []
    : [{ code: "misplaced", severity: "error", path: printable(path), message }];
}

function isError({ severity }: Finding): boolean {
  return severity === "error";
}
