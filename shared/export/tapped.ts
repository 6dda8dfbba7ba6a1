/** Looks at the bytes of a body on their way. */
import type { Body } from "../store/object-store.ts";

/** The same body; `take` gets every byte of it, of one that is whole at once. */
export function tapped(body: Body, take: (chunk: Uint8Array) => void): Body {
  if (!(body instanceof Uint8Array)) return streamTapped(body, take);
  take(body);
  return body;
}

async function* streamTapped(
  body: AsyncIterable<Uint8Array>,
  take: (chunk: Uint8Array) => void,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) {
    take(chunk);
    yield chunk;
  }
}
