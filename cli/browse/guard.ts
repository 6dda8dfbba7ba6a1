/** Who is answered: this window's own browser, at this exact address, and nobody else. */
import type { MiddlewareHandler } from "hono";
import type { Session } from "./session.ts";

/** Nothing runs, nothing is loaded from elsewhere, nobody may frame it; pages name their style by its digest beside. */
const HEADERS = {
  "content-security-policy":
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "cache-control": "no-store",
} as const;

/** @param host `127.0.0.1:49152`: another name for this address may be a page's that rebinds its own */
export function guard(host: () => string, session: Session): MiddlewareHandler {
  return async (context, next) => {
    const { req } = context;
    const refusal = refusalOf(
      { host: req.header("host"), origin: req.header("origin"), cookie: req.header("cookie") },
      { method: req.method, path: req.path },
      { host: host(), session },
    );
    if (refusal === undefined) await next();
    else context.res = new Response(`${refusal.why}\n`, { status: refusal.status });
    for (const [name, value] of Object.entries(HEADERS))
      if (!context.res.headers.has(name)) context.res.headers.set(name, value);
  };
}

interface Headers {
  readonly host: string | undefined;
  readonly origin: string | undefined;
  readonly cookie: string | undefined;
}

function refusalOf(
  headers: Headers,
  { method, path }: { readonly method: string; readonly path: string },
  { host, session }: { readonly host: string; readonly session: Session },
): { readonly status: 403 | 405 | 421; readonly why: string } | undefined {
  if (headers.host !== host) return { status: 421, why: "This window has another address." };
  const isRead = method === "GET" || method === "HEAD";
  const isOwn = headers.origin === `http://${host}`;
  if (isRead ? headers.origin !== undefined && !isOwn : !isOwn)
    return { status: 403, why: "Pages of other sites are not answered." };
  if (!isRead) return { status: 405, why: "There is nothing to change here." };
  if (path.startsWith("/open/") || session.holds(headers.cookie)) return undefined;
  return {
    status: 403,
    why: "Only the browser that opened the link may read here. End `ticketvault browse` and start it again.",
  };
}
