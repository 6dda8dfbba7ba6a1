/** Strict reading of JSON from outside: UTF-8, well-formed, and no key twice in one object. */

/** A key that stands more than once in one object, with the keys that lead to that object (`[]` for array levels). */
export interface RepeatedKey {
  readonly within: readonly string[];
  readonly key: string;
}

export type ParsedJson =
  | { readonly ok: true; readonly value: unknown; readonly repeated: readonly RepeatedKey[] }
  | { readonly ok: false; readonly problem: string };

export type JsonObject = Readonly<Record<string, unknown>>;

/** Parses RFC 8259 JSON in UTF-8 without a byte order mark; never throws. */
export function parseJson(bytes: Uint8Array): ParsedJson {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return { ok: false, problem: "is not UTF-8 text" };
  }
  try {
    return { ok: true, value: JSON.parse(text), repeated: repeatedKeys(text) };
  } catch {
    return { ok: false, problem: "is not well-formed JSON" };
  }
}

/** True for a JSON object, which an array and null are not. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

interface Frame {
  /** Undefined in an array. */
  readonly keys: Set<string> | undefined;
  /** The key whose value is being read. */
  key: string;
  expectsKey: boolean;
}

/** `JSON.parse` silently keeps the last of repeated keys; other readers keep the first. `text` is well-formed JSON. */
function repeatedKeys(text: string): RepeatedKey[] {
  const repeated: RepeatedKey[] = [];
  const frames: Frame[] = [];
  let at = 0;
  while (at < text.length) {
    const character = text[at];
    const frame = frames.at(-1);
    if (character === '"') {
      const end = endOfString(text, at);
      if (frame?.expectsKey === true) takeKey(frames, frame, text.slice(at, end), repeated);
      at = end;
      continue;
    }
    if (character === "{") frames.push({ keys: new Set(), key: "", expectsKey: true });
    else if (character === "[") frames.push({ keys: undefined, key: "[]", expectsKey: false });
    else if (character === "}" || character === "]") frames.pop();
    else if (character === "," && frame !== undefined) frame.expectsKey = frame.keys !== undefined;
    at += 1;
  }
  return repeated;
}

function takeKey(frames: readonly Frame[], frame: Frame, quoted: string, repeated: RepeatedKey[]): void {
  const key = quoted.includes("\\") ? String(JSON.parse(quoted)) : quoted.slice(1, -1);
  if (frame.keys?.has(key) === true) {
    repeated.push({ within: frames.slice(0, -1).map((outer) => outer.key), key });
  }
  frame.keys?.add(key);
  frame.key = key;
  frame.expectsKey = false;
}

/** The place after the closing quote of the string that starts at `start`. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at + 1;
}
