/** One thing that `doctor` looks at, and what it found. */
import { TicketvaultError } from "../../shared/errors.ts";

export interface Finding {
  /** `Node`, `keys`, … */
  readonly name: string;
  /** `skipped`: something else must be mended first. */
  readonly state: "ok" | "warning" | "failed" | "skipped";
  readonly found: string;
  /** What to do about it, in words. */
  readonly todo?: string;
}

/**
 * What a check finds; an intended error is its failure, and says itself what to do.
 * @throws what nobody intended
 */
export async function finding(name: string, check: () => Promise<Omit<Finding, "name">>): Promise<Finding> {
  try {
    return { name, ...(await check()) };
  } catch (error) {
    if (!(error instanceof TicketvaultError)) throw error;
    return { name, state: "failed", found: error.message };
  }
}

export function ok(found: string): Omit<Finding, "name"> {
  return { state: "ok", found };
}
