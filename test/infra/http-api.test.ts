/** The HTTP API as deployed: who may call what, how often, and what of it is logged. */
import { expect, test } from "vitest";
import openapi from "../../docs/openapi.json" with { type: "json" };
import { resource, resources, synthesized } from "./synthesized.ts";

const template = synthesized();

function routes(from = template): [unknown, unknown][] {
  return resources(from, "AWS::ApiGatewayV2::Route").map(({ properties }) => [
    properties["RouteKey"],
    properties["AuthorizationType"],
  ]);
}

test("every route but the webhook's takes signed requests only", () => {
  expect(routes()).toEqual([
    ["POST /tickets/{ticketId}/archive", "AWS_IAM"],
    ["POST /tickets/{ticketId}/accept", "AWS_IAM"],
    ["GET /tickets/{ticketId}", "AWS_IAM"],
    ["GET /holds", "AWS_IAM"],
    ["GET /holds/{matter}", "AWS_IAM"],
    ["POST /holds/{matter}", "AWS_IAM"],
    ["DELETE /holds/{matter}", "AWS_IAM"],
    ["POST /exports", "AWS_IAM"],
    ["GET /exports/{run}", "AWS_IAM"],
    ["GET /openapi.json", "AWS_IAM"],
    ["HEAD /webhooks/leadsquared", "NONE"],
    ["POST /webhooks/leadsquared", "NONE"],
  ]);
});

test("the signed routes are those that the OpenAPI document describes", () => {
  const described = Object.entries(openapi.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const signed = routes().filter(([, authorization]) => authorization === "AWS_IAM");
  const served = signed.map(([key]) => String(key));
  expect(served.toSorted()).toEqual(described.toSorted());
});

const closed = synthesized({ webhook: { enabled: false }, throttling: { rate: 3, burst: 4 } });

test("without a webhook nothing is open, and nothing of it is there", () => {
  expect(routes(closed).filter(([, authorization]) => authorization !== "AWS_IAM")).toEqual([]);
  expect(resources(closed).filter(({ name }) => /webhook/i.test(name))).toEqual([]);
});

test("calls are throttled as the settings say", () => {
  const stage = resource(closed, "AWS::ApiGatewayV2::Stage", "HttpStage");
  expect(stage.properties["DefaultRouteSettings"]).toMatchObject({
    ThrottlingRateLimit: 3,
    ThrottlingBurstLimit: 4,
  });
});

test("the access log names who asked for what, without query strings, headers or bodies", () => {
  const { properties } = resource(template, "AWS::ApiGatewayV2::Stage", "HttpStage");
  const { DestinationArn, Format } = properties["AccessLogSettings"] as Record<string, string>;
  expect(DestinationArn).toBe("HttpAccessLog.Arn");
  expect(Object.values(JSON.parse(Format ?? ""))).toEqual([
    "$context.requestId",
    "$context.requestTime",
    "$context.identity.userArn",
    "$context.identity.sourceIp",
    "$context.httpMethod",
    "$context.path",
    "$context.routeKey",
    "$context.status",
    "$context.responseLength",
    "$context.responseLatency",
    "$context.error.message",
  ]);
});
