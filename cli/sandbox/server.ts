/** Takes a request through the sandbox: count, hook, endpoint, hook, reply. */
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { filterConversations, type MintUrl, ticketIdOf } from "./api/conversation-filter.ts";
import { apiError } from "./api/error-bodies.ts";
import { control } from "./control.ts";
import type { Parts } from "./parts.ts";
import { answer, type Reply, sendReply, sleep } from "./reply.ts";
import { type Route, routeOf, splitTarget } from "./routes.ts";
import { attachmentPath, getAttachment } from "./s3/get-attachment.ts";
import { mintQuery } from "./s3/signed-urls.ts";
import type { Sandbox } from "./sandbox.ts";

/** What a hook is told of a request to the API or for an attachment. */
interface RequestInfo {
  /** 1 for the first such request that the sandbox got. */
  readonly number: number;
  readonly target: "api" | "attachment";
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly ticketId: number | undefined;
  readonly headers: IncomingHttpHeaders;
}

export type Hook = (request: RequestInfo) => void | Promise<void>;

/** Handles one request whole; what goes wrong inside is answered with a 500 that says so. */
export async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  parts: Parts,
  sandbox: Sandbox,
): Promise<void> {
  try {
    const reply = await replyTo(request, parts, sandbox);
    const isFile = request.url?.startsWith("/t/") === true && reply.kind === "answer" && reply.status === 200;
    await sendReply(response, reply, (bytes) => {
      parts.counts.attachmentBytes += isFile ? bytes : 0;
    });
  } catch (error) {
    if (response.headersSent) {
      response.destroy();
      return;
    }
    await sendReply(response, answer(500, "text/plain", `the sandbox itself failed: ${error}\n`), () => {});
  }
}

/** The call is counted before anything is awaited: what counts is when it arrived. */
async function replyTo(request: IncomingMessage, parts: Parts, sandbox: Sandbox): Promise<Reply> {
  const { method = "GET", headers } = request;
  const { path, query } = splitTarget(request.url ?? "/");
  const route = routeOf(method, path, parts);
  const { number, admitted } = count(route, headers, parts);
  const body = await text(request);
  if (route.target === "control") {
    return control(route.action, body, sandbox, parts);
  }
  if (route.target === "unknown") {
    return apiError(404);
  }

  const ticketId = route.target === "api" ? ticketIdOf(body) : route.ticketId;
  const info: RequestInfo = { number, target: route.target, method, path, ticketId, headers };
  await sandbox.onRequest?.(info);
  if (parts.delayMs > 0) {
    await sleep(parts.delayMs);
  }
  const host = headers.host ?? "";
  const reply =
    route.target === "api"
      ? await filterConversations(
          { headers, body, admitted },
          { ...parts, mintUrl: urlMinter(parts, sandbox) },
        )
      : await getAttachment({ method, host, path, query }, parts);
  await sandbox.onResponse?.(info);
  return reply;
}

function count(
  route: Route,
  headers: IncomingHttpHeaders,
  parts: Parts,
): { readonly number: number; readonly admitted: boolean } {
  const { counts, window } = parts;
  const hasKeys = "x-lsq-access-key" in headers || "x-lsq-secret-key" in headers;
  const admitted = route.target !== "api" || window.arrive(parts.now());
  counts.apiCalls += route.target === "api" ? 1 : 0;
  counts.rejected429 += admitted ? 0 : 1;
  counts.attachmentRequests += route.target === "attachment" ? 1 : 0;
  counts.leakedKeys += hasKeys && route.target !== "api" ? 1 : 0;
  return { number: counts.apiCalls + counts.attachmentRequests, admitted };
}

function urlMinter(parts: Parts, sandbox: Sandbox): MintUrl {
  return (ticketId, contentPath, fileName, signed = "fresh") => {
    const [path = "", version] = attachmentPath(parts.orgId, ticketId, contentPath).split("?");
    const { host } = new URL(sandbox.origin);
    const ttlSeconds = parts.urlTtlSeconds;
    const age = signed === "expired" ? 2 * ttlSeconds * 1000 : 0;
    const settings = { ttlSeconds, now: () => parts.now() - age };
    const query = signed === "unsigned" ? version : mintQuery(host, path, { fileName, version }, settings);
    return `${sandbox.origin}${path}${query === undefined ? "" : `?${query}`}`;
  };
}
