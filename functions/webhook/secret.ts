/** Tells whether the secret that a webhook carries is the one agreed on, or the one before it. */
import { createHash, timingSafeEqual } from "node:crypto";
import * as z from "zod";
import { UsageError } from "../../shared/errors.ts";
import { parseJson } from "../../shared/json.ts";

/** The stored secret is read afresh so often: a new one is let in then, and one that was withdrawn no longer. */
const REREAD_MS = 60_000;
/** After a failure sooner, since until then only what is known is let in. */
const REREAD_AFTER_FAILURE_MS = 1_000;

const secretSchema = z.object({ current: z.string().min(1), previous: z.string().nullish() });

export interface SecretSource {
  /** The text of the secret, read afresh. */
  readonly readSecret: () => Promise<string>;
  /** The time in ms, of a clock that does not stop while Lambda is frozen. */
  readonly now: () => number;
}

/** @throws what reading throws; UsageError when the secret is not as it must be: nobody can be let in then */
export type SecretCheck = (presented: string | undefined) => Promise<boolean>;

/**
 * Reads the secret at most once a minute, so that every running function sees a rotation within that. While it cannot be
 * read, what was read last counts.
 */
export function secretCheck({ readSecret, now }: SecretSource): SecretCheck {
  let known: readonly Buffer[] = [];
  let latest = Promise.resolve();
  let nextReading = Number.NEGATIVE_INFINITY;

  const read = async (): Promise<void> => {
    try {
      known = digests(await readSecret());
    } catch (error) {
      nextReading = now() + REREAD_AFTER_FAILURE_MS;
      throw error;
    }
  };

  return async (presented = "") => {
    if (presented === "") return false;
    const digest = sha256(presented);
    if (now() >= nextReading) {
      nextReading = now() + REREAD_MS;
      latest = read();
    }
    try {
      await latest;
    } catch (error) {
      if (!isAmong(known, digest)) throw error;
    }
    return isAmong(known, digest);
  };
}

/** Digests are of one length, so that comparing them takes one time, whatever was presented; all are compared. */
function isAmong(known: readonly Buffer[], digest: Buffer): boolean {
  return known.map((each) => timingSafeEqual(each, digest)).includes(true);
}

function digests(text: string): Buffer[] {
  const { current, previous } = parse(text);
  // An empty previous secret is none: nobody gets in with nothing.
  return [current, ...(previous ? [previous] : [])].map(sha256);
}

function parse(text: string): z.infer<typeof secretSchema> {
  try {
    return secretSchema.parse(parseJson(text));
  } catch {
    // The cause quotes what is secret.
    throw new UsageError(
      'The webhook\'s secret must be JSON {"current": "…", "previous": "…"} with a current one that is not empty; previous may be left out.',
    );
  }
}

function sha256(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
