/** Patches that rename the log events which metrics and alarms count: where they are spelt, and where they are logged. */
import { LOG_EVENTS } from "../../shared/names.ts";
import type { Patch } from "./patch.ts";

const spelt = Object.entries(LOG_EVENTS).map(
  ([key, event]): Patch => ({
    name: `the event ${event} is spelt in another way`,
    file: "shared/names.ts",
    from: `${key}: "${event}"`,
    to: `${key}: "renamed"`,
    killedBy: ["test/docs/log-events.test.ts"],
  }),
);

/** Where each event is logged, with enough of the line to stand once in the file. */
const LOGGED: readonly [file: string, call: string, test: string][] = [
  ["shared/archive/archive-ticket.ts", "log.info(LOG_EVENTS.completed", "functions/archive-wiring"],
  ["shared/archive/witness.ts", "log.error(LOG_EVENTS.sourceForgot", "archive/witness"],
  ["shared/seal/tell-version.ts", "log.info(LOG_EVENTS.changedAtSource", "seal/telling"],
  ["functions/archive/settle-failure.ts", "(LOG_EVENTS.failed", "functions/archive-wiring"],
  ["functions/archive/settle-failure.ts", "log.error(LOG_EVENTS.unauthorized", "functions/archive-wiring"],
  ["functions/archive/settle-failure.ts", "log.error(LOG_EVENTS.failing", "functions/archive"],
  ["shared/leadsquared/client.ts", "log.error(LOG_EVENTS.keysEchoed", "leadsquared/client"],
  ["shared/leadsquared/client.ts", "log.error(LOG_EVENTS.paused", "leadsquared/refusals"],
  ["shared/leadsquared/hold-notices.ts", "tell(LOG_EVENTS.callRefused", "leadsquared/day-budget"],
  ["shared/leadsquared/hold-notices.ts", "tell(LOG_EVENTS.dayUsedUp", "leadsquared/day-budget"],
  ["functions/api/archive-ticket.ts", "(LOG_EVENTS.failed", "functions/api-archive"],
  ["functions/api/archive-ticket.ts", "log.error(LOG_EVENTS.unauthorized", "functions/api-archive"],
  ["functions/webhook/handler.ts", "? LOG_EVENTS.webhookWrongSecret", "functions/webhook"],
  ["functions/webhook/handler.ts", ": LOG_EVENTS.webhookRefused", "functions/webhook"],
  ["functions/webhook/handler.ts", "(LOG_EVENTS.webhookNotQueued, errorFields", "functions/webhook"],
  ["functions/webhook/handler.ts", "log.info(LOG_EVENTS.webhookQueued", "functions/webhook"],
  ["functions/webhook/handler.ts", "log.warn(LOG_EVENTS.webhookUnread", "functions/webhook"],
  ["functions/webhook/handler.ts", "(LOG_EVENTS.webhookNotQueued, {", "functions/webhook"],
  ["shared/seal/ledger.ts", "log.info(LOG_EVENTS.sealed", "seal/notices"],
  ["shared/seal/tell-outside.ts", "log.info(LOG_EVENTS.witnessed", "verify/witness"],
  ["shared/seal/tell-outside.ts", "log.info(LOG_EVENTS.timeStamped", "seal/time-stamps.tools"],
  ["shared/seal/seal-notices.ts", "log.error(LOG_EVENTS.sealFailed", "seal/notices"],
  ["functions/seal/production.ts", "log.error(LOG_EVENTS.sealFailed", "seal/productions"],
  ["shared/export/finish.ts", "log.info(LOG_EVENTS.exportFinished", "functions/export"],
  ["functions/export/handler.ts", "log.error(LOG_EVENTS.exportFailed", "functions/export"],
  ["shared/holds/apply-holds.ts", "log.info(LOG_EVENTS.holdApplied", "functions/hold"],
  ["functions/hold/handler.ts", "log.error(LOG_EVENTS.holdFailed", "functions/hold"],
  ["functions/sync/handler.ts", "log.info(LOG_EVENTS.synced", "functions/sync"],
  ["functions/sync/census.ts", "log.info(LOG_EVENTS.census", "functions/sync"],
  ["functions/catalogue/handler.ts", "log.info(LOG_EVENTS.catalogued", "functions/catalogue"],
  ["shared/catalogue/update-shard.ts", "log.error(LOG_EVENTS.catalogueUnreadable", "functions/catalogue"],
  ["functions/verify/handler.ts", "log.info(LOG_EVENTS.verified", "verify/verification"],
  ["functions/verify/handler.ts", "log.error(LOG_EVENTS.verifyLate", "verify/due"],
  ["functions/verify/handler.ts", "log.error(LOG_EVENTS.verifyFinding, {", "verify/verification"],
  ["functions/verify/handler.ts", "log.error(LOG_EVENTS.verifyFinding, fields", "verify/verification"],
  ["functions/verify/handler.ts", "log.warn(LOG_EVENTS.verifyFinding, fields", "verify/verification"],
];

const logged = LOGGED.map(
  ([file, from, test]): Patch => ({
    name: `the event of ${from} is logged under another name in ${file}`,
    file,
    from,
    to: from.replace(/LOG_EVENTS\.\w+/, '"renamed"'),
    killedBy: [`test/${test}.test.ts`],
  }),
);

export const eventPatches: readonly Patch[] = [...spelt, ...logged];
