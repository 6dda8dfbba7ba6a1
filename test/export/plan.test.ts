/** An export's plan has no more parts than can be handed out in one answer. */
import { expect, it } from "vitest";
import { MOST_PARTS, makePlan, type PinnedTicket } from "../../shared/export/plan.ts";
import { requestFor } from "./exported.ts";

/** Each fills more than half a part of 10 MB. */
function tickets(count: number): PinnedTicket[] {
  return Array.from({ length: count }, (_, index) => ({
    ticketId: index + 1,
    version: "v1",
    created: "2026-01-02T03:04:05.678Z",
    inventorySha256: "a".repeat(64),
    files: 4,
    bytes: 6_000_000,
    attachmentBytes: 6_000_000,
    messageBytes: 6_000_000,
    accepted: null,
    ledgerEntries: [1],
  }));
}

function planOf(count: number, partSize: number) {
  return makePlan({
    source: {
      ...{ location: "./vault", region: null, account: null, ledgerHead: null },
      heartbeats: { since: null, silences: [] },
    },
    plannedAt: "2026-03-04T05:06:07.890Z",
    tool: "ticketvault 1.2.3",
    orgId: 22824,
    request: requestFor([1], { partSize }),
    leftOut: [],
    notSelected: { count: 0, tickets: "" },
    keyEntries: [],
    checkpoint: null,
    tickets: tickets(count),
  });
}

it("has as many parts as there may be, and is refused with more, saying what helps", () => {
  expect(planOf(MOST_PARTS, 10_000_000).parts).toHaveLength(MOST_PARTS);
  expect(() => planOf(MOST_PARTS + 1, 10_000_000)).toThrow(
    "would have 2001 parts of 10000000 bytes, and 2000 are the most. Ask for larger parts",
  );
  expect(planOf(MOST_PARTS + 1, 50_000_000).parts.length).toBeLessThan(MOST_PARTS);
});
