/** Conditions of Athena's SQL, and the values that a user typed: parameters, which the SQL has a question mark for. */

export interface Condition {
  readonly sql: string;
  /** Values of the question marks, in their order: texts, not yet quoted. */
  readonly parameters: readonly string[];
}

/** Characters of one parameter: Athena takes 1,024, quotation marks and all. */
const LONGEST = /.{1,400}/gsu;

/** SQL that stands for a text: one question mark, or several of which the text is put together. */
export function textOf(text: string): Condition {
  const pieces: readonly string[] = text.match(LONGEST) ?? [text];
  return { sql: pieces.map(() => "?").join(" || "), parameters: pieces };
}

/** All of these, or any; none is always, or never. */
export function joinedConditions(operator: "AND" | "OR", conditions: readonly Condition[]): Condition {
  if (conditions.length === 0) return { sql: operator === "AND" ? "true" : "false", parameters: [] };
  const sql = conditions.map((each) => each.sql).join(` ${operator} `);
  return {
    sql: conditions.length === 1 ? sql : `(${sql})`,
    parameters: conditions.flatMap(({ parameters }) => parameters),
  };
}

/** A condition of pieces of SQL and what stands between them. */
export function sql(
  pieces: TemplateStringsArray,
  ...between: readonly (Condition | string | number)[]
): Condition {
  const parts = pieces.flatMap((piece, index) => [piece, ...between.slice(index, index + 1)]);
  return {
    sql: parts.map((part) => (typeof part === "object" ? part.sql : part)).join(""),
    parameters: parts.flatMap((part) => (typeof part === "object" ? part.parameters : [])),
  };
}

/** As Athena takes the values of a query: each a literal of SQL. */
export function executionParameters({ parameters }: Pick<Condition, "parameters">): string[] {
  return parameters.map((text) => `'${text.replaceAll("'", "''")}'`);
}
