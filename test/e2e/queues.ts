/** SQS for the queues of the template: fauxqs on 127.0.0.1, which keeps what was sent and can be switched off. */

import * as z from "zod";
import { buildQueueApp } from "../stand-ins/aws/fauxqs.ts";

export interface QueueServer {
  /** `http://127.0.0.1:PORT`. */
  readonly endpoint: string;
  /** The body of every message that was sent, in order. */
  readonly sent: string[];
  /** Answers each request with a 503 while true. */
  down: boolean;
  /** The messages that are in a queue now, whoever has received them. */
  messages(name: string): Promise<QueuedMessage[]>;
  close(): Promise<void>;
}

const queuedMessage = z.object({
  messageId: z.string(),
  body: z.string(),
  approximateReceiveCount: z.number(),
});

export type QueuedMessage = z.infer<typeof queuedMessage>;

const inspection = z.object({
  messages: z.object({
    ready: z.array(queuedMessage),
    delayed: z.array(queuedMessage),
    inflight: z.array(z.object({ message: queuedMessage })),
  }),
});

const sendRequest = z.union([
  z.object({ MessageBody: z.string() }).transform(({ MessageBody }) => [MessageBody]),
  z
    .object({ Entries: z.array(z.object({ MessageBody: z.string() })) })
    .transform(({ Entries }) => Entries.map(({ MessageBody }) => MessageBody)),
]);

/** Starts one on a free port of 127.0.0.1, without queues. */
export async function startQueueServer(): Promise<QueueServer> {
  const app = buildQueueApp({ logger: false });
  app.addHook("preHandler", async (request, reply) => {
    if (server.down && request.method === "POST") {
      return reply.status(503).send({ __type: "ServiceUnavailable", message: "switched off by the test" });
    }
    const bodies = sendRequest.safeParse(request.body);
    if (bodies.success) server.sent.push(...bodies.data);
    return undefined;
  });
  const server: QueueServer = {
    endpoint: await app.listen({ port: 0, host: "127.0.0.1" }),
    sent: [],
    down: false,
    async messages(name) {
      const answer = await app.inject({ method: "GET", url: `/_fauxqs/queues/${name}` });
      const { ready, delayed, inflight } = inspection.parse(answer.json()).messages;
      return [...ready, ...delayed, ...inflight.map(({ message }) => message)];
    },
    close: async () => {
      await app.close();
    },
  };
  return server;
}
