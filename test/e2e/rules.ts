/** Plays the rules of an EventBridge bus: which events match, and what their targets are given. */
import * as z from "zod";
import type { BusEvent } from "../stand-ins/aws/event-bus.ts";

export const rule = z.object({
  EventBusName: z.string().optional(),
  EventPattern: z.record(z.string(), z.unknown()).optional(),
  ScheduleExpression: z.string().optional(),
  State: z.string().default("ENABLED"),
  Targets: z
    .array(
      z.object({
        Arn: z.string(),
        Input: z.string().optional(),
        InputPath: z.string().optional(),
        InputTransformer: z
          .object({ InputPathsMap: z.record(z.string(), z.string()).default({}), InputTemplate: z.string() })
          .optional(),
      }),
    )
    .default([]),
});

export type Rule = z.infer<typeof rule>;

/** Whether a pattern matches an event: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html */
export function matches(pattern: unknown, value: unknown): boolean {
  if (Array.isArray(pattern)) return pattern.some((wanted) => matchesOne(wanted, value));
  if (typeof pattern !== "object" || pattern === null) return false;
  return Object.entries(pattern).every(([key, inner]) => matches(inner, fieldOf(value, key)));
}

function matchesOne(wanted: unknown, value: unknown): boolean {
  if (Array.isArray(value)) return value.some((item) => matchesOne(wanted, item));
  if (typeof wanted !== "object" || wanted === null) return wanted === value;
  return Object.entries(wanted).every(([operator, argument]) => {
    if (operator === "exists") return (value !== undefined) === argument;
    if (operator === "prefix") return typeof value === "string" && value.startsWith(String(argument));
    if (operator === "anything-but") return value !== undefined && !matches([argument].flat(), value);
    throw new Error(`The harness does not know the operator ${operator} of event patterns.`);
  });
}

/** The text that a target gets for an event. */
export function inputOf(target: Rule["Targets"][number], event: BusEvent): string {
  if (target.Input !== undefined) return target.Input;
  if (target.InputPath !== undefined) return JSON.stringify(at(event, target.InputPath));
  if (target.InputTransformer === undefined) return JSON.stringify(event);
  const { InputPathsMap, InputTemplate } = target.InputTransformer;
  const values = new Map(Object.entries(InputPathsMap).map(([name, path]) => [name, at(event, path)]));
  return fill(InputTemplate, values);
}

/** A variable within a string of the template becomes its text; outside of one, its JSON. */
function fill(template: string, values: ReadonlyMap<string, unknown>): string {
  let inString = false;
  return template.replaceAll(/\\.|"|<([^<>]+)>/gs, (found, name?: string) => {
    if (found === '"') inString = !inString;
    if (name === undefined || !values.has(name)) return found;
    const value = values.get(name) ?? "";
    return inString ? JSON.stringify(String(value)).slice(1, -1) : JSON.stringify(value);
  });
}

/** What stands in a value at a path such as `$.detail.id`; undefined when nothing does. */
export function at(value: unknown, path: string): unknown {
  return path.split(".").slice(1).reduce<unknown>(fieldOf, value);
}

function fieldOf(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}
