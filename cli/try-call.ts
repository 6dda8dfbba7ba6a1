/** Makes one call of LeadSquared that changes nothing: if it is answered, host, account number and keys are right. */
import { createClient } from "../shared/leadsquared/client.ts";
import { httpAgent } from "../shared/proxies.ts";
import { accountSettings } from "./account-settings.ts";
import { together } from "./checks.ts";
import type { Context } from "./context.ts";
import { keySettings } from "./key-settings.ts";
import { openPacer } from "./open-pacer.ts";
import { paceSettings } from "./pace-settings.ts";
import { proxies } from "./proxies.ts";
import { credentialsReader } from "./wiring.ts";

/** Any number does: of one that has nothing LeadSquared says so. */
const TICKET = 1;

/** @throws UsageError for settings; LeadSquaredError as the client */
export async function tryCall({ settings, log, signal }: Context): Promise<void> {
  const [account, keys, pace] = await together([
    accountSettings(settings),
    keySettings(settings),
    paceSettings(settings),
  ]);
  const credentials = await credentialsReader(keys, log);
  const pacer = await openPacer(pace, { orgId: account.orgId, log, onHold: () => {} });
  const dispatcher = httpAgent(proxies(settings.env));
  try {
    const client = createClient({ account, credentials, pacer, dispatcher, log, limits: { retries: 0 } });
    await client.getTicketConversations(TICKET, { signal });
  } finally {
    await dispatcher.destroy();
  }
}
