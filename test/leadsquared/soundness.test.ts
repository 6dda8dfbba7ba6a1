/** When a finished transfer is the file, and what is flagged. */
import { describe, expect, it } from "vitest";
import {
  type AnnouncedBody,
  checkSound,
  type ExpectedFile,
  flagsOf,
} from "../../shared/leadsquared/soundness.ts";

const URL_PARTS = {
  origin: "https://files.example.com",
  pathAndQuery: "/a?X-Amz-Signature=canary",
  path: "/a",
};
const PNG = "\x89PNG\r\n\x1a\n";
const S3_ERROR = '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>AccessDenied</Code></Error>';
const PAGE = "\ufeff\n<!DOCTYPE html><html><body>Sorry</body></html>";

function judged(
  expected: ExpectedFile,
  announced: Partial<AnnouncedBody>,
  start: string,
  size = start.length,
) {
  const body = {
    length: size,
    chunked: false,
    contentType: undefined,
    contentEncoding: undefined,
    ...announced,
  };
  checkSound(URL_PARTS, expected, body, { size, head: Buffer.from(start) });
  return flagsOf(expected, body);
}

const png = (size: number | undefined): ExpectedFile => ({ size, contentType: "image/png" });

describe("the file", () => {
  it("is sound without a flag when size and type are as said", () => {
    expect(judged(png(900), { contentType: "IMAGE/PNG; x=y" }, PNG, 900)).toEqual([]);
  });

  it("is sound when all of it came, though FileSize says another size", () => {
    expect(judged(png(901), {}, PNG, 900)).toEqual([]);
    expect(judged(png(1), { length: undefined, chunked: true }, PNG, 900)).toEqual([]);
  });

  it("is flagged when there is no FileSize, and more so without Content-Length", () => {
    expect(judged(png(undefined), {}, PNG, 900)).toEqual(["size-undeclared"]);
    expect(judged(png(undefined), { length: undefined }, PNG, 900)).toEqual([
      "size-undeclared",
      "size-unverified",
    ]);
  });

  it("is flagged when the server names another type, unless that says nothing", () => {
    expect(judged(png(900), { contentType: "text/html" }, PNG, 900)).toEqual(["type-differs"]);
    expect(judged(png(900), { contentType: "binary/octet-stream" }, PNG, 900)).toEqual([]);
    expect(judged({ size: 900 }, { contentType: "text/html" }, PNG, 900)).toEqual([]);
  });

  it("is flagged when it is compressed", () => {
    expect(judged(png(900), { contentEncoding: "gzip" }, "\x1f\x8b", 900)).toEqual(["content-encoding"]);
    expect(judged(png(900), { contentEncoding: "identity" }, PNG, 900)).toEqual([]);
  });

  it("may look like a page when its size is right", () => {
    expect(judged({ size: PAGE.length, contentType: "text/plain" }, {}, PAGE)).toEqual([]);
  });

  it("may be a page of another size when a page was declared", () => {
    expect(judged({ size: 1, contentType: "text/html" }, {}, PAGE)).toEqual([]);
    expect(
      judged({ size: undefined, contentType: "image/svg+xml" }, {}, '<?xml version="1.0"?><svg/>'),
    ).toEqual(["size-undeclared"]);
  });
});

describe("not the file", () => {
  it.each([
    ["S3's error", png(900), S3_ERROR, undefined],
    ["S3's error without a FileSize", png(undefined), S3_ERROR, undefined],
    ["S3's error in place of a page", { size: 900, contentType: "text/html" }, S3_ERROR, undefined],
    ["a page", png(900), PAGE, undefined],
    ["a page without a FileSize", png(undefined), PAGE, undefined],
    ["a page where no type was declared", { size: undefined }, PAGE, undefined],
    ["a page that only its type betrays", png(900), "Sorry", "text/html; charset=utf-8"],
    ["a page after a comment", png(900), "<!-- x --><html>", undefined],
    ["other XML", png(900), '<?xml version="1.0"?><fault/>', undefined],
  ])("is %s", (_what, expected, start, contentType) => {
    expect(() => judged(expected, { contentType }, start)).toThrow(
      expect.objectContaining({ code: "not-the-file", message: expect.not.stringContaining("canary") }),
    );
  });
});

describe("a body that ends with its connection", () => {
  it.each([
    [899, "truncated", true],
    [901, "too-long", false],
  ])("of %i of 900 bytes is %s", (size, code, retryable) => {
    expect(() => judged(png(900), { length: undefined }, PNG, size)).toThrow(
      expect.objectContaining({ code, retryable }),
    );
  });

  it("of the right size is sound", () => {
    expect(judged(png(900), { length: undefined }, PNG, 900)).toEqual([]);
  });
});
