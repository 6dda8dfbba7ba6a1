/** What the template connects to the functions: the queues' event sources, the HTTP API's routes, rules and schedules. */
import * as z from "zod";
import type { BusEvent } from "../stand-ins/aws/event-bus.ts";
import { mapping } from "./event-source.ts";
import type { DeployedFunction } from "./functions.ts";
import type { Route } from "./http-api.ts";
import { inputOf, matches, rule } from "./rules.ts";
import type { Template } from "./template.ts";

export interface QueueTrigger {
  readonly batchSize: number;
  readonly reportsFailures: boolean;
  readonly target: DeployedFunction;
}

/** The function that a queue's messages go to. */
export function queueTrigger(
  template: Template,
  functions: readonly DeployedFunction[],
  queueArn: string,
): QueueTrigger {
  const found = template
    .all("AWS::Lambda::EventSourceMapping", mapping)
    .find(({ properties }) => properties.EventSourceArn === queueArn);
  const target = functions.find(({ id }) => id === found?.properties.FunctionName);
  if (found === undefined || target === undefined) throw new Error(`Nothing takes what is in ${queueArn}.`);
  const { BatchSize, FunctionResponseTypes } = found.properties;
  return {
    batchSize: BatchSize,
    reportsFailures: FunctionResponseTypes.includes("ReportBatchItemFailures"),
    target,
  };
}

const route = z.object({
  RouteKey: z.string(),
  AuthorizationType: z.string().default("NONE"),
  Target: z.string(),
});

const integration = z.object({ IntegrationUri: z.string(), PayloadFormatVersion: z.literal("2.0") });

export function routesOf(template: Template, functions: readonly DeployedFunction[]): Route[] {
  const integrations = template.all("AWS::ApiGatewayV2::Integration", integration);
  return template.all("AWS::ApiGatewayV2::Route", route).map(({ properties }) => {
    const { RouteKey, AuthorizationType, Target } = properties;
    const to = integrations.find(({ id }) => Target === `integrations/${id}`)?.properties.IntegrationUri;
    if (to === undefined) throw new Error(`The route ${RouteKey} leads nowhere.`);
    const { running } = functionOf(functions, to);
    return { key: RouteKey, iam: AuthorizationType === "AWS_IAM", target: running };
  });
}

/** The function that an ARN names. */
export function functionOf(functions: readonly DeployedFunction[], arn: string): DeployedFunction {
  const found = functions.find(({ id }) => arn.endsWith(`function:${id}`));
  if (found === undefined) throw new Error(`There is no function ${arn}.`);
  return found;
}

const schedule = z.object({ Target: z.object({ Arn: z.string(), Input: z.string() }) });

/** The event that a schedule of the template sends to a function. @param task what it names, where there are several */
export function scheduledEvent(template: Template, { id }: DeployedFunction, task?: string): unknown {
  const found = template
    .all("AWS::Scheduler::Schedule", schedule)
    .find(
      ({ properties: { Target } }) =>
        Target.Arn.endsWith(`function:${id}`) && Target.Input.includes(task ?? ""),
    );
  if (found === undefined) throw new Error(`No schedule calls ${id}.`);
  return JSON.parse(found.properties.Target.Input);
}

/** What an event on a bus leads to: for each rule that matches, its targets' ARNs with the text that each gets. */
export function deliveries(
  template: Template,
  busName: string,
  event: BusEvent,
): { readonly arn: string; readonly input: string }[] {
  return template
    .all("AWS::Events::Rule", rule)
    .map(({ properties }) => properties)
    .filter(({ EventBusName = "default", EventPattern, State }) => {
      const [name] = EventBusName.split("/").slice(-1);
      return (
        State === "ENABLED" && name === busName && EventPattern !== undefined && matches(EventPattern, event)
      );
    })
    .flatMap(({ Targets }) => Targets.map((target) => ({ arn: target.Arn, input: inputOf(target, event) })));
}
