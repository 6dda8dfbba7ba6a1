/** Which endpoint of the sandbox a request is for, read off its request line. */
import { USERS_PATH } from "./api/users.ts";
import { parseAttachmentPath } from "./s3/get-attachment.ts";

/** A call that the account's limit counts. */
export type CallRoute =
  | { readonly target: "api" }
  | { readonly target: "details"; readonly ticketId: number }
  | { readonly target: "users"; readonly ticketId?: undefined };

export type Route =
  | CallRoute
  | { readonly target: "attachment"; readonly ticketId: number | undefined }
  | { readonly target: "control"; readonly action: string }
  | { readonly target: "unknown" };

export interface RequestTarget {
  /** As sent, percent-encoded. */
  readonly path: string;
  /** As sent, without `?`. */
  readonly query: string;
}

export function splitTarget(url: string): RequestTarget {
  const mark = url.indexOf("?");
  return mark < 0 ? { path: url, query: "" } : { path: url.slice(0, mark), query: url.slice(mark + 1) };
}

export function routeOf(
  method: string,
  path: string,
  account: { readonly orgId: number; readonly tenantId: number },
): Route {
  const tenant = `/api/tenants/${account.tenantId}/`;
  if (method === "POST" && path === `${tenant}conversation/filter`) {
    return { target: "api" };
  }
  const ticketId = path.startsWith(tenant) && /^tickets\/(\d+)$/.exec(path.slice(tenant.length))?.[1];
  if (method === "GET" && ticketId) {
    return { target: "details", ticketId: Number(ticketId) };
  }
  if (method === "GET" && path === USERS_PATH) {
    return { target: "users" };
  }
  if (path.startsWith("/t/")) {
    return { target: "attachment", ticketId: parseAttachmentPath(account.orgId, path)?.ticketId };
  }
  if (path.startsWith("/__sandbox/")) {
    return { target: "control", action: `${method} ${path.slice("/__sandbox/".length)}` };
  }
  return { target: "unknown" };
}
