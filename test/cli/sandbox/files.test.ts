/** The made-up files open, have the size asked for and stay the same. */
import { crc32, inflateSync } from "node:zlib";
import { PDFDocument } from "pdf-lib";
import { describe, expect, test } from "vitest";
import { fileOf } from "../../../cli/sandbox/files/file-of.ts";
import { SMALLEST_PDF } from "../../../cli/sandbox/files/pdf.ts";
import { SMALLEST_PNG } from "../../../cli/sandbox/files/png.ts";
import { SMALLEST_CSV } from "../../../cli/sandbox/files/text.ts";

function bytesOf(contentType: string | null, size: unknown, path = "email/a"): Buffer {
  const file = fileOf({ FileName: "any", FileSize: size, ContentType: contentType, ContentPath: path });
  const bytes = Buffer.concat([...file.bytes()]);
  expect(bytes.length).toBe(file.size);
  return bytes;
}

/** Reads a PNG as a viewer does, checking every chunk. */
function readPng(png: Buffer): { types: string[]; width: number; height: number; pixels: Buffer } {
  expect(png.subarray(0, 8).toString("latin1")).toBe("\x89PNG\r\n\x1a\n");
  const types: string[] = [];
  const data: Buffer[] = [];
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const type = png.toString("latin1", at + 4, at + 8);
    expect(png.readUInt32BE(at + 8 + length)).toBe(crc32(png.subarray(at + 4, at + 8 + length)));
    types.push(type);
    if (type === "IDAT") {
      data.push(png.subarray(at + 8, at + 8 + length));
    }
    at += 12 + length;
  }
  return {
    types,
    width: png.readUInt32BE(16),
    height: png.readUInt32BE(20),
    pixels: inflateSync(Buffer.concat(data)),
  };
}

describe("the sandbox's PNG files", () => {
  test.each([SMALLEST_PNG, 47_999, 48_000, 108_000, 109_210, 192_000, 1_000_001])(
    "are whole images of exactly %i bytes",
    (size) => {
      const png = bytesOf("image/png", size);

      const { types, width, height, pixels } = readPng(png);

      expect(png.length).toBe(size);
      expect(types).toEqual(["IHDR", "PLTE", "IDAT", "fiLl", "IEND"]);
      expect(pixels.length).toBe(height * (1 + width / 4));
    },
  );

  test("show something", () => {
    const { width, pixels } = readPng(bytesOf("image/png", 8192));
    const middle = pixels.subarray(60 * (1 + width / 4), 61 * (1 + width / 4));

    expect(new Set(middle).size).toBeGreaterThan(4);
  });
});

describe("the sandbox's PDF files", () => {
  test.each([SMALLEST_PDF, 2000, 123_457])("parse and have exactly %i bytes", async (size) => {
    const pdf = bytesOf("application/pdf", size);

    const document = await PDFDocument.load(pdf, { throwOnInvalidObject: true });

    expect(pdf.length).toBe(size);
    expect(document.getPageCount()).toBe(1);
  });

  test("have a cross-reference table whose every offset leads to its object", () => {
    const pdf = bytesOf("application/pdf", 5000).toString("latin1");
    const xrefAt = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(pdf)?.[1]);
    const offsets = [...pdf.slice(xrefAt).matchAll(/^(\d{10}) 00000 n $/gm)].map((entry) => Number(entry[1]));

    expect(pdf.slice(xrefAt, xrefAt + 5)).toBe("xref\n");
    expect(offsets.length).toBe(6);
    expect(offsets.map((offset) => pdf.slice(offset, offset + 7))).toEqual(
      [1, 2, 3, 4, 5, 6].map((n) => `${n} 0 obj`),
    );
  });
});

describe("the sandbox's text files", () => {
  test.each([0, 1, 60, 80, 81, 1000, 200_000])("are UTF-8 of exactly %i bytes", (size) => {
    const text = bytesOf("text/plain", size);

    expect(text.length).toBe(size);
    expect(() => new TextDecoder("utf-8", { fatal: true }).decode(text)).not.toThrow();
  });

  test.each([SMALLEST_CSV, 129, 150, 5003])("of type CSV have whole rows in exactly %i bytes", (size) => {
    const csv = bytesOf("text/csv", size);

    const rows = csv.toString().split("\r\n");

    expect(csv.length).toBe(size);
    expect(rows.pop()).toBe("");
    expect(rows.map((row) => row.split(",").length)).toEqual(rows.map(() => 5));
  });
});

describe("the sandbox's files", () => {
  test("are the same every time and differ by path", () => {
    const first = bytesOf("image/png", 20_000, "email/a");

    expect(bytesOf("image/png", 20_000, "email/a").equals(first)).toBe(true);
    expect(bytesOf("image/png", 20_000, "email/b").equals(first)).toBe(false);
  });

  test.each([
    ["no type", null, 500],
    ["a type it does not make", "application/zip", 500],
    ["a size too small for the type", "image/png", 10],
  ])("are plain bytes for %s", (_what, contentType, size) => {
    expect(bytesOf(contentType, size).length).toBe(size);
  });

  test.each([null, undefined, -1, 1.5, "12"])("have a usual size when the attachment says %s", (size) => {
    expect(bytesOf("text/plain", size).length).toBe(20_000);
  });
});
