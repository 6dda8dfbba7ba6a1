/** An HTTP request as API Gateway hands it to a function: HTTP API, payload format 2.0. */
import type {
  APIGatewayEventRequestContextIAMAuthorizer,
  APIGatewayEventRequestContextV2,
  APIGatewayProxyEventV2WithRequestContext,
} from "aws-lambda";

/** IAM tells who calls on the routes that it guards; on the webhook's nobody does. */
type RequestContext = APIGatewayEventRequestContextV2 & {
  readonly authorizer?: Partial<APIGatewayEventRequestContextIAMAuthorizer>;
};

export type HttpEvent = APIGatewayProxyEventV2WithRequestContext<RequestContext>;
