/** Which endpoint of the sandbox a request is for, read off its request line. */
import { parseAttachmentPath } from "./s3/get-attachment.ts";

export type Route =
  | { readonly target: "api" }
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
  if (method === "POST" && path === `/api/tenants/${account.tenantId}/conversation/filter`) {
    return { target: "api" };
  }
  if (path.startsWith("/t/")) {
    return { target: "attachment", ticketId: parseAttachmentPath(account.orgId, path)?.ticketId };
  }
  if (path.startsWith("/__sandbox/")) {
    return { target: "control", action: `${method} ${path.slice("/__sandbox/".length)}` };
  }
  return { target: "unknown" };
}
