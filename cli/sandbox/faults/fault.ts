/** Everything that can be made to go wrong on demand: one table for each kind of request, as data that travels. */
import type { RequestFor } from "../on-demand.ts";
import { callFaults } from "./call-faults.ts";
import { contentFaults } from "./content-faults.ts";
import { fileFaults } from "./file-faults.ts";

/** By what is struck: the conversation filter, the details of a ticket, the list of users, a download. */
export const faults = {
  api: { ...callFaults, ...contentFaults },
  details: callFaults,
  users: callFaults,
  attachment: fileFaults,
};

type FaultOn<On extends keyof typeof faults> = { on: On } & RequestFor<(typeof faults)[On]>;

export type ApiFault = FaultOn<"api">;
export type AttachmentFault = FaultOn<"attachment">;
/** One fault: where it strikes, how often, and what happens. */
export type Fault = ApiFault | FaultOn<"details"> | FaultOn<"users"> | AttachmentFault;
