/** The file behind an attachment: its bytes follow from type, size and path alone, and no file is kept anywhere. */
import type { SandboxAttachment } from "../catalogue/ticket-schema.ts";
import { fillerBytes } from "./filler.ts";
import { pdfFile, SMALLEST_PDF } from "./pdf.ts";
import { pngFile, SMALLEST_PNG } from "./png.ts";
import { csvFile, SMALLEST_CSV, textFile } from "./text.ts";

export interface SandboxFile {
  readonly contentType: string;
  /** Bytes. */
  readonly size: number;
  /** The bytes from the start, the same every time. */
  bytes(): Iterable<Uint8Array>;
}

/** Bytes of a file whose attachment gives no usable size. */
const USUAL_SIZE = 20_000;

/**
 * The file that `attachment` is served with: a PNG, PDF, CSV or text that opens, of exactly `FileSize` bytes. Other
 * types, and sizes too small for their type, get plain bytes.
 */
export function fileOf(attachment: SandboxAttachment): SandboxFile {
  const size = isSize(attachment.FileSize) ? attachment.FileSize : USUAL_SIZE;
  const contentType = attachment.ContentType ?? "application/octet-stream";
  const name = attachment.ContentPath;
  return { contentType, size, bytes: () => bytesOf(contentType, name, size) };
}

function bytesOf(contentType: string, name: string, size: number): Iterable<Uint8Array> {
  if (contentType === "image/png" && size >= SMALLEST_PNG) {
    return pngFile(name, size);
  }
  if (contentType === "application/pdf" && size >= SMALLEST_PDF) {
    return pdfFile(name, size);
  }
  if (contentType === "text/csv" && size >= SMALLEST_CSV) {
    return csvFile(size);
  }
  return contentType === "text/plain" ? textFile(name, size) : fillerBytes(name, size);
}

function isSize(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}
