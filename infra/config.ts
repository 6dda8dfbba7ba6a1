/** The settings of a stack: those of an account, and what a deployment asks of them beyond each one's own rule. */
import type * as z from "zod";
import { checkedBy } from "../shared/settings/mistakes.ts";
import { type AccountSettings, accountSchema } from "../shared/settings/schema.ts";

export type Config = AccountSettings;
export type ForeignEvent = Config["events"][number];
export type RecurringArchive = NonNullable<Config["schedule"]>;

const stackSchema = accountSchema.superRefine(encrypted).superRefine(egressAllows);

/**
 * Reads the settings of one account.
 * @throws ConfigError with all mistakes
 */
export function readConfig(given: unknown): Config {
  return checkedBy(stackSchema, given ?? {}, { above: "ticketvault" });
}

/** A stand-in on this machine, which the command line may call unencrypted, is out of the functions' reach. */
function encrypted({ baseUrl, attachmentHosts = [] }: Config, mistakes: z.RefinementCtx<Config>): void {
  const add = (path: (string | number)[]) =>
    mistakes.addIssue({ code: "custom", path, message: "must be of the form https://host" });
  if (!baseUrl.startsWith("https://")) add(["baseUrl"]);
  for (const [index, host] of attachmentHosts.entries()) {
    if (host.toLowerCase().startsWith("http://")) add(["attachmentHosts", index]);
  }
}

/** The network of the fixed address lets nothing out but HTTPS on its usual port. */
function egressAllows(settings: Config, mistakes: z.RefinementCtx<Config>): void {
  const { staticEgress, egressAllocationId, baseUrl, attachmentHosts = [] } = settings;
  const add = (path: (string | number)[], message: string) =>
    mistakes.addIssue({ code: "custom", path, message });
  if (!staticEgress) {
    if (egressAllocationId !== undefined) add(["egressAllocationId"], "needs staticEgress: true");
    return;
  }
  const onlyHttps = "names a port: with staticEgress, the network lets only port 443 out";
  if (hasPort(baseUrl)) add(["baseUrl"], onlyHttps);
  for (const [index, host] of attachmentHosts.entries()) {
    if (hasPort(host)) add(["attachmentHosts", index], onlyHttps);
  }
}

function hasPort(address: string): boolean {
  return (URL.parse(address)?.port ?? "") !== "";
}
