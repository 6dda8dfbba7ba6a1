/** Serves operations of an AWS service that speaks the JSON 1.1 protocol, for stand-ins on this machine. */
import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** An error as the service would answer it; `message` is for whoever debugs a test. */
export class AwsError extends Error {
  readonly status: number;

  constructor(name: string, message: string, status = 400) {
    super(message);
    this.name = name;
    this.status = status;
  }
}

/** Takes the request's JSON and gives the answer's; throws an AwsError for what the service refuses. */
type Operation = (input: unknown) => unknown;

export interface JsonService {
  /** `http://127.0.0.1:PORT`. */
  readonly endpoint: string;
  /** How many requests came, by operation. */
  readonly counts: Record<string, number>;
  /** Answers each request with a 503 while true. */
  down: boolean;
  close(): Promise<void>;
}

/** @param operations by their names, such as `PutEvents` */
export async function serveJson(operations: Readonly<Record<string, Operation>>): Promise<JsonService> {
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      const known =
        error instanceof AwsError
          ? error
          : new AwsError("InternalFailure", `The stand-in failed: ${error}`, 500);
      send(response, known.status, { __type: known.name, Message: known.message });
    });
  });
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [, name = ""] = String(request.headers["x-amz-target"]).split(".");
    const body = await text(request);
    service.counts[name] = (service.counts[name] ?? 0) + 1;
    if (service.down) throw new AwsError("ServiceUnavailable", "The test switched the service off.", 503);
    const operation = operations[name];
    if (operation === undefined) throw new AwsError("UnknownOperationException", `no stand-in for ${name}`);
    send(response, 200, await operation(JSON.parse(body)));
  };
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  const service: JsonService = {
    endpoint: `http://127.0.0.1:${port}`,
    counts: {},
    down: false,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
  return service;
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, {
    "content-type": "application/x-amz-json-1.1",
    "x-amzn-requestid": randomUUID(),
  });
  response.end(JSON.stringify(body));
}
