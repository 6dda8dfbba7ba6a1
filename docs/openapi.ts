/** The OpenAPI document of the API, made of the schemas that the handlers keep to. */
import * as z from "zod";
import {
  createDocument,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathItemObject,
  type ZodOpenApiPathsObject,
  type ZodOpenApiResponseObject,
} from "zod-openapi";
import { acceptBody } from "../functions/api/accept-gaps.ts";
import { archiveBody } from "../functions/api/archive-body.ts";
import { exportAnswer } from "../functions/api/export-answers.ts";
import { exportBody } from "../functions/api/export-body.ts";
import { holdAnswer, holdListAnswer } from "../functions/api/hold-answers.ts";
import { holdBody } from "../functions/api/holds.ts";
import { exportPath, matterPath, offsetQuery, ticketPath, versionQuery } from "../functions/api/inputs.ts";
import { gatewayAnswer, problemDocument } from "../functions/api/problem-answers.ts";
import { PROBLEMS, type ProblemCode } from "../functions/api/problems.ts";
import { reason } from "../functions/api/reason.ts";
import {
  acceptanceAnswer,
  queuedAnswer,
  receiptAnswer,
  ticketAnswer,
} from "../functions/api/ticket-answers.ts";
import { API_ROUTES } from "../shared/names.ts";

function json(description: string, schema: z.ZodType): ZodOpenApiResponseObject {
  return { description, content: { "application/json": { schema } } };
}

/** What every operation may end in before it is begun. */
const BY_GATEWAY: Readonly<Record<"403" | "429", ZodOpenApiResponseObject>> = {
  "403": json("API Gateway: not signed, or signed by somebody who may not call this.", gatewayAnswer),
  "429": json("API Gateway: more calls than the stack takes at once. Call again later.", gatewayAnswer),
};

/** What an operation may end in instead of what was asked for, by status: these problems, and what API Gateway says. */
function failures(...codes: readonly ProblemCode[]): Record<`${4 | 5}${string}`, ZodOpenApiResponseObject> {
  const responses: Record<string, ZodOpenApiResponseObject> = { ...BY_GATEWAY };
  for (const code of codes) {
    const { status, title } = PROBLEMS[code];
    const before = responses[status]?.description;
    responses[status] = {
      description: before === undefined ? `${title} (\`${code}\`).` : `${before} ${title} (\`${code}\`).`,
      content: { "application/problem+json": { schema: problemDocument } },
    };
  }
  return responses;
}

/** What the document says of each operation. */
const OPERATIONS: Readonly<Record<keyof typeof API_ROUTES, ZodOpenApiOperationObject>> = {
  archiveTicket: {
    summary: "Bring the archive of a ticket up to date",
    requestParams: {
      path: z.object({ ticketId: ticketPath }),
      header: z.object({
        Prefer: z.string().optional().meta({
          description:
            "RFC 7240: `wait=N` archives within the call, for N seconds at most and never longer than 25.",
          example: "wait=20",
        }),
      }),
    },
    requestBody: { required: false, content: { "application/json": { schema: archiveBody } } },
    responses: {
      "200": {
        ...json(
          "Archived within the call. What LeadSquared announced and could not be stored makes `completeness` `incomplete` and stands in `problems`.",
          receiptAnswer,
        ),
        headers: z.object({ "Preference-Applied": z.string() }),
      },
      "202": {
        ...json(
          "Queued: at once, or when time ran out, or LeadSquared could not be asked now.",
          queuedAnswer,
        ),
        headers: z.object({
          Location: z.string().meta({ description: "The ticket.", example: "/tickets/143" }),
          "Preference-Applied": z.string().optional(),
        }),
      },
      ...failures(
        "bad-ticket-id",
        "bad-body",
        "body-too-large",
        "ticket-empty",
        "ticket-refused",
        "unexpected",
        "leadsquared-refused",
        "unavailable",
      ),
    },
  },
  acceptGaps: {
    summary:
      "Accept what is missing of a ticket's latest version: it raises no alarm and is asked for no more",
    requestParams: { path: z.object({ ticketId: ticketPath }) },
    requestBody: { required: true, content: { "application/json": { schema: acceptBody } } },
    responses: {
      "200": json("All of it was accepted already: the record that says so.", acceptanceAnswer),
      "201": json("Accepted: the record, which is never changed.", acceptanceAnswer),
      ...failures(
        "bad-ticket-id",
        "bad-body",
        "body-too-large",
        "not-archived",
        "nothing-missing",
        "unexpected",
        "unavailable",
      ),
    },
  },
  showTicket: {
    summary: "See what is archived of a ticket, with links to the files of one version",
    requestParams: {
      path: z.object({ ticketId: ticketPath }),
      query: z.object({
        version: versionQuery.optional(),
        offset: offsetQuery.optional(),
      }),
    },
    responses: {
      "200": json("The ticket's versions and the files of one. Links open for 5 minutes.", ticketAnswer),
      ...failures(
        "bad-ticket-id",
        "bad-query",
        "not-archived",
        "no-such-version",
        "unexpected",
        "unavailable",
      ),
    },
  },
  listHolds: {
    summary: "All legal holds, ended ones too",
    responses: {
      "200": json("Every matter.", holdListAnswer),
      ...failures("unexpected", "unavailable"),
    },
  },
  showHold: {
    summary: "A legal hold with its whole record",
    requestParams: { path: z.object({ matter: matterPath }) },
    responses: {
      "200": json("The matter as it stands.", holdAnswer),
      ...failures("bad-matter", "no-such-matter", "unexpected", "unavailable"),
    },
  },
  placeHold: {
    summary: "Put tickets under legal hold: nobody can delete a file of theirs, nor of later versions",
    requestParams: { path: z.object({ matter: matterPath }) },
    requestBody: { required: true, content: { "application/json": { schema: holdBody } } },
    responses: {
      "202": json("Recorded, and being applied to every file.", holdAnswer),
      ...failures("bad-matter", "bad-body", "body-too-large", "unexpected", "unavailable"),
    },
  },
  releaseHold: {
    summary: "End a matter; its tickets are released unless another matter holds them",
    requestParams: {
      path: z.object({ matter: matterPath }),
      query: z.object({ reason: reason.meta({ description: "Why, in one line." }) }),
    },
    responses: {
      "202": json("Recorded, and being applied to every file.", holdAnswer),
      ...failures("bad-matter", "bad-query", "no-such-matter", "unexpected", "unavailable"),
    },
  },
  startExport: {
    summary: "Pack tickets into BagIt zips for somebody else",
    requestBody: { required: true, content: { "application/json": { schema: exportBody } } },
    responses: {
      "202": {
        ...json("Started.", exportAnswer),
        headers: z.object({
          Location: z.string().meta({ description: "Where to look for the result." }),
        }),
      },
      ...failures("bad-body", "body-too-large", "cannot-export", "unexpected", "unavailable"),
    },
  },
  showExport: {
    summary: "See how an export goes, and get links to its parts",
    requestParams: {
      path: z.object({ run: exportPath }),
    },
    responses: {
      "200": json("How it stands. Links open for an hour.", exportAnswer),
      ...failures("no-such-export", "unexpected", "unavailable"),
    },
  },
  showOpenapi: {
    summary: "This document",
    responses: {
      "200": json("An OpenAPI 3.1 document.", z.looseObject({ openapi: z.string() })),
      ...failures("unexpected"),
    },
  },
};

/** As docs/openapi.json has it. */
export function openapiDocument(): object {
  return createDocument({
    openapi: "3.1.0",
    info: {
      title: "Ticketvault",
      version: "1.0.0",
      description: [
        "Archives the ticket conversations of one LeadSquared Service CRM account, and shows what is archived.",
        'Failures are problem documents (RFC 9457), but for those that come of API Gateway, which are `{"message": "…"}`: 403 when a call is not signed or its caller may not make it, 429 when there are too many calls; also 404 for a path or method that there is not, and 500 or 503 when the function crashed, ran out of time or could not be started.',
        "LeadSquared's webhook, `HEAD` and `POST /webhooks/leadsquared`, is LeadSquared's own and takes no signature but a secret header: docs/deploy.md describes it.",
      ].join("\n\n"),
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [
      {
        url: "https://{api}.execute-api.{region}.amazonaws.com",
        description: "The stack's output `ApiUrl`.",
        variables: { api: { default: "abcde12345" }, region: { default: "ap-south-1" } },
      },
    ],
    security: [{ sigv4: [] }],
    components: {
      securitySchemes: {
        sigv4: {
          type: "apiKey",
          name: "Authorization",
          in: "header",
          description: "AWS Signature Version 4 of an IAM identity that may call the API.",
          "x-amazon-apigateway-authtype": "awsSigv4",
        },
      },
    },
    paths: paths(),
  });
}

/** The operations by path and method, as the routes have them. */
function paths(): ZodOpenApiPathsObject {
  const byPath: Record<string, ZodOpenApiPathItemObject> = {};
  for (const [operationId, route] of Object.entries(API_ROUTES)) {
    const [method = "", path = ""] = route.split(" ");
    const operation = OPERATIONS[operationId as keyof typeof API_ROUTES];
    byPath[path] = { ...byPath[path], [method.toLowerCase()]: { operationId, ...operation } };
  }
  return byPath;
}
