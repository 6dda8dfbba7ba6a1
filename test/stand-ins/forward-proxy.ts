/** A company's proxy on this machine: it tunnels and forwards, wherever a name points, to the servers that it is told. */
import { once } from "node:events";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";

export interface ForwardProxy extends AsyncDisposable {
  /** `http://127.0.0.1:PORT`. */
  readonly address: string;
  /** What it was asked for: `CONNECT api.example.test:443`, `PUT http://s3.example.test/…`. */
  readonly asked: readonly string[];
}

/**
 * @param ports on this machine, by the host that each plays
 * @param refusal answered to everything in place of going on
 */
export async function startForwardProxy(
  ports: Readonly<Record<string, number>>,
  refusal?: number,
): Promise<ForwardProxy> {
  const asked: string[] = [];
  const server = createServer((incoming, outgoing) => {
    asked.push(`${incoming.method} ${incoming.url}`);
    forward(incoming, outgoing, ports);
  });
  server.on("connect", ({ url = "" }: IncomingMessage, socket: Socket) => {
    asked.push(`CONNECT ${url}`);
    socket.on("error", () => socket.destroy());
    if (refusal !== undefined) return void socket.end(`HTTP/1.1 ${refusal} Refused\r\n\r\n`);
    const onward = connect(ports[url.split(":")[0] ?? ""] ?? 9, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      onward.pipe(socket).pipe(onward);
    });
    onward.on("error", () => socket.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function forward(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  ports: Readonly<Record<string, number>>,
): void {
  const { url = "", method, headers } = incoming;
  const { hostname, pathname, search } = new URL(url);
  const to = { host: "127.0.0.1", port: ports[hostname] ?? 9, path: `${pathname}${search}`, method, headers };
  const onward = request(to, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
  });
  onward.on("error", () => outgoing.destroy());
  incoming.pipe(onward);
}
