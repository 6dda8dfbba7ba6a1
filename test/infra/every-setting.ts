/** Every setting of a stack in use, for tests of what is synthesized. */

export const EVERY_SETTING = {
  orgId: 22824,
  tenantId: 7,
  attachmentHosts: ["files.example.com"],
  objectLock: { mode: "COMPLIANCE", years: 10 },
  breakGlassRoleArn: "arn:aws:iam::123456789012:role/Deleter",
  webhook: {
    secretArn: "arn:aws:secretsmanager:ap-south-1:123456789012:secret:Hook-abc123",
    ticketPaths: ["Ticket.Id"],
    orgPaths: ["Org"],
  },
  events: [
    { name: "crm", pattern: { source: ["my.crm"] }, orgIdPath: "$.detail.account" },
    { name: "own", pattern: { source: ["mine"] }, busName: "Ticketvault" },
  ],
  schedule: { expression: "rate(1 day)", timezone: "Asia/Kolkata", tickets: [1, 2, 3] },
  staticEgress: true,
  alarms: { email: "ops@example.com" },
  allowedRegions: ["ap-south-1"],
  terminationProtection: true,
  tags: { team: "support" },
  permissionsBoundaryArn: "arn:aws:iam::123456789012:policy/Bound",
  egressAllocationId: "eipalloc-0123456789abcdef0",
  egressS3Endpoint: false,
  concurrency: { archive: 5, holds: 4, exports: 3, catalogue: 4, api: 20, webhook: 10 },
  exports: { retentionDays: 30 },
  search: { mostScannedMb: 100 },
  verify: { everyHours: 12 },
};
