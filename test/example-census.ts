/** A census of six numbers, as tests alter it. */
import { CENSUS_SCHEMA, type Census } from "../shared/census-record.ts";

export function exampleCensus(at: Date): Census {
  const none = { count: 0, ranges: [] };
  return {
    schema: CENSUS_SCHEMA,
    orgId: 22824,
    at: at.toISOString(),
    endedAt: at.toISOString(),
    tool: "ticketvault 0.1.0",
    requestedBy: "wim",
    index: { location: "dynamodb://Index", entries: 6 },
    vault: { location: "s3://vault", tickets: 4, lookedAgain: 0 },
    ledger: { sequence: 7, sha256: "0".repeat(64), time: at.toISOString() },
    highest: 6,
    numbers: {
      archived: { count: 3, ranges: ["1-2", "6"] },
      incomplete: { count: 1, ranges: ["5"] },
      accepted: none,
      empty: { count: 2, ranges: ["3-4"] },
      neverAsked: none,
      notInVault: none,
      notInIndex: none,
    },
    due: { count: 1, since: at.toISOString() },
    failing: { count: 1, ranges: ["5"], since: at.toISOString() },
    answers: { oldest: at.toISOString(), unknown: 0 },
  };
}
