/** The OpenAPI document: made of the schemas, served, and true to the routes. */
import { readFile } from "node:fs/promises";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openapiDocument } from "../../docs/openapi.ts";
import { type ApiParts, startApi } from "./api-parts.ts";
import { OPERATIONS } from "./openapi.ts";

let api: ApiParts;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api[Symbol.asyncDispose]());

describe("docs/openapi.json", () => {
  it("is what `npm run docs` makes of the schemas now", async () => {
    const written = await readFile(new URL("../../docs/openapi.json", import.meta.url), "utf8");

    expect(written).toBe(`${JSON.stringify(openapiDocument(), null, 2)}\n`);
  });

  it("says of every operation what API Gateway answers by itself, without a problem document", () => {
    const { paths } = JSON.parse(JSON.stringify(openapiDocument()));

    for (const { method, path } of OPERATIONS) {
      const { responses } = paths[path][method.toLowerCase()];
      for (const status of ["403", "429"]) {
        const schema = { $ref: "#/components/schemas/GatewayMessage" };
        expect(responses[status].content).toEqual({ "application/json": { schema } });
      }
    }
  });

  it("is served", async () => {
    const { status, json } = await api.call({ path: "/openapi.json" });

    expect(status).toBe(200);
    expect(json).toEqual(JSON.parse(JSON.stringify(openapiDocument())));
  });

  // F11
  it.each([
    ["showTicket", "ticketId", (given: string) => ({ path: `/tickets/${encodeURIComponent(given)}` })],
    ["showTicket", "offset", (offset: string) => ({ path: "/tickets/1", query: { offset } })],
    ["showTicket", "version", (version: string) => ({ path: "/tickets/1", query: { version } })],
    ["showHold", "matter", (given: string) => ({ path: `/holds/${given}` })],
    ["showExport", "run", (given: string) => ({ path: `/exports/${given}` })],
  ] as const)("of %s, describes only values of %s that the API takes", async (operationId, name, request) => {
    const pattern = new RegExp(parameter(operationId, name).schema.pattern);
    await fc.assert(
      fc.asyncProperty(fc.stringMatching(pattern), async (given) => {
        expect((await api.call(request(given))).status).not.toBe(400);
      }),
      { numRuns: 20 },
    );
  });

  // F11
  it("describes only reasons that the API takes", async () => {
    const { pattern, maxLength } = parameter("releaseHold", "reason").schema;
    const letters = fc.constantFrom("a", "é", "हि", "😀", " ", "\u200b", "\u202e", "\n", "\u0000", "\ufeff");
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: letters, maxLength: 12 }), async (reason) => {
        const isDescribed = new RegExp(pattern, "u").test(reason) && reason.length <= maxLength;
        const { status } = await api.call({ method: "DELETE", path: "/holds/none", query: { reason } });
        if (isDescribed) expect(status).toBe(404);
      }),
      { numRuns: 200 },
    );
  });

  // F11
  it("says where the API is", () => {
    const { servers } = JSON.parse(JSON.stringify(openapiDocument()));
    expect(servers[0].url).toBe("https://{api}.execute-api.{region}.amazonaws.com");
    expect(Object.keys(servers[0].variables)).toEqual(["api", "region"]);
  });
});

interface Parameter {
  readonly name: string;
  readonly schema: { readonly pattern: string; readonly maxLength: number };
}

function parameter(operationId: string, name: string): Parameter {
  const { paths } = JSON.parse(JSON.stringify(openapiDocument()));
  const operations = Object.values<object>(paths).flatMap((path) => Object.values(path));
  const { parameters } = operations.find((each) => each.operationId === operationId);
  return parameters.find((each: Parameter) => each.name === name);
}
