/** Takes a request through the sandbox: count, hook, endpoint, hook, reply. */
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import type { Call } from "./api/call.ts";
import { filterConversations, ticketIdOf } from "./api/conversation-filter.ts";
import { apiError } from "./api/error-bodies.ts";
import { ticketDetails } from "./api/ticket-details.ts";
import { listUsers } from "./api/users.ts";
import type { MintUrl } from "./catalogue/pictures.ts";
import { control } from "./control.ts";
import type { Parts } from "./parts.ts";
import { answer, type Reply, sendReply, sleep } from "./reply.ts";
import { type CallRoute, type Route, routeOf, splitTarget } from "./routes.ts";
import type { RequestInfo, Sandbox } from "./running.ts";
import { attachmentPath, getAttachment } from "./s3/get-attachment.ts";
import { mintQuery } from "./s3/signed-urls.ts";

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
  const reply =
    route.target === "attachment"
      ? await getAttachment({ method, host: headers.host ?? "", path, query }, parts)
      : await answerCall(route, { url: request.url ?? "/", headers, body, admitted }, parts, sandbox);
  await sandbox.onResponse?.(info);
  return reply;
}

async function answerCall(route: CallRoute, call: Call, parts: Parts, sandbox: Sandbox): Promise<Reply> {
  const callParts = { ...parts, mintUrl: urlMinter(parts, sandbox) };
  switch (route.target) {
    case "api":
      return await filterConversations(call, callParts);
    case "details":
      return await ticketDetails(route.ticketId, call, callParts);
    case "users":
      return await listUsers(call, callParts);
  }
}

function count(
  route: Route,
  headers: IncomingHttpHeaders,
  parts: Parts,
): { readonly number: number; readonly admitted: boolean } {
  const { counts, window } = parts;
  const { target } = route;
  const isCall = target === "api" || target === "details" || target === "users";
  const hasKeys = "x-lsq-access-key" in headers || "x-lsq-secret-key" in headers;
  const admitted = !isCall || window.arrive(parts.now());
  counts.apiCalls += target === "api" ? 1 : 0;
  counts.detailsCalls += target === "details" ? 1 : 0;
  counts.usersCalls += target === "users" ? 1 : 0;
  counts.rejected429 += admitted ? 0 : 1;
  counts.attachmentRequests += target === "attachment" ? 1 : 0;
  counts.leakedKeys += hasKeys && target !== "api" && target !== "details" ? 1 : 0;
  const number = counts.apiCalls + counts.detailsCalls + counts.usersCalls + counts.attachmentRequests;
  return { number, admitted };
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
