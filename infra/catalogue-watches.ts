/** What is watched of the catalogue: whether it goes on, whether it has all, and whether it could be made again. */
import { Duration } from "aws-cdk-lib";
import type { Watch, Watched } from "./alarms.ts";

export function catalogueWatches({ metrics, rebuilds }: Watched): Watch[] {
  const period = Duration.minutes(5);
  return [
    {
      id: "CatalogueMissing",
      means:
        "Nothing was taken into the catalogue for an hour: what is archived now is not found by who asks it. The archive itself goes on.",
      section: "catalogue-stands-still",
      metric: metrics.catalogued.with({ period }),
      whenMissing: true,
      periods: 12,
    },
    {
      id: "CatalogueUnreadable",
      means: "The archive of a ticket cannot be read, so that the catalogue has no rows of it.",
      section: "catalogue-without-a-ticket",
      metric: metrics.catalogueUnreadable.with({ period }),
    },
    {
      id: "CatalogueRebuildFailed",
      means: "The catalogue could not be made again. It goes on as it was.",
      section: "catalogue-not-made-again",
      metric: rebuilds.machine.metricFailed({ period }),
    },
  ];
}
