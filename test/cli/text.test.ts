/** How the CLI writes values, and what it takes out of texts. */
import { expect, test } from "vitest";
import { reportOf, stackOf } from "../../cli/error-report.ts";
import { jsonLine } from "../../cli/terminal.ts";
import { duration, exactSize, safeLine, safeLines, size } from "../../cli/text.ts";

test("texts from outside lose what moves, colours or turns a terminal, and keep their scripts", () => {
  expect(safeLine("a\u001b[2J\u009b1m\r\nb\u0007\u202e\u2066c\ufeff\ud800d\t e")).toBe("a[2J1m bc d e");
  expect(safeLine("क्‍ष 👩‍👩‍👧 ليلى Jörg")).toBe("क्‍ष 👩‍👩‍👧 ليلى Jörg");
  expect(safeLines("a\u001b\nb\r\u2028c")).toBe("a\nbc");
});

test("JSON has no character that moves or turns a terminal, and the same value", () => {
  const value = { text: "a\u009b1m\u007f\u202e\u2028\u{e0001}ليلى\n" };

  const line = jsonLine(value);

  expect(line).toBe('{"text":"a\\u009b1m\\u007f\\u202e\\u2028\\udb40\\udc01ليلى\\n"}');
  expect(JSON.parse(line)).toEqual(value);
});

test("sizes and times are short, and exact where it matters", () => {
  expect([size(0), size(1023), size(1024), size(5 * 1024 ** 4)]).toEqual([
    "0 bytes",
    "1023 bytes",
    "1.0 KiB",
    "5.0 TiB",
  ]);
  expect(exactSize(109_210)).toBe("106.7 KiB (109,210 bytes)");
  expect([duration(900), duration(61_000), duration(3_600_000)]).toEqual(["1 s", "1 min 01 s", "1 h 00 min"]);
});

test("an unexpected error is said in a line, its stack with all causes, and neither with a query", () => {
  const cause = new Error("GET https://bucket.example/x?X-Amz-Signature=abc failed");
  const error = new TypeError("cannot read https://host/y?token=abc 'now'\nsecond line", { cause });

  const report = reportOf(error);
  const stack = stackOf(error);

  expect(report).toEqual({
    code: "unexpected",
    message: "TypeError: cannot read https://host/y?… 'now'",
    exitCode: 4,
  });
  expect(stack).toContain("caused by Error: GET https://bucket.example/x?… failed");
  expect(stack).not.toContain("abc");
});
