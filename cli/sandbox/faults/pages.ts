/** Error pages that stand in place of a file or of an answer, and how they are made to look like it. */
import { randomUUID } from "node:crypto";
import * as z from "zod";
import { type Answer, answer } from "../reply.ts";

const HTML = "<!DOCTYPE html><html><head><title>Service unavailable</title></head><body>Sorry.</body></html>";

const NAMES = [
  "html",
  "html-utf16",
  "html-after-blanks",
  "script",
  "bad-gateway",
  "json",
  "xml",
  "text",
  "empty",
] as const;

/** By name: the type that the page says it has, and its bytes. */
const pages: Readonly<Record<(typeof NAMES)[number], readonly [contentType: string, body: string | Buffer]>> =
  {
    html: ["text/html", HTML],
    "html-utf16": ["text/html; charset=utf-16", Buffer.from(`\ufeff${HTML}`, "utf16le")],
    "html-after-blanks": ["text/html", `${" ".repeat(600)}${HTML}`],
    script: ["text/html", `<script>location.reload()</script>${HTML}`],
    "bad-gateway": ["text/html", "<title>502 Bad Gateway</title><h1>502 Bad Gateway</h1>"],
    json: ["application/json", '{"message":"Service temporarily unavailable"}'],
    xml: [
      "application/xml",
      '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>',
    ],
    text: ["text/plain", "Access denied"],
    empty: ["text/plain", ""],
  };

export const pageName = z.enum(NAMES).describe(`one of ${NAMES.join(", ")}`);

export interface PageLook {
  /** Instead of the page's own type. */
  readonly contentType?: string | undefined;
  /** Bytes that the page is filled up to with blanks. */
  readonly size?: number | undefined;
  /** Whether each page differs from the one before, as one with a request's id does. */
  readonly varying?: boolean | undefined;
}

export function pageAnswer(name: z.output<typeof pageName>, status: number, look: PageLook = {}): Answer {
  const [contentType, page] = pages[name];
  const body = Buffer.from(look.varying ? `${page}<!-- request ${randomUUID()} -->` : page);
  const filled = Buffer.concat([body, Buffer.alloc(Math.max(0, (look.size ?? 0) - body.length), " ")]);
  return answer(status, look.contentType ?? contentType, filled.subarray(0, look.size ?? filled.length));
}
