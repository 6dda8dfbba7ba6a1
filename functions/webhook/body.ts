/** The bytes of a webhook's body as text: inflated, and decoded from whatever its sender writes in. */
import { TextDecoder } from "node:util";
import { gunzipSync } from "node:zlib";
import { encodingOf } from "../../shared/text-encoding.ts";
import { BodyError } from "../common/http/body.ts";

/**
 * The text of the body. It is not asked for what its headers say of it, since they may lie. Bytes that are no UTF-8 are
 * taken for Windows-1252, in which every byte is a character: ticket numbers are ASCII in both.
 * @throws BodyError `too-large` when there is more than `maxBytes`, also after inflating; `unreadable` for a broken gzip
 */
export function textOf(received: Uint8Array, maxBytes: number): string {
  if (received.length > maxBytes) throw tooLarge(maxBytes);
  const bytes = received[0] === 0x1f && received[1] === 0x8b ? inflated(received, maxBytes) : received;
  const encoding = encodingOf(bytes);
  if (encoding !== "utf-8") return new TextDecoder(encoding).decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

function inflated(received: Uint8Array, maxBytes: number): Uint8Array {
  try {
    return gunzipSync(received, { maxOutputLength: maxBytes });
  } catch (cause) {
    if (cause instanceof RangeError) throw tooLarge(maxBytes, cause);
    throw new BodyError("unreadable", "The body is no whole gzip.", { cause });
  }
}

function tooLarge(maxBytes: number, cause?: unknown): BodyError {
  return new BodyError("too-large", `The body has more than ${maxBytes} bytes, the most that are read.`, {
    cause,
  });
}
