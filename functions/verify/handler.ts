/** The `verify` function: verifies as much of the vault as its time allows, and logs every finding for the alarms. */
import type { Context } from "aws-lambda";
import type { PublicKey } from "../../shared/ledger/public-key.ts";
import type { Logger } from "../../shared/log.ts";
import { LOG_EVENTS } from "../../shared/names.ts";
import type { Tree } from "../../shared/ocfl/tree.ts";
import { shownKey } from "../../shared/store/store-errors.ts";
import { isError, type VerifyFinding } from "../../shared/verify/kinds.ts";
import { type Sample, verifySample } from "../../shared/verify/verify-sample.ts";
import { inLogContext } from "../lambda-log.ts";
import { workingTime } from "../working-time.ts";

export interface VerifyFunction {
  readonly orgId: number;
  readonly tree: Tree;
  /** The key that signs the ledger, from where the ledger is not. */
  readonly publicKey: () => Promise<PublicKey>;
  readonly log: Logger;
  readonly now: () => Date;
  /** At most so many tickets a run (2,000 by default). */
  readonly most?: number;
  /** 0 to 1, for the order of the tickets. */
  readonly random?: () => number;
}

/** Left (ms) for the tickets under way and the log when no more are begun. */
const RESERVE_MS = 60_000;
/** Beyond this many findings are only counted: an alarm needs one. */
const LOGGED = 500;

/** What was covered, and how many findings there were. @throws when something could not be checked */
export async function handleVerify(
  { orgId, tree, publicKey, log, now, most = 2_000, random = Math.random }: VerifyFunction,
  _event: unknown,
  context: Pick<Context, "awsRequestId" | "getRemainingTimeInMillis">,
): Promise<Omit<Sample, "findings"> & { readonly errors: number; readonly warnings: number }> {
  return inLogContext({ requestId: context.awsRequestId }, async () => {
    using time = workingTime(context, RESERVE_MS);
    const { findings, ...covered } = await verifySample(tree, {
      orgId,
      now: now(),
      pinned: [await publicKey()],
      time: time.signal,
      most,
      random,
    });
    // Errors first, so that they are not among those that are only counted.
    const errors = findings.filter(isError);
    const warnings = findings.filter((finding) => !isError(finding));
    for (const finding of [...errors, ...warnings].slice(0, LOGGED)) logFinding(log, orgId, finding);
    const result = { ...covered, errors: errors.length, warnings: warnings.length };
    log.info(LOG_EVENTS.verified, { orgId, ...result });
    return result;
  });
}

/** Codes and places only: what the messages say, `ticketvault verify` tells. */
function logFinding(log: Logger, orgId: number, { kind, code, severity, path }: VerifyFinding): void {
  const fields = { orgId, kind, code, severity, path: shownKey(path) };
  if (severity === "error") log.error(LOG_EVENTS.verifyFinding, fields);
  else log.warn(LOG_EVENTS.verifyFinding, fields);
}
