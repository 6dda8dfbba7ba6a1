/** The `Prefer` header, as RFC 7240 writes it. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { waitPreference } from "../../functions/api/prefer.ts";

describe("the preference to wait", () => {
  it.each([
    ["wait=10", 10],
    ["Wait = 10", 10],
    ['wait="10"', 10],
    ["respond-async, wait=10", 10],
    ['respond-async , wait=10; strict ;a="b,c"', 10],
    ['foo="wait=3, wait=4"; bar, wait=10', 10],
    ['foo="a\\"b,wait=3", wait=10', 10],
    ["wait=10, wait=20", 10],
    [", ,wait=10,", 10],
    ["wait=100000000", 100_000_000],
  ])("is read out of %s", (header, seconds) => {
    expect(waitPreference(header)).toBe(seconds);
  });

  it.each([
    undefined,
    "",
    "respond-async",
    "wait",
    "wait=",
    "wait=0",
    "wait=-1",
    "wait=1.5",
    "wait=ten",
    "wait=1 2",
    "wait=9999999999",
    "await=10",
    "foo; wait=10",
    "wait, wait=10",
    'foo="open, wait=10',
    "wait=10, (comment)",
  ])("is none in %j", (header) => {
    expect(waitPreference(header)).toBeUndefined();
  });

  it("is nothing, or a number of seconds, whatever the header", () => {
    const piece = fc.constantFrom("wait", "=", ";", ",", " ", '"', "\\", "7", "(", "x");
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece).map((all) => all.join("")),
        ),
        (header) => {
          const seconds = waitPreference(header) ?? 1;
          expect(Number.isSafeInteger(seconds) && seconds > 0).toBe(true);
        },
      ),
    );
  });
});
