/** Which 200 answers are conversation lists, and what of them is kept. */
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { readResponse, UnexpectedResponseError } from "../../shared/leadsquared/response.ts";

const read = (raw: Uint8Array) => readResponse(raw, raw);
const readJsonOf = async (raw: Uint8Array): Promise<unknown> => (await read(raw)).json;

const bytes = (value: unknown): Uint8Array =>
  new TextEncoder().encode(typeof value === "string" ? value : JSON.stringify(value));

async function failure(value: unknown): Promise<UnexpectedResponseError> {
  try {
    await read(bytes(value));
  } catch (error) {
    if (error instanceof UnexpectedResponseError) {
      return error;
    }
    throw error;
  }
  throw new Error("the response was accepted");
}

describe("readResponse", () => {
  it("keeps unknown fields, unknown activity types, nulls, and ids of any kind", async () => {
    const answer = {
      Total: 3,
      Conversations: null,
      New: { deep: [1] },
      ConversationList: [
        { Id: 131, RelatedActivityType: "CarrierPigeon", Text: null, Html: null, Attachments: null, Odd: 1 },
        { Id: "abc", CreatedBy: 7, Attachments: [{ Id: null, FileSize: "12", FileName: null, Odd: [2] }] },
        { Id: null },
      ],
    };

    expect(await readJsonOf(bytes(answer))).toEqual(answer);
  });

  it("keeps the digits of an id beyond 2^53", async () => {
    const json = await readJsonOf(bytes('{"Total":1,"ConversationList":[{"Id":9007199254740993}]}'));

    expect(json).toEqual({ Total: 1, ConversationList: [{ Id: "9007199254740993" }] });
  });

  it.each([
    { Total: 0, ConversationList: null },
    { Total: 0 },
    { Total: 2 },
    { Total: "2", ConversationList: null },
    { ConversationList: [{}] },
    { Total: 1, ConversationList: [{ Text: { a: 1 } }] },
    { Total: 2, ConversationList: [null, "x"] },
    // F2
    { Total: "2 of 2", ConversationList: [{}] },
    { Total: -1, ConversationList: [{}] },
  ])("passes %j on, for the normalizer to judge", async (answer) => {
    expect(await readJsonOf(bytes(answer))).toEqual(answer);
  });

  it("reads past a byte order mark and bytes that are not UTF-8", async () => {
    const raw = Buffer.concat([
      Buffer.from('\ufeff{"Total":1,"ConversationList":[{"Text":"'),
      Buffer.from([0xff]),
      Buffer.from('"}]}'),
    ]);

    expect(await readJsonOf(raw)).toEqual({ Total: 1, ConversationList: [{ Text: "\ufffd" }] });
  });

  it.each([
    null,
    [],
    "",
    {},
    { ConversationList: null },
    { ConversationList: {} },
    { Total: -1.5, Status: "Error" },
    { Total: "many" },
    { Total: 0, Status: "Error", ExceptionMessage: "no" },
    { Total: 0, ConversationList: [], ExceptionType: "MXException" },
  ])("takes %j for no conversation list and carries the bytes", async (answer) => {
    const raw = JSON.stringify(answer);

    const error = await failure(raw);

    expect(error).toMatchObject({ code: "unexpected-response", retryable: false });
    expect(Buffer.from(error.source).toString()).toBe(raw);
  });

  it.each(['{"Total":1,"Conv', "<html>", "", `${"[".repeat(100)}`])(
    "calls broken JSON malformed",
    async (text) => {
      const error = await failure(text);

      expect(error).toMatchObject({ code: "malformed-json", retryable: true });
      expect(error.source).toHaveLength(text.length);
    },
  );

  it("shows nothing of the body when the error is printed or serialized", async () => {
    const error = await failure({ Total: "canary-text", ConversationList: { Text: "canary-text" } });

    expect(inspect(error, { depth: 9, showHidden: true }) + JSON.stringify(error)).not.toContain("canary");
    expect(error.message).toContain("ConversationList");
  });
});
