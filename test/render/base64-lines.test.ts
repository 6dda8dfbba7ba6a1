/** Base64 in lines, beside what Node makes of the same bytes. */
import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { base64Lines } from "../../shared/render/base64-lines.ts";
import { cut } from "../store/bytes.ts";

/** Of a line, of all lines that are written at once. */
const LINE = 57;
const LINES = 57 * 1_024;

test.each([
  ...[0, 1, 2, 3, LINE - 1, LINE, LINE + 1, 2 * LINE],
  ...[LINES - 1, LINES, LINES + 1, LINES + LINE, 3 * LINES, 200_000],
])("%d bytes, in whatever pieces they come", async (size) => {
  const bytes = randomBytes(size);
  for (const lengths of [[65_536], [1, 56, 57, 4_000], [100_000]]) {
    const pieces: Uint8Array[] = [];
    for await (const piece of base64Lines(cut(bytes, lengths))) pieces.push(Buffer.from(piece));
    expect(Buffer.concat(pieces).toString()).toBe(bytes.toString("base64").replace(/.{76}(?!$)/g, "$&\r\n"));
  }
});
