/** The HTTP API: every route asks for a signed request of AWS IAM, but LeadSquared's webhook, which brings its secret. */

import { Stack } from "aws-cdk-lib";
import { AccessLogFormat } from "aws-cdk-lib/aws-apigateway";
import {
  HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  HttpStage,
  type IHttpRouteAuthorizer,
  LogGroupLogDestination,
} from "aws-cdk-lib/aws-apigatewayv2";
import { HttpIamAuthorizer } from "aws-cdk-lib/aws-apigatewayv2-authorizers";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import type { LogGroup } from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";
import { API_ROUTES, WEBHOOK_PATH } from "../shared/names.ts";
import { acknowledge } from "./acknowledge.ts";
import type { Config } from "./config.ts";
import type { OurFunction } from "./function.ts";

export interface HttpApiProps {
  readonly throttling: Config["throttling"];
  readonly accessLog: LogGroup;
  readonly api: OurFunction;
  readonly webhook: OurFunction | undefined;
}

export interface HttpParts {
  readonly stage: HttpStage;
  /** Without a final slash. */
  readonly url: string;
}

/** Who asked for what, and what became of it. No query strings, which hold what people put there. */
const ACCESS_LOG = {
  requestId: "$context.requestId",
  time: "$context.requestTime",
  caller: "$context.identity.userArn",
  sourceIp: "$context.identity.sourceIp",
  method: "$context.httpMethod",
  path: "$context.path",
  route: "$context.routeKey",
  status: "$context.status",
  responseLength: "$context.responseLength",
  latencyMs: "$context.responseLatency",
  error: "$context.error.message",
};

export function httpApi(scope: Construct, { throttling, accessLog, api, webhook }: HttpApiProps): HttpParts {
  const gateway = new HttpApi(scope, "HttpApi", {
    apiName: Stack.of(scope).stackName,
    description: "Ticketvault: archives tickets, shows, holds and exports what is archived.",
    createDefaultStage: false,
  });
  const stage = new HttpStage(scope, "HttpStage", {
    httpApi: gateway,
    autoDeploy: true,
    throttle: { rateLimit: throttling.rate, burstLimit: throttling.burst },
    accessLogSettings: {
      destination: new LogGroupLogDestination(accessLog),
      format: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG)),
    },
  });
  const routes = (path: string, methods: HttpMethod[], to: OurFunction, authorizer: IHttpRouteAuthorizer) =>
    gateway.addRoutes({
      path,
      methods,
      authorizer,
      integration: new HttpLambdaIntegration(`${to.name}Integration`, to.lambda),
    });
  const signed = new HttpIamAuthorizer();
  for (const route of Object.values(API_ROUTES)) {
    const [method, path] = route.split(" ", 2) as [HttpMethod, string];
    routes(path, [method], api, signed);
  }
  if (webhook !== undefined) {
    const open = new HttpNoneAuthorizer();
    for (const route of routes(WEBHOOK_PATH, [HttpMethod.HEAD, HttpMethod.POST], webhook, open)) {
      acknowledge(
        route,
        "APIGWAuthorization",
        "LeadSquared cannot sign requests. The function compares the secret header in constant time before it reads anything; HEAD answers 200 and does nothing.",
      );
    }
  }
  return { stage, url: gateway.apiEndpoint };
}
