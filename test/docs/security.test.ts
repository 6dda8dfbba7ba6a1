/** The table of rights in docs/security.md names the actions that the templates grant, no more and no fewer. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { lines, resources, synthesized } from "../infra/synthesized.ts";

/** Who stands in the table for a policy of the template, by the policy's name. */
const WHO: Readonly<Record<string, string>> = {
  BreakGlassRoleMayDelete: "break-glass role",
  NetworkFlowLogRoleMayLog: "VPC flow logs, setting `staticEgress`",
  ScheduleRoleMaySend: "EventBridge Scheduler, setting `schedule`",
  TimerRoleMayCall: "EventBridge Scheduler, timers",
  ExportMachineRolePolicy: "state machine of exports",
  CatalogueMachineRolePolicy: "state machine of the catalogue",
};

const page = readFileSync(new URL("../../docs/security.md", import.meta.url), "utf8");

/** The actions of the table by who may them. */
function told(): Map<string, Set<string>> {
  const by = new Map<string, Set<string>>();
  const table = page.slice(page.indexOf("| who | may | on |"), page.indexOf("\n\nFor a network"));
  for (const [, who = "", may = ""] of table.matchAll(/^\| (.+?) \| (.+?) \|/gm)) {
    if (!may.includes(":")) continue;
    by.set(who, new Set([...(by.get(who) ?? []), ...(may.match(/[a-z0-9]+:[A-Za-z]+/g) ?? [])]));
  }
  return by;
}

it("the table of rights is the templates'", () => {
  const settings = { staticEgress: true, schedule: { expression: "rate(1 day)", tickets: [143] } };
  const table = told();
  const ofAll = table.get("every function") ?? new Set();
  table.delete("every function");
  const granted = new Map<string, Set<string>>();
  for (const { name, properties } of resources(synthesized(settings), "AWS::IAM::ManagedPolicy")) {
    const actions = lines(properties["PolicyDocument"]).map((line) => line.split(" ")[1] ?? "");
    const ofFunction = /^(\w+)FunctionRolePolicy$/.exec(name)?.[1]?.toLowerCase();
    if (ofFunction === undefined) {
      granted.set(WHO[name] ?? name, new Set(actions));
    } else {
      expect(actions).toEqual(expect.arrayContaining([...ofAll]));
      const own = actions.filter((action) => !action.startsWith("ec2:") && !ofAll.has(action));
      granted.set(`\`${ofFunction}\``, new Set(own));
    }
  }
  expect([...table.keys()].toSorted()).toEqual([...granted.keys()].toSorted());
  for (const [who, actions] of granted) {
    expect([who, ...[...(table.get(who) ?? [])].toSorted()]).toEqual([who, ...[...actions].toSorted()]);
  }
  expect(resources(synthesized(settings), "AWS::IAM::Policy")).toEqual([]);
});
