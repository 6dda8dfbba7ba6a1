/** Which tickets a selection means, by their newest documents. */
import { expect, test } from "vitest";
import { matches } from "../../shared/export/matching.ts";
import { rangesOf } from "../../shared/ranges.ts";
import { type Entry, renderedHistory } from "../render/rendered-ticket.ts";

const JANUARY = { sentFrom: "2024-01-01T00:00:00Z", sentTo: "2024-02-01T00:00:00Z" };
const inbound = { Text: "x", Id: 1, CreatedOn: "2024-01-31T23:59:59" };
const outbound = {
  ...inbound,
  Id: 2,
  RelatedActivityType: "OutboundEmail",
  CreatedOn: "2024-02-01T00:00:00",
};
const undated = { ...inbound, Id: 3, CreatedOn: "soon" };

// X20
test.each<[what: string, answers: readonly (readonly Entry[])[], selection: object, match: string]>([
  ["a message within the span", [[inbound, outbound]], JANUARY, "yes"],
  ["none, the end is not in it", [[outbound]], JANUARY, "no"],
  ["one of the other direction only", [[inbound, outbound]], { ...JANUARY, direction: "outbound" }, "no"],
  ["one without a readable time", [[outbound, undated]], JANUARY, "untold"],
  [
    "an undated one of the other direction",
    [[outbound, undated]],
    { ...JANUARY, direction: "outbound" },
    "no",
  ],
  [
    "an earlier wording within the span",
    [[inbound], [{ ...inbound, CreatedOn: "2024-03-01T00:00:00" }]],
    JANUARY,
    "yes",
  ],
  ["nothing changed", [[inbound]], { changed: true }, "no"],
  ["an edit", [[inbound], [{ ...inbound, Text: "y" }]], { changed: true }, "yes"],
  ["a removal", [[inbound, outbound], [inbound]], { changed: true }, "yes"],
  [
    "a removal, and no message that way",
    [[inbound, undated], [inbound]],
    { changed: true, direction: "outbound" },
    "no",
  ],
])("a ticket with %s", async (_what, answers, selection, match) => {
  const { ticket } = await renderedHistory(answers);
  expect(matches(ticket.document, selection)).toBe(match);
});

test("many numbers are written shortly", () => {
  expect(rangesOf([1, 2, 3, 7, 9, 10])).toBe("1-3, 7, 9-10");
  expect(rangesOf([])).toBe("");
});
