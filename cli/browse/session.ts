/** The one session of a reading window: a link that is spent on its first use, for a cookie. */
import { randomBytes, timingSafeEqual } from "node:crypto";

export interface Session {
  /** What the link carries, until it was used. */
  readonly token: string;
  /** The `Set-Cookie` for whoever comes first with the token; undefined for everybody else. */
  spend(token: string): string | undefined;
  /** Whether a `Cookie` header is of the session. */
  holds(cookies: string | undefined): boolean;
}

/** Ports of one host share their cookies: the name is random too, so that two windows do not end each other's. */
export function newSession(): Session {
  const [token, name, secret] = [random(), `ticketvault-${random().slice(0, 8)}`, random()];
  let isSpent = false;
  return {
    token,
    spend(given) {
      if (isSpent || !same(given, token)) return undefined;
      isSpent = true;
      return `${name}=${secret}; HttpOnly; SameSite=Strict; Path=/`;
    },
    holds: (cookies = "") =>
      cookies
        .split("; ")
        .some((cookie) => cookie.startsWith(`${name}=`) && same(cookie.slice(name.length + 1), secret)),
  };
}

function random(): string {
  return randomBytes(32).toString("base64url");
}

function same(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.byteLength === b.byteLength && timingSafeEqual(a, b);
}
