/** The stack's bundles in AWS's runtime interface emulator, each alone in its folder, with the template's environment, memory and time. */
import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { ENV } from "../../../shared/names.ts";
import { synthesizedAssembly } from "../../e2e/assembly.ts";
import { type Deployment, deploy } from "../../e2e/deployment.ts";
import { SIGNED } from "../../e2e/http-api.ts";
import { headOf, request } from "../../e2e/stack.ts";
import type { FunctionOptions } from "../../stand-ins/lambda/environment.ts";
import type { Outcome } from "../../stand-ins/lambda/runtime-api.ts";
import type { TempFolder } from "../../temp.ts";
import { type Program, SIZE, tell } from "../told.ts";
import { type EmulatedEnvironment, startEmulator } from "./emulator.ts";

const EMULATOR: Program = {
  name: "Lambda runtime interface emulator",
  version: "bef5c4ba774d",
  limits: "one event at a time; it freezes nothing between events, and limits no memory",
};
/** Longer than Node's servers keep a connection that nobody uses; a minute where more is asked. */
const PAUSE_MS = SIZE > 1 ? 60_000 : 7_000;
const WARM_CALLS = 500;

let assembly: TempFolder;
beforeAll(async () => {
  assembly = await synthesizedAssembly();
});
afterAll(() => assembly[Symbol.asyncDispose]());

let stack: Deployment;
let environments: { readonly name: string; readonly environment: EmulatedEnvironment }[];
afterEach(() => stack[Symbol.asyncDispose]());

async function deployOnEmulator(timeoutMs?: number): Promise<void> {
  environments = [];
  const startOne = async (options: FunctionOptions, write: (text: string) => void) => {
    const environment = await startEmulator(options, write);
    environments.push({ name: options.name ?? "", environment });
    return environment;
  };
  stack = await deploy(assembly.path, { startOne, ...(timeoutMs !== undefined && { timeoutMs }) });
}

/** The process of a function of which there is one environment. */
function processOf(name: string): Promise<number> {
  const [only, ...others] = environments.filter((each) => each.name.startsWith(name));
  if (only === undefined || others.length > 0) throw new Error(`${name}: ${others.length + 1} environments`);
  return only.environment.runtime();
}

function call(method: string, path: string, body?: object): Promise<Response> {
  const headers = { authorization: SIGNED, "content-type": "application/json" };
  return fetch(`${stack.origin}${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
}

/** Of 143, under the numbers from 2000. */
function copiesOf143(count: number): number[] {
  return Array.from({ length: count }, (_, index) => {
    const ticket = structuredClone(stack.sandbox.ticket(143));
    if (ticket !== undefined) stack.sandbox.setTicket(2000 + index, ticket);
    return 2000 + index;
  });
}

/** Calls a function as a schedule does. */
function onTime(name: string): Promise<Outcome> | undefined {
  return stack.functions.find(({ id }) => id.startsWith(name))?.running.invoke({});
}

async function expectSound(tickets: number): Promise<void> {
  await stack.sealNew();
  expect(await stack.callOnTime("verify")).toMatchObject({ result: { tickets, errors: 0, warnings: 0 } });
}

it("every function does its work, and of a batch only what failed comes back", async () => {
  await deployOnEmulator();
  stack.sandbox.fault({ on: "api", kind: "status", status: 400, ticketId: 144 });
  for (const body of [request(143), request(144), "{ this is no JSON"]) await stack.send(body);
  await stack.drain();
  expect(await headOf(stack, 143)).toBe("v1");
  expect(await stack.deadLetters()).toHaveLength(2);

  stack.secrets.put(stack.setting(ENV.webhookSecret), JSON.stringify({ current: "of-a-webhook-0123456789" }));
  const webhook = await fetch(`${stack.origin}/webhooks/leadsquared`, {
    method: "POST",
    headers: {
      [stack.setting(ENV.webhookHeader)]: "of-a-webhook-0123456789",
      "content-type": "application/json",
    },
    body: JSON.stringify({ TicketId: 143, OrgId: 22824 }),
  });
  expect(webhook.status).toBe(200);
  expect((await call("POST", "/holds/acme", { tickets: [143], reason: "24-cv-17" })).status).toBe(202);
  expect(await stack.applyHolds()).toBe(1);
  expect(await stack.callOnTime("seal")).toEqual({ result: null });
  await expectSound(1);
  const started = await call("POST", "/exports", { matter: "m", reason: "r", tickets: [143] });
  await stack.runExports();
  const shown = await call("GET", started.headers.get("location") ?? "");
  expect(await shown.json()).toMatchObject({ status: "succeeded", export: { tickets: 1 } });
  expect(await onTime("SyncFunction")).toMatchObject({ result: { highest: expect.any(Number) } });
  expect(await onTime("CatalogueFunction")).toMatchObject({ result: { sequence: expect.any(Number) } });

  const called = new Set(environments.map(({ name }) => name));
  expect(called).toEqual(new Set(stack.functions.map(({ id }) => id)));
  tell(
    "lambda",
    EMULATOR,
    "to run every bundle of the stack: queues, API, webhook, schedules, the steps of an export",
    "all done; of a batch only what failed came back",
  );
});

it("a function gives its work back before its time is over", async () => {
  await deployOnEmulator(17_000);
  stack.sandbox.fault({ on: "attachment", kind: "stall" });
  await stack.send(request(143));

  expect(await stack.runOnce()).toBe(true);

  expect(stack.archive.logs()).toContain("not-in-time");
  expect(stack.archive.logs()).not.toContain("timed out");
  expect(await headOf(stack, 143)).toBe("v1");
  expect(await stack.requests()).toHaveLength(1);
  tell(
    "lambda",
    EMULATOR,
    "to give a function less time than its attachments take",
    "work given back in time",
  );
});

it("a function that gets SIGTERM in its work loses nothing", async () => {
  await deployOnEmulator();
  const tickets = copiesOf143(10);
  for (const id of tickets) await stack.send(request(id));
  const running = stack.runOnce();
  const begun = { interval: 5, timeout: 60_000 };
  await expect.poll(() => stack.sandbox.counts.attachmentRequests, begun).toBeGreaterThan(2);
  process.kill(await processOf("ArchiveFunction"), "SIGTERM");
  await running;
  expect(await stack.requests()).not.toEqual([]);

  await stack.drain();

  expect(new Set(await Promise.all(tickets.map((id) => headOf(stack, id))))).toEqual(new Set(["v1"]));
  expect(await stack.deadLetters()).toEqual([]);
  await expectSound(tickets.length);
  tell(
    "lambda",
    EMULATOR,
    "to send SIGTERM to a function in its work",
    "every ticket archived by the next ones",
  );
});

it("a function goes on after a pause, in which its connections were closed", async () => {
  await deployOnEmulator();
  await stack.send(request(143));
  await stack.drain();
  const pid = await processOf("ArchiveFunction");
  process.kill(pid, "SIGSTOP");
  await sleep(PAUSE_MS);
  process.kill(pid, "SIGCONT");
  const [ticket = 0] = copiesOf143(1);
  await stack.send(request(ticket));
  await stack.drain();

  expect(await headOf(stack, ticket)).toBe("v1");
  expect(stack.archive.starts).toBe(1);
  expect(stack.archive.logs()).not.toContain('"level":"error"');
  tell("lambda", EMULATOR, "to call a function after a pause", "its work done, without an error");
});

it(`${WARM_CALLS} warm calls take no more memory than half of them`, async () => {
  await deployOnEmulator();
  await stack.send(request(143));
  await stack.drain();
  const resident: number[] = [];
  for (let calls = 0; calls < WARM_CALLS; calls += 1) {
    expect((await call("GET", "/tickets/143")).status).toBe(200);
    resident.push(await residentMb(await processOf("ApiFunction")));
  }

  const half = Math.max(...resident.slice(WARM_CALLS / 4, WARM_CALLS / 2));
  expect(Math.max(...resident.slice(-WARM_CALLS / 4))).toBeLessThan(half + 10);
  tell(
    "lambda",
    EMULATOR,
    `to call a function ${WARM_CALLS} times`,
    "no growth of memory in the second half",
  );
});

/** What a process has in memory. */
async function residentMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
}
