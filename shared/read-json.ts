/** Reads JSON of any size and shape from outside: to a bounded depth, without holding the event loop, seeing repeated names. */
import { breath } from "./breath.ts";

export interface JsonLimits {
  /** Arrays and objects within each other. */
  readonly maxDepth: number;
  /** Values of any kind, all together. */
  readonly maxValues: number;
  /** How often a name may stand in one object. */
  readonly maxRepeats: number;
}

/** Documented answers are five deep, and have some thirty values to a conversation. */
const LIMITS: JsonLimits = { maxDepth: 200, maxValues: 1_000_000, maxRepeats: 10 };

/**
 * Of each object in which a name stands more than once: all values of that name, in the order of the text. The object
 * itself has the last of them. JSON leaves open which one is meant (RFC 8259, 4).
 */
export type RepeatedNames = ReadonlyMap<object, ReadonlyMap<string, readonly unknown[]>>;

export interface ReadJson {
  /** As `JSON.parse` gives it, but numbers beyond ±(2^53 - 1) are strings of their source text. */
  readonly value: unknown;
  /** Empty for nearly every text. Objects within values that are not the last ones are here too. */
  readonly repeated: RepeatedNames;
}

/** Why a text was not read; the message quotes nothing of it. */
export class JsonError extends Error {
  readonly reason: "malformed" | "too-deep" | "too-many-values";

  constructor(reason: JsonError["reason"]) {
    super(`the JSON is ${reason}`);
    this.name = "JsonError";
    this.reason = reason;
  }
}

const BYTES_AT_ONCE = 4 * 1024 * 1024;

/**
 * Reads UTF-8, with or without a byte order mark; bytes that are none are read as U+FFFD.
 * @throws JsonError
 */
export async function readJson(bytes: Uint8Array, limits: Partial<JsonLimits> = {}): Promise<ReadJson> {
  const pause = breath();
  const decoder = new TextDecoder();
  let text = "";
  for (let at = 0; at < bytes.length; at += BYTES_AT_ONCE) {
    text += decoder.decode(bytes.subarray(at, at + BYTES_AT_ONCE), { stream: true });
    await pause();
  }
  const reader = new JsonReader(text + decoder.decode(), { ...LIMITS, ...limits });
  const reading = reader.read();
  for (;;) {
    const step = reading.next();
    if (step.done) return { value: step.value, repeated: reader.repeated };
    await pause();
  }
}

/** Values between two looks at the clock. */
const VALUES_AT_ONCE = 2000;
/** No number that means anything is longer. */
const LONGEST_NUMBER = 4096;
/** Part of a string that splits no escape. */
const PIECE = /(?:[^"\\]|\\u[0-9a-fA-F]{4}|\\[^u]){1,65536}/y;
const TOKEN = /^[-+.\w]*/;
const WORDS = new Map<string, unknown>([
  ["true", true],
  ["false", false],
  ["null", null],
]);

/** Reads one text, pausing after every few thousand values. */
class JsonReader {
  readonly repeated = new Map<object, ReadonlyMap<string, readonly unknown[]>>();
  readonly #text: string;
  readonly #limits: JsonLimits;
  #at = 0;
  #depth = 0;
  #values = 0;

  constructor(text: string, limits: JsonLimits) {
    this.#text = text;
    this.#limits = limits;
  }

  *read(): Generator<void, unknown> {
    const value = yield* this.#value();
    if (this.#sign() !== "") throw new JsonError("malformed");
    return value;
  }

  *#value(): Generator<void, unknown> {
    this.#values += 1;
    if (this.#values > this.#limits.maxValues) throw new JsonError("too-many-values");
    if (this.#values % VALUES_AT_ONCE === 0) yield;
    const sign = this.#sign();
    if (sign === '"') return yield* this.#string();
    if (sign !== "[" && sign !== "{") return this.#wordOrNumber();
    this.#depth += 1;
    if (this.#depth > this.#limits.maxDepth) throw new JsonError("too-deep");
    this.#at += 1;
    const value = sign === "[" ? yield* this.#array() : yield* this.#object();
    this.#depth -= 1;
    return value;
  }

  *#array(): Generator<void, object> {
    const array: unknown[] = [];
    while (this.#another("]", array.length === 0)) array.push(yield* this.#value());
    return array;
  }

  *#object(): Generator<void, object> {
    const object: Record<string, unknown> = {};
    const repeated = new Map<string, unknown[]>();
    for (let first = true; this.#another("}", first); first = false) {
      const name = yield* this.#string();
      this.#take(":");
      const value = yield* this.#value();
      const values = repeated.get(name) ?? (Object.hasOwn(object, name) ? [object[name]] : []);
      values.push(value);
      if (values.length > this.#limits.maxRepeats) throw new JsonError("too-many-values");
      if (values.length > 1) repeated.set(name, values);
      // An assignment to __proto__ would be none.
      Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });
    }
    if (repeated.size > 0) this.repeated.set(object, repeated);
    return object;
  }

  /** Whether another element follows; takes the comma before it, or the end. */
  #another(end: string, first: boolean): boolean {
    if (this.#sign() === end) {
      this.#at += 1;
      return false;
    }
    if (!first) this.#take(",");
    return true;
  }

  #wordOrNumber(): unknown {
    const [token = ""] = TOKEN.exec(this.#text.slice(this.#at, this.#at + LONGEST_NUMBER)) ?? [];
    this.#at += token.length;
    const word = WORDS.get(token);
    if (word !== undefined) return word;
    const number = parsed(token);
    if (typeof number !== "number") throw new JsonError("malformed");
    return Math.abs(number) > Number.MAX_SAFE_INTEGER ? token : number;
  }

  *#string(): Generator<void, string> {
    this.#take('"');
    const pieces: string[] = [];
    while (this.#text.charAt(this.#at) !== '"') {
      PIECE.lastIndex = this.#at;
      const [piece = ""] = PIECE.exec(this.#text) ?? [];
      const string = parsed(`"${piece}"`);
      if (piece === "" || typeof string !== "string") throw new JsonError("malformed");
      this.#at += piece.length;
      pieces.push(string);
      if (pieces.length > 1) yield;
    }
    this.#at += 1;
    return pieces.join("");
  }

  #take(sign: string): void {
    if (this.#sign() !== sign) throw new JsonError("malformed");
    this.#at += 1;
  }

  /** The next character that is no blank; "" at the end. */
  #sign(): string {
    const text = this.#text;
    let at = this.#at;
    while (isBlank(text.charCodeAt(at))) at += 1;
    this.#at = at;
    return text.charAt(at);
  }
}

const isBlank = (code: number): boolean => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;

/** What the engine makes of one string or number; undefined if it is none. */
function parsed(token: string): unknown {
  try {
    return JSON.parse(token);
  } catch {
    return undefined;
  }
}
