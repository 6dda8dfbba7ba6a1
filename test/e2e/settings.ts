/** The settings with which the tests deploy. */

/** Stands for the sandbox in the template, which takes https only; the harness puts the sandbox's address in its place. */
export const STAND_IN_URL = "https://leadsquared.stand-in.example";

export const SETTINGS = {
  orgId: 22_824,
  baseUrl: STAND_IN_URL,
  attachmentHosts: [STAND_IN_URL],
  events: [
    {
      name: "crm-ticket-closed",
      pattern: { source: ["example.crm"], "detail-type": ["Case Closed"], detail: { status: ["Closed"] } },
      ticketIdPath: "$.detail.case.number",
    },
  ],
  logs: { level: "debug" },
};
