/** A production as its certificates state it. */
import type { CertificateFacts } from "../../shared/render/certificate-facts.ts";

const digest = (two: string): string => two.repeat(32);

export const FACTS: CertificateFacts = {
  ...{ id: "7f3c0a91d2e4b658", orgId: 22824, tool: "ticketvault 0.1.0" },
  ...{ plannedAt: "2026-03-04T05:06:07.890Z", planSha256: digest("a1"), reportSha256: digest("b2") },
  matter: "Example Ltd, refunds 2025",
  reason: "Disclosure of all correspondence about refunds",
  requestedBy: "Legal, M. Rao",
  authenticated: "arn:aws:sts::111122223333:assumed-role/legal/rao",
  asked:
    "all tickets of which a version was archived from 2025-01-01T00:00:00.000Z to before 2026-01-01T00:00:00.000Z",
  question: {
    ...{ text: "(refund OR repayment) sent:2025", zone: "Asia/Kolkata", found: 481 },
    askedOf: {
      ...{
        ledgerHead: { sequence: 4_216, sha256: digest("c2") },
        newestArchived: "2026-03-04T04:58:01.000Z",
      },
      ...{ tickets: 18_204, messages: 121_377, namesLookedUp: "2026-03-01" },
      notSearched: {
        ...{ incompleteTickets: 7, attachments: 30_412, ticketsWithAttachments: 9_871, unreadable: "" },
      },
    },
  },
  source: {
    location: "s3://example-ticketvault-archive/archive",
    region: "ap-south-1",
    account: "111122223333",
    ledgerHead: { sequence: 4_217, sha256: digest("c3") },
    heartbeats: {
      since: "2025-01-02T00:00:00.000Z",
      silences: [{ from: "2025-06-11T21:00:04.000Z", to: "2025-06-12T03:40:19.000Z" }],
    },
  },
  counts: {
    ...{ tickets: 214, conversations: 1_377, attachments: 912, missing: 3, incompleteTickets: 2 },
    ...{ changedTickets: 5, unsealedVersions: 0, leftOut: 1, notSelected: 0 },
  },
  archived: { from: "2025-01-03T09:12:44.000Z", to: "2025-12-30T17:40:02.000Z" },
  sent: { from: "2024-11-19T06:02:30.000Z", to: "2025-12-30T17:21:55.000Z" },
  parts: [1, 2].map((number) => ({
    file: `export-7f3c0a91d2e4b658-part-00${number}-of-002.zip`,
    size: 1_000_000_000 - number * 12_345_678,
    sha256: digest(`${number}d`),
  })),
};
