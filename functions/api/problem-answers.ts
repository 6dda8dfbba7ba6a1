/** What the API answers when a call fails, as zod schemas. */
import * as z from "zod";
import { PROBLEM_TYPE, PROBLEMS } from "./problems.ts";

/** What API Gateway answers by itself, in place of a function. */
export const gatewayAnswer = z
  .looseObject({ message: z.string() })
  .meta({ id: "GatewayMessage", description: "No RFC 9457 document: API Gateway's own form." });

export const problemDocument = z
  .strictObject({
    type: z.enum(Object.keys(PROBLEMS).map((code) => `${PROBLEM_TYPE}${code}`)),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string().meta({ description: "Names this call; the log knows it by that." }),
  })
  .meta({ id: "Problem", description: "RFC 9457." });
