/** Requests and the bodies of their answers: nothing is lost by pausing, and everything that is given up ends. */
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { send } from "../../shared/leadsquared/transport.ts";
import { serveHttp, testAgent } from "./loopback.ts";

/** The reader's bound, at which the connection is paused. */
const BOUND = 256 * 1024;
const BODY = Buffer.from(Array.from({ length: 4 * BOUND }, (_, index) => index % 251));

const get = (origin: string, signal = new AbortController().signal) =>
  send(testAgent(), { origin, path: "/", method: "GET", signal });

describe("a body whose reader is slow", () => {
  it.each([0, 1, BOUND - 1, BOUND, BOUND + 1, 4 * BOUND])("of %i bytes comes whole", async (size) => {
    const body = BODY.subarray(0, size);
    for (const headers of [{ "content-length": size }, {}, { connection: "close" }]) {
      const origin = await serveHttp((_, response) => response.writeHead(200, headers).end(body));
      const { body: received } = await get(origin);
      await sleep(5);
      const chunks: Uint8Array[] = [];
      for await (const chunk of received) {
        chunks.push(chunk);
        if (chunks.length % 8 === 0) await sleep(1);
      }
      expect(Buffer.concat(chunks).equals(body)).toBe(true);
    }
  });

  it("that is aborted while it is paused ends with the reason after what had come, and closes the connection", async () => {
    let closed: Promise<unknown> = Promise.resolve();
    const origin = await serveHttp((_, response) => {
      closed = once(response, "close");
      response.writeHead(200).write(BODY);
    });
    const stop = new AbortController();
    const { body } = await get(origin, stop.signal);
    await sleep(20);

    stop.abort(new Error("stop"));

    const read = (async () => {
      for await (const _ of body);
    })();
    await expect(read).rejects.toThrow("stop");
    await closed;
  });
});

describe("a request", () => {
  it("is not taken for answered by what comes before the answer", async () => {
    const origin = await serveHttp((_, response) => {
      response.writeProcessing();
      response.writeEarlyHints({ link: "</a>; rel=preload" });
      response.writeHead(404).end("no");
    });

    expect(await get(origin)).toMatchObject({ statusCode: 404 });
  });

  it("is never sent when it was aborted before, and given up at once when it is aborted later", async () => {
    let requests = 0;
    const origin = await serveHttp(() => {
      requests += 1;
    });
    await expect(get(origin, AbortSignal.abort(new Error("before")))).rejects.toThrow("before");
    expect(requests).toBe(0);

    const stop = new AbortController();
    const answer = get(origin, stop.signal);
    await sleep(20);
    stop.abort(new Error("later"));

    await expect(answer).rejects.toThrow("later");
  });

  it("that never reaches a server fails with the connection's error", async () => {
    await expect(get("http://127.0.0.1:1")).rejects.toMatchObject({ code: "ECONNREFUSED" });
  });
});
