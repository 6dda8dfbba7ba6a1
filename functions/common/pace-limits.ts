/** What is ours of the company's limits of calls, by a function's settings. */
import type * as z from "zod";
import { paceOf } from "../../shared/leadsquared/call-limits.ts";
import type { PaceLimits } from "../../shared/leadsquared/pace.ts";
import { ENV } from "../../shared/names.ts";
import type { calls } from "./environment.ts";

export function paceLimits(settings: z.output<z.ZodObject<typeof calls>>): PaceLimits {
  return paceOf({
    perWindow: settings[ENV.callsPerWindow],
    perDay: settings[ENV.callsPerDay],
    share: settings[ENV.callsShare],
  });
}
