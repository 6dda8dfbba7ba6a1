/** The OpenAPI document: made of the schemas, served, and true to the routes. */
import { readFile } from "node:fs/promises";
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
});
