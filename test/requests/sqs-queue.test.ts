/** Requests into SQS: on a queue in fauxqs, and against answers that no emulator gives. */
import {
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
  SQSServiceException,
} from "@aws-sdk/client-sqs";
import { mockClient } from "aws-sdk-client-mock";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sqsQueue } from "../../shared/requests/sqs-queue.ts";
import { type Queues, startQueues } from "../stand-ins/aws/queues.ts";

const requests = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    orgId: 22824,
    ticketId: index + 1,
    reason: "test",
    requestedBy: "tests",
  }));

describe("a queue", () => {
  let queues: Queues;
  beforeAll(async () => {
    queues = await startQueues();
  });
  afterAll(() => queues[Symbol.asyncDispose]());

  it("takes any number of requests, and one with a delay", async () => {
    const queue = sqsQueue({ client: queues.client, queueUrl: queues.requestQueueUrl });
    const [first, ...rest] = requests(23);

    await queue.sendAll(rest);
    await queue.sendAll([]);
    if (first) await queue.send(first, { delaySeconds: 60 });

    const messages = await queues.messages("requests");
    expect(messages.filter(({ seconds }) => seconds > 0)).toMatchObject([{ body: JSON.stringify(first) }]);
    const ids = messages.map(({ body }) => JSON.parse(body).ticketId);
    expect(ids.toSorted((a, b) => a - b)).toEqual(requests(23).map(({ ticketId }) => ticketId));
  });
});

describe("a queue that fails", () => {
  const url = "https://sqs.ap-south-1.amazonaws.com/111122223333/requests";
  const setUp = () => {
    const client = new SQSClient({ region: "ap-south-1" });
    return { mock: mockClient(client), queue: sqsQueue({ client, queueUrl: url, backoffMs: 1 }) };
  };
  const failed = (Id: string, SenderFault = false) => ({ Id, Code: "InternalError", SenderFault });

  it("is sent again what it did not take, and nothing else", async () => {
    const { mock, queue } = setUp();
    mock
      .on(SendMessageBatchCommand)
      .resolvesOnce({ Successful: [], Failed: [failed("1"), failed("2")] })
      .resolvesOnce({ Successful: [], Failed: [failed("2")] })
      .resolves({ Successful: [], Failed: [] });

    await queue.sendAll(requests(4));

    const sent = mock.commandCalls(SendMessageBatchCommand).map(({ args }) => args[0].input.Entries ?? []);
    expect(sent.map((entries) => entries.map(({ Id }) => Id))).toEqual([
      ["0", "1", "2", "3"],
      ["1", "2"],
      ["2"],
    ]);
  });

  it.each([
    [false, "queue-unavailable", 4],
    [true, "queue-refused", 1],
  ])("is given up when it goes on so (its sender's fault: %s)", async (senderFault, code, calls) => {
    const { mock, queue } = setUp();
    mock.on(SendMessageBatchCommand).resolves({ Successful: [], Failed: [failed("0", senderFault)] });

    await expect(queue.sendAll(requests(1))).rejects.toMatchObject({ code });
    expect(mock.commandCalls(SendMessageBatchCommand)).toHaveLength(calls);
  });

  it.each([
    ["AccessDenied", 403, "queue-refused"],
    ["RequestThrottled", 400, "queue-unavailable"],
    ["ServiceUnavailable", 503, "queue-unavailable"],
  ])("answers %s (%i): %s", async (name, httpStatusCode, code) => {
    const { mock, queue } = setUp();
    const $metadata = { httpStatusCode };
    mock.on(SendMessageCommand).rejects(new SQSServiceException({ name, $fault: "client", $metadata }));
    const [request] = requests(1);

    await expect(request && queue.send(request)).rejects.toMatchObject({
      code,
      retryable: code === "queue-unavailable",
      message: expect.stringMatching(/^The queue requests /),
    });
  });
});
