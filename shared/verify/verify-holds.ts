/** Verifies the records of an account's legal holds: that every entry is there, and as it was written. */
import { IntegrityError } from "../errors.ts";
import { type Finding, newerFinding, printable } from "../findings.ts";
import type { HoldRegister } from "../holds/hold-register.ts";
import { NewerProgramError } from "../newer-program.ts";
import { holdsKey } from "../record-keys.ts";

/** The first thing that is wrong with them, if any is. @throws what reading them throws, but for `hold-altered` */
export async function verifyHolds(
  register: Pick<HoldRegister, "list">,
  orgId: number,
): Promise<readonly Finding[]> {
  try {
    await register.list();
    return [];
  } catch (error) {
    if (error instanceof NewerProgramError) return [newerFinding(holdsKey(orgId))];
    if (!(error instanceof IntegrityError)) throw error;
    const message = printable(error.message, 400);
    return [{ code: error.code, severity: "error", path: holdsKey(orgId), message, kind: "altered" }];
  }
}
