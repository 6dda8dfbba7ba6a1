/** Looks at the way to LeadSquared: network, certificate, this machine's clock, the account's keys. */
import { certificateAdvice } from "../../shared/certificate-advice.ts";
import { conversationEndpoint } from "../../shared/leadsquared/endpoint.ts";
import { send, transportCode } from "../../shared/leadsquared/transport.ts";
import { httpAgent } from "../../shared/proxies.ts";
import { accountSettings } from "../account-settings.ts";
import type { Context } from "../context.ts";
import { proxies } from "../proxies.ts";
import { duration } from "../text.ts";
import { tryCall } from "../try-call.ts";
import { type Finding, finding, ok } from "./check.ts";

const PATIENCE_MS = 10_000;
/** Differences of the clocks, in ms: seconds come from the way of the answer. */
const NOTICED = 60_000;
/** From here on AWS and others refuse what is signed. */
const REFUSED = 5 * 60_000;

export async function leadSquaredFindings(context: Context): Promise<Finding[]> {
  let date: string | undefined;
  const network = await finding("LeadSquared", async () => {
    const { origin } = conversationEndpoint(await accountSettings(context.settings));
    const reached = await reach(origin, context);
    date = reached.date;
    return reached.found;
  });
  return [
    network,
    { name: "clock", ...clockFound(date, Date.now()) },
    network.state === "ok"
      ? await finding("keys", async () => {
          await tryCall(context);
          return ok("LeadSquared takes them");
        })
      : { name: "keys", state: "skipped", found: "LeadSquared must be reached first" },
  ];
}

/** Any answer will do: that host, name service, network and certificate are right is all that it tells. */
async function reach(origin: string, { settings, signal }: Context) {
  const dispatcher = httpAgent(proxies(settings.env));
  const both = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]);
  try {
    const { headers } = await send(dispatcher, { origin, path: "/", method: "GET", signal: both });
    return { date: headers["date"]?.toString(), found: ok(`${origin} answers`) };
  } catch (error) {
    signal.throwIfAborted();
    return { date: undefined, found: unreached(origin, error) };
  } finally {
    await dispatcher.destroy();
  }
}

function unreached(origin: string, error: unknown): Omit<Finding, "name"> {
  if (error instanceof DOMException) {
    return {
      state: "failed",
      found: `${origin} does not answer within ${PATIENCE_MS / 1000} s`,
      todo: NETWORK,
    };
  }
  const code = transportCode(error);
  if (code === undefined) throw error;
  return { state: "failed", found: `${origin}: ${code}`, todo: certificateAdvice(code) ?? NETWORK };
}

const NETWORK = "check the base URL, the network and the proxy";

/** @param date as the server's header has it */
export function clockFound(date: string | undefined, now: number): Omit<Finding, "name"> {
  const off = date === undefined ? Number.NaN : Math.abs(Date.parse(date) - now);
  if (Number.isNaN(off)) return { state: "skipped", found: "no server has told the time" };
  if (off <= NOTICED) return ok("as LeadSquared's");
  return {
    state: off > REFUSED ? "failed" : "warning",
    found: `${duration(off)} from LeadSquared's`,
    todo: "set this machine's clock, by NTP if it can be: times of versions and of the ledger come from it",
  };
}
