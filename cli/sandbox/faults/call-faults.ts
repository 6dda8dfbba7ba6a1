/** What can go wrong with any call that is answered in JSON: conversations, details, users. */
import * as z from "zod";
import { apiError, errorEnvelope } from "../api/error-bodies.ts";
import { answer, drip, jsonAnswer, type Reply, sleep, withHeaders } from "../reply.ts";
import { gzipped, wire } from "./gzip.ts";
import { deepJson, escapedJson, hugeJson, windows1252 } from "./json-texts.ts";
import { pageAnswer, pageName } from "./pages.ts";
import { callFault } from "./strike.ts";

export const delayMs = z.int().nonnegative().describe("milliseconds");
export const bytesPerSecond = z.number().positive().optional().describe("1 unless said");
export const location = z.string().describe("where to");
export const retryAfter = z
  .string()
  .optional()
  .describe('the Retry-After header as it stands ("7", "-5", a date)');
export const errorStatus = z.int().min(300).max(599).describe("a status from 300 to 599");
export const redirectStatus = z.int().min(300).max(308).optional().describe("302 unless said");
export const pageStatus = z
  .int()
  .min(200)
  .max(599)
  .optional()
  .describe("its status, from 200 to 599 (200 unless said)");

export const callFaults = {
  status: callFault(
    "An error status, with the error body that the sandbox gives it.",
    { status: errorStatus, retryAfter },
    ({ status, retryAfter }) => withHeaders(apiError(status), { "Retry-After": retryAfter }),
  ),
  "error-envelope": callFault("Status 200 around an error.", {}, () => jsonAnswer(200, errorEnvelope(500))),
  "error-page": callFault(
    "A page for people, as of a firewall, a proxy or maintenance.",
    { format: pageName, status: pageStatus, retryAfter },
    ({ format, status, retryAfter }) =>
      withHeaders(pageAnswer(format, status ?? 200), { "Retry-After": retryAfter }),
  ),
  raw: callFault(
    "This body instead, with status 200.",
    {
      body: z.string().describe("the whole body"),
      contentType: z.string().optional().describe('"application/json" unless said'),
    },
    ({ body, contentType }) => answer(200, contentType ?? "application/json", body),
  ),
  "malformed-json": callFault("The first half of the answer.", {}, (_given, right) => {
    const text = JSON.stringify(right);
    return answer(200, "application/json", text.slice(0, text.length / 2));
  }),
  "huge-json": callFault(
    "Well-formed JSON of any size, its length not announced.",
    {
      bytes: z.int().min(1000).describe("how many, 1,000 at least"),
      of: z.enum(["text", "nulls"]).optional().describe('"text" (unless said) or "nulls"'),
    },
    ({ bytes, of }) => ({ ...jsonAnswer(200, {}), body: hugeJson(bytes, of ?? "text"), framing: "chunked" }),
  ),
  "deep-json": callFault(
    "The answer with arrays in arrays in an unknown field.",
    { depth: z.int().min(1).max(10_000_000).describe("how deep") },
    ({ depth }, right) => deepJson(right, depth),
  ),
  escaped: callFault("The answer with all but letters and digits as \\u escapes.", {}, (_given, right) =>
    escapedJson(right),
  ),
  "windows-1252": callFault("The answer in the charset windows-1252.", {}, (_given, right) =>
    windows1252(right),
  ),
  gzip: callFault("The answer with Content-Encoding gzip.", { wire }, ({ wire }, right) =>
    gzipped(jsonAnswer(200, right), () => Buffer.from(JSON.stringify(right)), wire),
  ),
  "echo-headers": callFault(
    "The answer, or an error, with the request's URL and headers in it, the keys among them.",
    {
      status: errorStatus
        .optional()
        .describe("an error's status, from 300 to 599 (200 and the answer unless said)"),
    },
    ({ status }, right, { url, headers }) => {
      const whole = status === undefined ? right : errorEnvelope(status);
      return jsonAnswer(status ?? 200, {
        ...(Array.isArray(whole) ? { Users: whole } : whole),
        Debug: { url, headers },
      });
    },
  ),
  redirect: callFault("A redirect.", { location, status: redirectStatus }, ({ location, status }) =>
    withHeaders(answer(status ?? 302, "text/plain", ""), { Location: location }),
  ),
  slow: callFault("The answer, late.", { delayMs }, async ({ delayMs }, right) => {
    await sleep(delayMs);
    return jsonAnswer(200, right);
  }),
  drip: callFault("The answer, a few bytes at a time.", { bytesPerSecond }, ({ bytesPerSecond }, right) => {
    const whole = jsonAnswer(200, right);
    return { ...whole, body: drip(whole.body, bytesPerSecond ?? 1) };
  }),
  stall: callFault("No answer; the connection stays open.", {}, (): Reply => ({ kind: "silence" })),
  reset: callFault("The connection is reset.", {}, (): Reply => ({ kind: "reset" })),
};
