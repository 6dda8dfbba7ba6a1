/** The `verify` function: verifies what is due of the vault, and more if its time allows, and logs every finding for the alarms. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Context } from "aws-lambda";
import type { Finding } from "../../shared/findings.ts";
import { objectKey } from "../../shared/keys.ts";
import type { Logger } from "../../shared/log.ts";
import { LOG_EVENTS } from "../../shared/names.ts";
import { shownKey } from "../../shared/store/store-errors.ts";
import { type Due, verifyDue } from "../../shared/verify/verify-due.ts";
import { verifyHolds } from "../../shared/verify/verify-holds.ts";
import { errorFields } from "../common/error-fields.ts";
import { inLogContext } from "../common/lambda-log.ts";
import { workingTime } from "../common/working-time.ts";
import type { VerifyDependencies } from "./dependencies.ts";

/** Left (ms) for the tickets under way and the log when no more are begun. */
const RESERVE_MS = 60_000;
/** Between two looks (ms): by then what changed at the first is published, or is seen to be unfinished. */
const LOOK_AGAIN_MS = 3_000;
/** Beyond this many findings are only counted: an alarm needs one. */
const LOGGED = 500;

/** What a run answers and logs. */
interface Verified extends Omit<Due, "findings" | "unchecked"> {
  /** Tickets that could not be checked; each counts as an error too. */
  readonly unchecked: number;
  readonly errors: number;
  readonly warnings: number;
}

/** What Scheduler sends: the time for which it planned the call, whenever it comes. */
interface Planned {
  readonly planned?: string;
}

/** A checkpoint is written each day; when the last one is older (ms), something keeps the sealer from it. */
const CHECKPOINT_LATE = 3 * 24 * 3_600_000;

/** What was covered, and what was found. @throws when the holds' records, the ledger or the storage root cannot be read */
export async function handleVerify(
  {
    orgId,
    tree,
    holds,
    publicKey,
    log,
    now,
    rota,
    outside,
    most = 2_000,
    mostCalls = 500_000,
    random = Math.random,
    wait = () => sleep(LOOK_AGAIN_MS),
  }: VerifyDependencies,
  { planned }: Planned,
  context: Pick<Context, "awsRequestId" | "getRemainingTimeInMillis">,
): Promise<Verified> {
  return inLogContext({ requestId: context.awsRequestId }, async () => {
    using time = workingTime(context, RESERVE_MS);
    const ofHolds = await verifyHolds(holds, orgId);
    const {
      findings: found,
      unchecked,
      ...covered
    } = await verifyDue(tree, {
      ...rota,
      orgId,
      now: now(),
      planned: new Date(Date.parse(planned ?? "") || now()),
      pinned: [await publicKey()],
      ...(outside && { outside }),
      time: time.signal,
      most,
      mostCalls,
      random,
      wait,
    });
    const findings = [...ofHolds, ...found];
    // Errors first, so that they are not among those that are only counted.
    const errors = findings.filter(({ severity }) => severity !== "warning");
    const warnings = findings.filter(({ severity }) => severity === "warning");
    for (const finding of [...errors, ...warnings].slice(0, LOGGED)) logFinding(log, orgId, finding);
    for (const { ticketId, cause } of unchecked.slice(0, LOGGED)) {
      const fields = {
        orgId,
        ticketId,
        kind: "unchecked",
        severity: "error",
        path: objectKey(orgId, ticketId),
      };
      log.error(LOG_EVENTS.verifyFinding, { ...fields, ...errorFields(cause) });
    }
    const result = {
      ...covered,
      unchecked: unchecked.length,
      errors: errors.length + unchecked.length,
      warnings: warnings.length,
    };
    for (const late of lateOf(covered)) log.error(LOG_EVENTS.verifyLate, { orgId, ...late });
    log.info(LOG_EVENTS.verified, { orgId, ...result });
    return result;
  });
}

function lateOf({ late, checkpointAge, entries }: Omit<Due, "findings" | "unchecked">) {
  return [
    ...(late > 0 ? [{ what: "tickets", left: late }] : []),
    ...(checkpointAge > CHECKPOINT_LATE ? [{ what: "checkpoint", left: entries }] : []),
  ];
}

/** Codes and places only: what the messages say, `ticketvault verify` tells. */
function logFinding(log: Logger, orgId: number, { kind, code, severity, path }: Finding): void {
  // What could not be checked needs somebody as much as what is wrong.
  const isError = severity !== "warning";
  const fields = { orgId, kind, code, severity: isError ? "error" : severity, path: shownKey(path) };
  if (isError) log.error(LOG_EVENTS.verifyFinding, fields);
  else log.warn(LOG_EVENTS.verifyFinding, fields);
}
