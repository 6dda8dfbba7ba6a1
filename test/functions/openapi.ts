/** Holds answers of the API against docs/openapi.json, as a client that was made from it would. */
import { expect } from "vitest";
import * as z from "zod";
import document from "../../docs/openapi.json" with { type: "json" };
import type { ApiAnswer, Request } from "./http.ts";

const response = z.object({ content: z.record(z.string(), z.object({ schema: z.unknown() })) });
const operations = z.record(
  z.string(),
  z.record(z.string(), z.object({ responses: z.record(z.string(), response) })),
);
const paths = operations.parse(document.paths);

/** Every operation of the document. */
export const OPERATIONS = Object.entries(paths).flatMap(([path, methods]) =>
  Object.keys(methods).map((method) => ({ method: method.toUpperCase(), path })),
);

/** Fails when the document does not know the answer's status, media type or shape. Of no use for unknown routes. */
export function expectDocumented({ method = "GET", path }: Request, answer: ApiAnswer): void {
  const template = Object.keys(paths).find((each) => fits(each, path));
  const operation = paths[template ?? ""]?.[method.toLowerCase()];
  if (operation === undefined) return;
  const contents = operation.responses[answer.status]?.content ?? {};
  const content = contents[answer.headers["content-type"] ?? ""];
  expect(
    content,
    `${answer.status} of ${method} ${template} as ${answer.headers["content-type"]}`,
  ).toBeDefined();
  schemaOf(content?.schema).parse(answer.json);
}

function fits(template: string, path: string): boolean {
  return new RegExp(`^${template.replaceAll(/\{[^}]+\}/g, "[^/]+")}$`).test(path);
}

/** References point into the document, zod wants them beside the schema. */
function schemaOf(schema: unknown): z.ZodType {
  const text = JSON.stringify({ ...Object(schema), $defs: document.components.schemas });
  return z.fromJSONSchema(JSON.parse(text.replaceAll("#/components/schemas/", "#/$defs/")));
}
