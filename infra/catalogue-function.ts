/** The function `catalogue`: keeps the files that people search level with the ledger. */
import type { Construct } from "constructs";
import { ENV } from "../shared/names.ts";
import { acknowledgeWildcard } from "./acknowledge.ts";
import { explainReading } from "./explain-reading.ts";
import { type OurFunction, ourFunction } from "./function.ts";
import { catalogueFiles, keepCatalogue } from "./grants.ts";
import { LONG_TIMEOUT, MEMORY } from "./limits.ts";
import type { Parts } from "./parts.ts";
import { storeEnvironment } from "./store-environment.ts";

export function catalogueFunction(scope: Construct, parts: Parts): OurFunction {
  const { catalogue, config, serviceKey } = parts;
  const made = ourFunction(scope, "CatalogueFunction", {
    name: "catalogue",
    description: "Takes what was sealed into the catalogue that people search.",
    timeout: LONG_TIMEOUT,
    memory: MEMORY.catalogue,
    environment: { ...storeEnvironment(parts), [ENV.catalogueBucket]: catalogue.bucketName },
    statements: keepCatalogue(parts),
    logs: config.logs,
    logKey: serviceKey,
    lostCalls:
      "A turn that is lost is made up for by the next one, and an alarm goes off when none is completed.",
  });
  explainReading(made, parts);
  for (const files of catalogueFiles(parts)) {
    acknowledgeWildcard(made.policy, files, "Shards of tickets, which are numbered as they come.");
  }
  return made;
}
