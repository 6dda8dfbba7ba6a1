/** Synthesizes the stack for tests: without bundles and rule packs, as the templates do not depend on them. */
import { readFileSync } from "node:fs";
import { App } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { readConfig } from "../../infra/config.ts";
import { TicketvaultStack } from "../../infra/stack.ts";

export const cdkJson = JSON.parse(readFileSync(new URL("../../cdk.json", import.meta.url), "utf8"));

export type Properties = Readonly<Record<string, unknown>>;

export interface Resource {
  /** The name given in infra/, without the CDK's hash. */
  readonly name: string;
  readonly type: string;
  readonly properties: Properties;
  readonly deletionPolicy: string | undefined;
  /** Names of the resources that must stand first. */
  readonly dependsOn: readonly string[];
}

interface Raw {
  readonly Type: string;
  readonly Properties?: Properties;
  readonly DeletionPolicy?: string;
  readonly DependsOn?: readonly string[];
}

const made = new Map<string, Template>();

/** The template under these settings, made once; the org id is 22824 unless given. */
export function synthesized(settings: object = {}): Template {
  const key = JSON.stringify(settings);
  const template = made.get(key) ?? synthesize(settings);
  made.set(key, template);
  return template;
}

function synthesize(settings: object): Template {
  const context = {
    ...cdkJson.context,
    "@aws-cdk/core:validateAgainstDefaultRules": false,
    "aws:cdk:bundling-stacks": [],
    "aws:cdk:disable-creation-stack-traces": true,
  };
  const stack = new TicketvaultStack(new App({ context }), readConfig({ orgId: 22824, ...settings }));
  return Template.fromStack(stack);
}

/** Every resource of a type (all of them when left out), values written flat: `Archive.Arn/archive/22824/*`. */
export function resources(template: Template, type?: string): Resource[] {
  const all: Readonly<Record<string, Raw>> = template.toJSON()["Resources"];
  return Object.entries(all)
    .filter(([, { Type }]) => type === undefined || Type === type)
    .map(([id, { Type, Properties = {}, DeletionPolicy, DependsOn = [] }]) => ({
      name: named(id),
      type: Type,
      properties: flat(Properties) as Properties,
      deletionPolicy: DeletionPolicy,
      dependsOn: DependsOn.map(named),
    }));
}

/** The one resource of that type and name. */
export function resource(template: Template, type: string, name: string): Resource {
  const found = resources(template, type).filter((each) => each.name === name);
  if (found.length === 1 && found[0] !== undefined) return found[0];
  throw new Error(`${found.length} resources ${type} ${name}`);
}

/** What a role's, bucket's, queue's or key's policy says, a line for each action on a resource. */
export function lines(document: unknown): string[] {
  return statements(document)
    .flatMap(({ Effect, Action, Resource, Condition }) =>
      [Action].flat().flatMap((action) =>
        [Resource].flat().map((on) => {
          const when = Condition === undefined ? "" : ` if ${JSON.stringify(Condition)}`;
          return `${Effect} ${action} on ${on}${when}`;
        }),
      ),
    )
    .toSorted();
}

interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Principal?: unknown;
  readonly Condition?: unknown;
}

export function statements(document: unknown): readonly Statement[] {
  return (document as { Statement: readonly Statement[] }).Statement;
}

function named(id: string): string {
  return id.replace(/[0-9A-F]{8}$/, "");
}

/** Replaces CloudFormation's functions by what they come to, as far as a name tells that. */
export function flat(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(flat);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  const [[name, argument] = ["", undefined]] = entries;
  if (name === "Ref") return named(String(argument));
  if (name === "Fn::GetAtt") {
    const [id = "", attribute = ""] = argument as string[];
    return `${named(id)}.${attribute}`;
  }
  if (name === "Fn::Sub" && typeof argument === "string") return argument.replaceAll(/\$\{(.+?)\}/g, "$1");
  if (name === "Fn::Join") {
    const [separator, parts] = argument as [string, unknown[]];
    return parts.map(flat).join(separator);
  }
  return Object.fromEntries(entries.map(([key, each]) => [key, flat(each)]));
}
