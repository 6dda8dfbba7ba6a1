/** What is flagged of a transfer, and when its body came to its end. */
import { describe, expect, it } from "vitest";
import {
  type AnnouncedBody,
  checkWhole,
  type ExpectedFile,
  flagsOf,
} from "../../shared/leadsquared/soundness.ts";

const URL_PARTS = {
  origin: "https://files.example.com",
  pathAndQuery: "/a?X-Amz-Signature=canary",
  path: "/a",
};
function judged(expected: ExpectedFile, announced: Partial<AnnouncedBody>, size: number) {
  const body = {
    length: size,
    chunked: false,
    contentType: undefined,
    contentEncoding: undefined,
    partial: false,
    ...announced,
  };
  checkWhole(URL_PARTS, expected, body, size);
  return flagsOf(expected, body);
}

const png = (size: number | undefined): ExpectedFile => ({ size, contentType: "image/png" });

describe("a transfer", () => {
  it("has no flag when size and type are as said", () => {
    expect(judged(png(900), { contentType: "IMAGE/PNG; x=y" }, 900)).toEqual([]);
  });

  it("is flagged when there is no FileSize, and more so without Content-Length", () => {
    expect(judged(png(undefined), {}, 900)).toEqual(["size-undeclared"]);
    expect(judged(png(undefined), { length: undefined }, 900)).toEqual([
      "size-undeclared",
      "size-unverified",
    ]);
  });

  // T5
  it("is flagged, and no more, when the server alone names another type", () => {
    expect(judged(png(900), { contentType: "text/html" }, 900)).toEqual(["type-differs"]);
    expect(judged(png(900), { contentType: "binary/octet-stream" }, 900)).toEqual([]);
    expect(judged({ size: 900 }, { contentType: "text/html" }, 900)).toEqual([]);
  });

  it("is flagged when it is compressed", () => {
    expect(judged(png(900), { contentEncoding: "gzip" }, 900)).toEqual(["content-encoding"]);
    expect(judged(png(900), { contentEncoding: "identity" }, 900)).toEqual([]);
  });
});

describe("a body that ends with its connection", () => {
  it.each([
    [899, "truncated", true],
    [901, "too-long", false],
  ])("of %i of 900 bytes is %s", (size, code, retryable) => {
    expect(() => judged(png(900), { length: undefined }, size)).toThrow(
      expect.objectContaining({ code, retryable }),
    );
  });

  it("of the right size is sound", () => {
    expect(judged(png(900), { length: undefined }, 900)).toEqual([]);
  });
});
