/** The runbook's way to send undelivered events again: where it looks for requests, there they are. */
import { readFileSync } from "node:fs";
import { Stack } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { Queue } from "aws-cdk-lib/aws-sqs";
import { expect, it } from "vitest";
import { valuesAt } from "../../functions/webhook/paths.ts";
import { recurringArchive } from "../../infra/schedule.ts";
import { UsageError } from "../../shared/errors.ts";
import { EVENTS } from "../../shared/names.ts";
import { parseRequests } from "../../shared/requests/message.ts";
import { resources } from "../infra/synthesized.ts";

const page = (name: string) => readFileSync(new URL(`../../docs/${name}`, import.meta.url), "utf8");

/** The program for jq that makes requests of a message. */
const program = /^requests='(.*?)'$/ms.exec(page("operations.md"))?.[1] ?? "";

/** What stands at a path of the program, such as `.detail`, in the body of a message. */
function found(pattern: RegExp, body: string): unknown[] {
  const path = pattern.exec(program)?.[1] ?? "";
  return [...valuesAt(JSON.parse(body), path.replaceAll("[]", "").split(".").slice(1))];
}

const ticketOf = (request: string) => parseRequests(request, 22824)[0].ticketId;

it("an event of our own is a request in its detail, and none as it is", () => {
  const body = JSON.stringify({
    version: "0",
    "detail-type": EVENTS.request,
    source: "my.crm",
    detail: { ticketId: 143, reason: "closed" },
  });

  expect(program).toContain(`elif ."detail-type" == "${EVENTS.request}"`);
  expect(() => ticketOf(body)).toThrow(UsageError);
  expect(found(/then (\.[a-z]+) \| tojson/, body).map((each) => ticketOf(JSON.stringify(each)))).toEqual([
    143,
  ]);
});

it("a foreign event has its number at the path of the example in events.md", () => {
  const [, ticketIdPath = ""] = /"ticketIdPath": "\$(.*?)"/.exec(page("events.md")) ?? [];
  const body = JSON.stringify({ source: "example.crm", detail: { case: { number: "#143" } } });

  expect(program).toContain(`ticketId: (${ticketIdPath} //`);
  expect(() => ticketOf(body)).toThrow(UsageError);
  const requests = found(/ticketId: \((\S+)/, body).map((ticketId) => JSON.stringify({ ticketId }));
  expect(requests.map(ticketOf)).toEqual([143]);
});

it("what Scheduler hands to SQS is the request for all of its tickets", () => {
  const stack = new Stack();
  recurringArchive(stack, {
    schedule: { expression: "rate(1 day)", timezone: "UTC", tickets: [143, 144] },
    orgId: 22824,
    requests: new Queue(stack, "Requests"),
    undelivered: new Queue(stack, "Undelivered"),
  });
  const [body = ""] = resources(Template.fromStack(stack), "AWS::Scheduler::Schedule").map(
    ({ properties }) => (properties["Target"] as { readonly Input: string }).Input,
  );

  expect(program).toContain("if .tickets then tojson");
  expect(parseRequests(body, 22824).map(({ ticketId }) => ticketId)).toEqual([143, 144]);
});
