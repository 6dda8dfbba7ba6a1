/** Words near each other, in Athena's SQL: the places of each phrase among the words of a text, and how far they are apart. */
import type { Phrase } from "../tokens.ts";
import { type Condition, joinedConditions, sql, textOf } from "./condition.ts";

/** Athena's `sequence` gives 10,000 numbers at most; a text may have more words. */
const STEP = 5_000;

/** Every place that a word of the text `t` may have, and some behind its end, where there is none. */
const PLACES = `flatten(transform(sequence(0, cardinality(t), ${STEP}), step -> sequence(step + 1, step + ${STEP})))`;

/**
 * Whether one phrase begins at or behind all others, with at most so many words between the end of each and this begin.
 * @param column of words with blanks between them
 */
export function nearCondition(column: string, phrases: readonly Phrase[], distance: number): Condition {
  const places = list(phrases.map((phrase) => sql`filter(${PLACES}, here -> ${standsAt(phrase)})`));
  const eachNear = phrases.map(({ tokens }, index) => {
    const isNear = sql`here <= there AND there - here - ${tokens.length} <= ${distance}`;
    return sql`cardinality(filter(element_at(places, ${index + 1}), here -> ${isNear})) > 0`;
  });
  const near = sql`cardinality(filter(flatten(places), there -> ${joinedConditions("AND", eachNear)})) > 0`;
  // A list of one gives its only element a name.
  const named = sql`cardinality(filter(ARRAY[${places}], places -> ${near})) > 0`;
  return sql`cardinality(filter(ARRAY[split(${column}, ' ')], t -> ${named})) > 0`;
}

function standsAt({ tokens, open }: Phrase): Condition {
  const conditions = tokens.map((token, index) => {
    const word = `element_at(t, here + ${index})`;
    const isOpen = open && index === tokens.length - 1;
    return isOpen ? sql`starts_with(${word}, ${textOf(token)})` : sql`${word} = ${textOf(token)}`;
  });
  return joinedConditions("AND", conditions);
}

function list(conditions: readonly Condition[]): Condition {
  return {
    sql: `ARRAY[${conditions.map((each) => each.sql).join(", ")}]`,
    parameters: conditions.flatMap(({ parameters }) => parameters),
  };
}
