/** Opens the pace that a command keeps; apart from the archiver, so that the AWS SDK is loaded only for a stack's. */
import { localPacer } from "../shared/leadsquared/local-pacer.ts";
import type { Hold, Pacer } from "../shared/leadsquared/pacer.ts";
import type { Logger } from "../shared/log.ts";
import type { PaceSettings } from "./pace-settings.ts";
import { awsConfig, checkRegion } from "./wiring.ts";

export interface PacerParts {
  readonly orgId: number;
  readonly log: Logger;
  /** Shows a person why calls stand still. */
  readonly onHold: (hold: Hold) => void;
}

/** @throws UsageError when AWS's region is nowhere to be found */
export async function openPacer(
  { limits, table, region, proxies }: PaceSettings,
  { orgId, log, onHold }: PacerParts,
): Promise<Pacer> {
  if (table === undefined) return localPacer(limits, { log, onHold });
  const { DynamoDBClient } = await import("@aws-sdk/client-dynamodb");
  const { dynamoPacer } = await import("../shared/leadsquared/dynamo-pacer.ts");
  const client = new DynamoDBClient(awsConfig({ region, proxies }));
  await checkRegion(client.config);
  return dynamoPacer({ client, table, account: String(orgId), limits, log, onHold });
}
