/** Ticket and account ids as people, files and events give them. */
import { describe, expect, it } from "vitest";
import { UsageError } from "../../shared/errors.ts";
import { parseOrgId, parseTicketId } from "../../shared/ticket/ids.ts";

describe("a ticket id", () => {
  it.each([143, "143", "#143", " #143 ", "000143"])("reads %j as 143", (given) => {
    expect(parseTicketId(given)).toBe(143);
  });

  it.each([
    0,
    -1,
    1.5,
    "",
    "#",
    "143a",
    "1e3",
    "../143",
    "143/../144",
    "１４３",
    "9007199254740993",
    2 ** 53,
    null,
    undefined,
    [143],
    { id: 143 },
    Number.NaN,
    "-143",
    "##143",
  ])("refuses %j and says what would be one", (given) => {
    expect(() => parseTicketId(given, "tickets.csv line 7")).toThrow(UsageError);
    expect(() => parseTicketId(given, "tickets.csv line 7")).toThrow(
      /^tickets\.csv line 7: .*such as 143 or #143/,
    );
  });

  it("shortens what it quotes", () => {
    expect(() => parseTicketId("x".repeat(10_000))).toThrow(/^.{0,200}$/);
  });
});

describe("an org id", () => {
  it("reads the account number", () => {
    expect(parseOrgId("22824")).toBe(22824);
  });

  it("refuses what is no number", () => {
    expect(() => parseOrgId("acme")).toThrow(/LeadSquared account number/);
  });
});
