/** Requests as queue messages and events: read however they are spelt, or refused with what is wrong. */
import { describe, expect, it } from "vitest";
import { UsageError } from "../../shared/errors.ts";
import { parseRequests, requestJsonSchema, requestMessage } from "../../shared/requests/message.ts";

const ORG = 22824;
const read = (value: unknown) => parseRequests(JSON.stringify(value), ORG)[0];

describe("a request", () => {
  it.each([143, "143", "#143", " #143 ", "000143"])("names ticket 143 as %j", (ticketId) => {
    expect(read({ ticketId })).toEqual({
      orgId: ORG,
      ticketId: 143,
      reason: "not said",
      requestedBy: "unknown",
    });
  });

  it.each([undefined, null, "", " ", ORG, "22824"])("is of this account with the org id %j", (orgId) => {
    expect(read({ ticketId: 143, orgId })).toMatchObject({ orgId: ORG });
  });

  it("keeps its words in one line of bounded length, without control and direction characters", () => {
    const { reason, requestedBy } = read({
      ticketId: 143,
      reason: " a\r\n\tb\u0000c\u202ed\u2028e \ud800 ",
      requestedBy: "😀".repeat(1000),
    });

    expect(reason).toBe("a b c d e \ufffd");
    expect([...requestedBy]).toHaveLength(200);
    expect(requestedBy).toMatch(/^(😀)+…$/u);
  });

  it.each([null, "", "\u0000"])("gets default words for %j", (words) => {
    expect(read({ ticketId: 143, reason: words, requestedBy: words })).toMatchObject({
      reason: "not said",
      requestedBy: "unknown",
    });
  });

  it("may say more than is asked for", () => {
    expect(read({ ticketId: 143, detail: { anything: true } })).toMatchObject({ ticketId: 143 });
  });

  it("is read as it was written", () => {
    const request = { orgId: ORG, ticketId: 143, reason: "closed", requestedBy: "crm" };
    expect(parseRequests(requestMessage(request), ORG)).toEqual([request]);
  });

  // A9
  it("of the schedule asks for each of its tickets", () => {
    const body = { orgId: ORG, tickets: [143, "#144"], reason: "schedule", requestedBy: "schedule" };
    const each = { orgId: ORG, reason: "schedule", requestedBy: "schedule" };
    expect(parseRequests(JSON.stringify(body), ORG)).toEqual([
      { ...each, ticketId: 143 },
      { ...each, ticketId: 144 },
    ]);
  });

  it.each([
    ['{"tickets":[143,"x"]}', "ticketId is not an id"],
    ["{", "not valid JSON"],
    ["", "not valid JSON"],
    ["null", "it is no JSON object"],
    ["[143]", "it is no JSON object"],
    ["{}", "ticketId is not an id"],
    ['{"ticketId":0}', "ticketId is not an id"],
    ['{"ticketId":-143}', "ticketId is not an id"],
    ['{"ticketId":1.5}', "ticketId is not an id"],
    ['{"ticketId":"abc@canary.example"}', "ticketId is not an id"],
    ['{"ticketId":"../143"}', "ticketId is not an id"],
    ['{"ticketId":9007199254740993}', "ticketId is too large for an id"],
    ['{"ticketId":"9007199254740993"}', "ticketId is too large for an id"],
    ['{"ticketId":99999999999999999999}', "ticketId is not an id"],
    ['{"ticketId":143,"orgId":"canary"}', "orgId is not an id"],
    ['{"ticketId":143,"reason":["canary"]}', "reason is no text"],
    ['{"ticketId":143,"requestedBy":7}', "requestedBy is no text"],
    [" ".repeat(70_000), "it has 70000 bytes"],
  ])("is refused as %s, with what is wrong and nothing quoted", (body, wrong) => {
    expect(() => parseRequests(body, ORG)).toThrow(UsageError);
    expect(() => parseRequests(body, ORG)).toThrow(wrong);
    expect(() => parseRequests(body, ORG)).toThrow(/^(?!.*canary)/s);
  });

  it("of another account is refused by name", () => {
    expect(() => read({ ticketId: 143, orgId: 999 })).toThrow(/account 999, but this is account 22824/);
  });
});

describe("the JSON Schema of a request", () => {
  it("describes what may be given, and asks for the ticket alone", () => {
    expect(requestJsonSchema()).toMatchObject({
      title: "Archive Ticket",
      type: "object",
      required: ["ticketId"],
      properties: {
        ticketId: { anyOf: [{ type: "integer" }, { type: "string" }] },
        orgId: {},
        reason: {},
        requestedBy: {},
      },
    });
  });
});
