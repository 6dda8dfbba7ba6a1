/** Scripted servers on this machine for the tests of the LeadSquared client and the attachment transfer. */
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type RequestListener } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from "node:net";
import { Agent } from "undici";
import { onTestFinished } from "vitest";

async function listen(server: Server): Promise<string> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
}

/** An HTTP server for the current test; gives its origin. */
export async function serveHttp(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return await listen(server);
}

/** A TCP server that hands each connection over once its request's headers are there; gives its origin. */
export async function serveTcp(answer: (socket: Socket, request: string) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    let request = "";
    socket.on("data", (data) => {
      request += data.toString("latin1");
      if (request.includes("\r\n\r\n")) {
        answer(socket, request);
      }
    });
  });
  onTestFinished(() => {
    for (const socket of sockets) {
      socket.destroy();
    }
    server.close();
  });
  return await listen(server);
}

/** A plain agent for the current test. */
export function testAgent(): Agent {
  const agent = new Agent();
  onTestFinished(() => agent.destroy());
  return agent;
}

export interface Call {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface ScriptedAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** A server that gives the answers in turn, the last one for ever, and keeps what it was asked. */
export async function serveAnswers(...answers: ScriptedAnswer[]): Promise<{ origin: string; calls: Call[] }> {
  const calls: Call[] = [];
  const origin = await serveHttp(async (request, response) => {
    let body = "";
    for await (const chunk of request) {
      body += chunk;
    }
    const answer = answers[Math.min(calls.length, answers.length - 1)] ?? {};
    calls.push({ method: request.method, url: request.url, headers: request.headers, body });
    const length = answer.body === undefined ? {} : { "content-length": Buffer.byteLength(answer.body) };
    response.writeHead(answer.status ?? 200, { ...length, ...answer.headers }).end(answer.body);
  });
  return { origin, calls };
}
