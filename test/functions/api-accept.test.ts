/** `POST /tickets/{ticketId}/accept`: the record, who is in it, and what is refused. */
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { type ApiParts, problem, startApi } from "./api-parts.ts";

const CALLER = "arn:aws:sts::111122223333:assumed-role/legal/alex";

let api: ApiParts;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api[Symbol.asyncDispose]());
beforeEach(() => api.sandbox.reset());

const archive = (ticketId: number) =>
  api.call({ method: "POST", path: `/tickets/${ticketId}/archive`, headers: { prefer: "wait=20" } });
const accept = (ticketId: number, body: object = { reason: "no copy", requestedBy: "Alex of Legal" }) =>
  api.call({
    method: "POST",
    path: `/tickets/${ticketId}/accept`,
    caller: CALLER,
    body: JSON.stringify(body),
  });

it("accepts what is missing, in a record with the caller beside the name given", async () => {
  api.sandbox.fault({ on: "attachment", kind: "status", status: 404 });
  expect(await archive(143)).toMatchObject({ json: { completeness: "incomplete", accepted: null } });

  const answer = await accept(143);

  expect(answer).toMatchObject({
    status: 201,
    json: {
      ...{ version: "v1", reason: "no copy", requestedBy: "Alex of Legal", caller: CALLER },
      problems: [{ code: "attachment-failed", conversation: "135", attachment: 1 }],
    },
  });
  expect(await api.index.read(143)).toMatchObject({ status: "accepted", head: "v1" });
  expect(await accept(143, { reason: "again" })).toMatchObject({ status: 200, json: answer.json });
  expect(await archive(143)).toMatchObject({ json: { completeness: "accepted", problems: [] } });
  expect(await api.call({ path: "/tickets/143" })).toMatchObject({
    json: { completeness: { status: "incomplete" }, accepted: answer.json },
  });
});

it("refuses a ticket that is complete, or has no archive, and writes nothing", async () => {
  expect(await accept(7)).toMatchObject(problem(404, "not-archived"));
  api.sandbox.setTicket(8, structuredClone(api.sandbox.ticket(143)) ?? { ConversationList: [] });
  await archive(8);

  expect(await accept(8)).toMatchObject(problem(409, "nothing-missing"));

  const written: string[] = [];
  for await (const { key } of api.store.list("acceptances")) written.push(key);
  expect(written.filter((key) => !key.includes("/143/"))).toEqual([]);
});

it.each([
  ["no reason", {}],
  ["a name of two lines", { reason: "r", requestedBy: "a\nb" }],
])("is refused with %s", async (_, body) => {
  expect(await accept(143, body)).toMatchObject(problem(400, "bad-body"));
});
