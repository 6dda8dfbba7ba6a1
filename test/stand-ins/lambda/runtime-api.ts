/** The Runtime API of one execution environment: hands out invocations one by one and takes what comes of them. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** What a handler threw, or what became of its process, as Lambda tells the caller. */
interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

export type Outcome = { readonly result: unknown } | { readonly error: FunctionError };

/** One event on its way to the handler. */
export interface Invocation {
  readonly requestId: string;
  /** The event as JSON. */
  readonly event: string;
  /** When Lambda kills, in ms since 1970; asked for at the moment the handler gets the event. */
  readonly deadline: () => number;
  readonly functionArn: string;
}

export interface RuntimeApiEvents {
  /** The runtime asks for an event and there is none: Lambda freezes the process now. */
  onIdle(): void;
  /** The runtime was given the invocation. */
  onBegin(invocation: Invocation): void;
  onOutcome(outcome: Outcome): void;
}

export interface RuntimeApi {
  /** `127.0.0.1:PORT`, for `AWS_LAMBDA_RUNTIME_API`. */
  readonly address: string;
  /** Gives the invocation to the runtime when it asks, or now if it waits. */
  offer(invocation: Invocation): void;
  close(): void;
}

const INVOCATION = "/2018-06-01/runtime/invocation";

export async function serveRuntimeApi(events: RuntimeApiEvents): Promise<RuntimeApi> {
  let offered: Invocation | undefined;
  let waiting: ServerResponse | undefined;

  const give = (response: ServerResponse, invocation: Invocation): void => {
    offered = undefined;
    waiting = undefined;
    events.onBegin(invocation);
    response.writeHead(200, {
      "content-type": "application/json",
      "lambda-runtime-aws-request-id": invocation.requestId,
      "lambda-runtime-deadline-ms": String(invocation.deadline()),
      "lambda-runtime-invoked-function-arn": invocation.functionArn,
      "lambda-runtime-trace-id": "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=0",
    });
    response.end(invocation.event);
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = "", url = "" } = request;
    if (method === "GET" && url === `${INVOCATION}/next`) {
      if (offered) return give(response, offered);
      waiting = response;
      return events.onIdle();
    }
    const body: unknown = JSON.parse(await text(request));
    response.writeHead(202).end();
    events.onOutcome(url.endsWith("/response") ? { result: body } : { error: body as FunctionError });
  };

  const server = createServer({ keepAliveTimeout: 0, requestTimeout: 0 }, (request, response) => {
    answer(request, response).catch(() => request.socket.destroy());
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  return {
    address: `127.0.0.1:${port}`,
    offer(invocation) {
      if (waiting) give(waiting, invocation);
      else offered = invocation;
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
