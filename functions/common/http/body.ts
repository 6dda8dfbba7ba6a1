/** The body of an HTTP request as text: bounded, and UTF-8 or refused. */
import { TicketvaultError } from "../../../shared/errors.ts";
import type { HttpEvent } from "./event.ts";

/** A body that cannot be read: `too-large`, `not-utf8`, `unreadable`. */
export class BodyError extends TicketvaultError {}

/**
 * The body's text without a byte order mark; "" when there is none.
 * @throws BodyError
 */
export function bodyText(event: HttpEvent, maxBytes: number): string {
  const bytes = bodyBytes(event);
  if (bytes.length > maxBytes) {
    const message = `The body has ${bytes.length} bytes; at most ${maxBytes} are taken.`;
    throw new BodyError("too-large", message);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new BodyError("not-utf8", "The body is not valid UTF-8.", { cause });
  }
}

/** The body as received. */
export function bodyBytes({ body = "", isBase64Encoded }: HttpEvent): Buffer {
  return Buffer.from(body, isBase64Encoded ? "base64" : "utf8");
}
