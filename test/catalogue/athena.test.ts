/** The SQL for Athena: nothing that a user types stands in it, and it is no longer than Athena takes. DuckDB runs it in test/foreign. */
import { describe, expect, it } from "vitest";
import { countQuery, ticketsQuery } from "../../shared/catalogue/athena/compile.ts";
import { parseQuestion } from "../../shared/catalogue/question/parse.ts";
import { resolveQuestion } from "../../shared/catalogue/question/resolve.ts";
import { UsageError } from "../../shared/errors.ts";

const understood = (question: string, held: readonly number[] = []) =>
  resolveQuestion(parseQuestion(question, "Asia/Kolkata"), {
    people: undefined,
    holds: async () => new Map(held.map((ticket) => [ticket, ["acme"]])),
  });

it.each<[question: string, where: string, parameters: string[]]>([
  ["body:refund", "strpos(body_words, ?) > 0", ["' refund '"]],
  ["refund*", "(strpos(subject_words, ?) > 0 OR strpos(body_words, ?) > 0)", ["' refund'", "' refund'"]],
  ['body:"can\'t pay"', "strpos(body_words, ?) > 0", ["' can t pay '"]],
  ["file:*fund*", "strpos(file_words, ?) > 0", ["'fund'"]],
  [
    "body:=Straße",
    "(strpos(body_words, ?) > 0 AND strpos(body_exact, ?) > 0)",
    ["' strasse '", "' Straße '"],
  ],
  [
    "status:open NOT tag:vip*",
    "(strpos(facts, ?) > 0 AND (NOT strpos(facts, ?) > 0))",
    ["' status=open '", "' tag=vip'"],
  ],
  [
    "sent:2026-03-01",
    "(sent IS NOT NULL AND sent >= TIMESTAMP '2026-02-28 18:30:00.000' AND sent < TIMESTAMP '2026-03-01 18:30:00.000')",
    [],
  ],
])("%s", async (question, where, parameters) => {
  expect(ticketsQuery(await understood(question), 22824)).toEqual({
    sql: `SELECT DISTINCT ticket FROM messages WHERE org = 22824 AND ${where} ORDER BY ticket`,
    parameters,
  });
});

it("names held tickets by their numbers, runs of them by both ends", async () => {
  const { sql, parameters } = countQuery(await understood("held:yes", [9, 1, 2, 3, 7]), 1, "vault.messages");
  expect(sql).toBe(
    "SELECT count(*) AS messages, count(DISTINCT ticket) AS tickets FROM vault.messages WHERE org = 1 AND (ticket IN (7, 9) OR ticket BETWEEN 1 AND 3)",
  );
  expect(parameters).toEqual([]);
  expect(ticketsQuery(await understood("held:yes"), 1).sql).toContain("org = 1 AND false");
});

describe("what a user types", () => {
  it("is in the parameters alone, and closes no quotation mark there", async () => {
    const hostile = `"'; DROP TABLE messages --" OR customer:"o'brien ?" OR NEAR("'a'" 'b', 3)`;
    const { sql, parameters } = ticketsQuery(await understood(hostile), 1);
    expect(sql).not.toMatch(/drop|brien/i);
    expect(sql.split("?")).toHaveLength(parameters.length + 1);
    for (const parameter of parameters) expect(parameter).toMatch(/^'(?:[^']|'')*'$/);
  });

  it("is put together of parameters of at most 1,024 characters", async () => {
    const { sql, parameters } = ticketsQuery(await understood(`body:${"𝒜".repeat(3_000)}`), 1);
    expect(sql).toContain("strpos(body_words, ? || ?");
    expect(Math.max(...parameters.map((each) => each.length))).toBeLessThanOrEqual(1_024);
    expect(parameters.map((each) => each.slice(1, -1)).join("")).toHaveLength(
      3_000 + Math.ceil(3_000 / 128) + 1,
    );
  });

  it("may have 2,000 words, but not more than Athena takes", async () => {
    const words = Array.from({ length: 1_000 }, (_, index) => `w${index}`).join(" OR ");
    expect(ticketsQuery(await understood(words), 1).parameters).toHaveLength(2_000);
    const long = Array.from({ length: 2_000 }, (_, index) => 3 * index);
    const [near] = [`NEAR(${Array.from({ length: 900 }, () => "abc").join(" ")})`];
    const resolved = await understood(`${near ?? ""} held:yes`, long);
    expect(() => ticketsQuery(resolved, 1)).toThrow(UsageError);
  });
});
