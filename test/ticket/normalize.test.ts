/** From LeadSquared's answer to the ticket document. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseJson } from "../../shared/json.ts";
import { type Outcome, ticketDocument } from "../../shared/ticket/assemble.ts";
import { type TicketDocument, ticketBytes, ticketJsonSchema } from "../../shared/ticket/document.ts";
import { attachmentsToAsk, merge } from "../../shared/ticket/merge.ts";
import { normalize } from "../../shared/ticket/normalize.ts";
import { parseTicketDocument } from "../../shared/ticket/read-document.ts";
import { cpuClock } from "../cpu-clock.ts";

const source = {
  host: "apigw.service-in.leadsquared.com",
  tenantId: 22824,
  orgId: 22824,
  ticketId: 143,
  attachmentHosts: [],
};
const sha256 = "a".repeat(64);

const documented: unknown = JSON.parse(
  readFileSync(new URL("../../cli/sandbox/tickets/143.json", import.meta.url), "utf8"),
);

/** The document of an answer whose attachments were all stored, or all became `outcome`. */
function documentOf(
  answer: unknown,
  outcome: Outcome = { status: "stored", size: 5, sha256, flags: [] },
): TicketDocument {
  const merged = merge(undefined, normalize(answer, source), "v1");
  return ticketDocument(merged, new Map(attachmentsToAsk(merged).map(({ identity }) => [identity, outcome])));
}

function answerWith(...conversations: unknown[]): unknown {
  return { Total: conversations.length, Conversations: null, ConversationList: conversations };
}

const message = {
  RelatedActivityType: "InboundEmail",
  Html: "<p>Hi</p>",
  Text: "Hi",
  Attachments: [],
  CreatedBy: "u",
  CreatedOn: "2024-08-28T12:38:36.198",
  Id: 131,
};
const file = {
  Id: null,
  FileName: "a.txt",
  FileSize: 5,
  ContentType: "text/plain",
  ContentPath: "https://h/t/1/a",
  ContentLocation: null,
  ContentId: null,
  Ttl: 60,
};

describe("the documented answer", () => {
  it("becomes two inbound e-mails in order of time, complete, with the attachment described", () => {
    const document = documentOf(documented, { status: "stored", size: 109210, sha256, flags: [] });

    expect(document.completeness).toEqual({
      status: "complete",
      conversations: { expected: 2, received: 2, noLongerListed: 0 },
      attachments: { expected: 1, stored: 1, doubtful: 0, failed: 0 },
      problems: [],
    });
    expect(
      document.conversations.map(({ id, direction, channel, createdAt, createdAtRaw }) => [
        id,
        direction,
        channel,
        createdAt,
        createdAtRaw,
      ]),
    ).toEqual([
      ["131", "inbound", "email", "2024-08-28T12:38:36.198Z", "2024-08-28T12:38:36.198"],
      ["135", "inbound", "email", "2024-08-28T13:55:43.680Z", "2024-08-28T13:55:43.68"],
    ]);
    expect(document.conversations[1]?.attachments[0]).toMatchObject({
      fileName: "Aadhaar.png",
      declaredSize: 109210,
      declaredType: "image/png",
      status: "stored",
      path: "attachments/135/1-Aadhaar.png",
      size: 109210,
      sha256,
      extra: {},
    });
    expect(document.extra).toEqual({});
  });

  it("is read back the same from its bytes", () => {
    const document = documentOf(documented);
    expect(parseTicketDocument(ticketBytes(document))).toEqual(document);
  });

  it("has the same bytes when the vendor orders lists and fields differently and mints other URLs", () => {
    const text = JSON.stringify(documented);
    const other = JSON.parse(
      text.replace(/(ContentPath":"[^"?]*)[^"]*/, "$1?other").replace('"Ttl":60', '"Ttl":59'),
      (_, value) =>
        value !== null && typeof value === "object" && !Array.isArray(value)
          ? Object.fromEntries(Object.entries(value).reverse())
          : value,
    );
    other.ConversationList.reverse();
    expect(ticketBytes(documentOf(other))).toEqual(ticketBytes(documentOf(documented)));
  });
});

describe("an answer that is odd", () => {
  it("is incomplete when Total is not the length of the list", () => {
    const document = documentOf({ Total: 3, ConversationList: [message] });
    expect(document.completeness.status).toBe("incomplete");
    expect(document.completeness.problems).toMatchObject([
      { code: "total-mismatch", severity: "missing", detail: "Total is 3; 1 conversation received" },
    ]);
  });

  it("is incomplete when it gives no Total", () => {
    expect(documentOf({ ConversationList: [message] }).completeness).toMatchObject({
      status: "incomplete",
      conversations: { expected: null, received: 1, noLongerListed: 0 },
    });
  });

  it("keeps unknown fields at every level under extra, sorted", () => {
    const document = documentOf({
      ...(answerWith({
        ...message,
        Sentiment: { z: 1, a: [{ y: 1, b: 2 }] },
        Attachments: [{ ...file, Checksum: "x" }],
      }) as object),
      Page: 1,
      __proto__: { inherited: true },
    });
    expect(document.capture.envelope).toEqual({ Page: 1 });
    expect(JSON.stringify(document.conversations[0]?.extra)).toBe(
      '{"Sentiment":{"a":[{"b":2,"y":1}],"z":1}}',
    );
    expect(document.conversations[0]?.attachments[0]?.extra).toEqual({ Checksum: "x" });
  });

  it.each(["ChatInbound", "constructor", "__proto__", "", null])(
    "keeps a conversation of type %j and says that it is unknown",
    (type) => {
      const document = documentOf(answerWith({ ...message, RelatedActivityType: type }));
      expect(document.conversations[0]).toMatchObject({ type, direction: null, channel: null, text: "Hi" });
      expect(document.completeness).toMatchObject({
        status: "complete",
        problems: [{ code: "activity-type-unknown", severity: "notice" }],
      });
    },
  );

  it("tolerates null texts, null attachments, missing fields and ids as strings", () => {
    const document = documentOf(
      answerWith({
        Id: "131",
        RelatedActivityType: "PortalOutbound",
        Html: null,
        Text: null,
        Attachments: null,
        CreatedOn: "2024-08-28T12:38:36",
      }),
    );
    expect(document.conversations[0]).toMatchObject({
      id: "131",
      direction: "outbound",
      channel: "portal",
      text: null,
      html: null,
      createdBy: null,
      attachments: [],
    });
    expect(document.completeness.status).toBe("complete");
  });

  it("keeps the digits of ids beyond 2^53", () => {
    const answer = parseJson(
      '{"Total":1,"ConversationList":[{"Id":12345678901234567891,"RelatedActivityType":"InboundEmail","CreatedOn":"2024-01-01T00:00:00"}]}',
    );
    expect(documentOf(answer).conversations[0]?.id).toBe("12345678901234567891");
  });

  it("flags a CreatedOn that is no time, keeps it raw, and puts the conversation last", () => {
    const document = documentOf(answerWith({ ...message, Id: 1, CreatedOn: "soon" }, { ...message, Id: 2 }));
    expect(document.conversations.map(({ id }) => id)).toEqual(["2", "1"]);
    expect(document.conversations[1]).toMatchObject({ createdAt: null, createdAtRaw: "soon" });
    expect(document.completeness).toMatchObject({
      status: "complete",
      problems: [{ code: "created-on-invalid", conversation: "1" }],
    });
  });

  it("orders conversations of one instant by number, not by text", () => {
    const ids = documentOf(answerWith(...[10, 9, 100].map((Id) => ({ ...message, Id })))).conversations.map(
      ({ id }) => id,
    );
    expect(ids).toEqual(["9", "10", "100"]);
  });

  it("counts entries that are no objects as missing, by their place", () => {
    const document = documentOf(answerWith(message, null, { ...message, Id: 132, Attachments: ["x", file] }));
    expect(document.completeness.status).toBe("incomplete");
    expect(document.completeness.problems).toMatchObject([
      { code: "conversation-unreadable", severity: "missing" },
      { code: "attachment-unreadable", severity: "missing", conversation: "132", attachment: null },
    ]);
    expect(document.conversations[1]?.attachments[0]).toMatchObject({ path: "attachments/132/1-a.txt" });
  });

  it("gives conversations with one id, or with none, folders of their own", () => {
    const attachments = [file];
    const document = documentOf(
      answerWith(...[131, 131, null, null].map((Id) => ({ ...message, Id, Attachments: attachments }))),
    );
    const paths = document.conversations.flatMap((conversation) =>
      conversation.attachments.map((attachment) => attachment.status === "stored" && attachment.path),
    );
    expect(paths).toEqual([
      "attachments/131/1-a.txt",
      "attachments/131-2/1-a.txt",
      "attachments/none/1-a.txt",
      "attachments/none-2/1-a.txt",
    ]);
    expect(document.completeness.problems).toMatchObject([
      { code: "conversation-id-repeated", severity: "notice" },
    ]);
  });

  it("takes about as long for thousands of conversations without an id as for as many with one", () => {
    const timed = (conversation: (index: number) => object): number => {
      const answer = answerWith(...Array.from({ length: 20_000 }, (_, index) => conversation(index)));
      const spentMs = cpuClock();
      normalize(answer, source);
      return spentMs();
    };
    const withIds = timed((Id) => ({ ...message, Id }));
    expect(timed(() => ({ ...message, Id: null }))).toBeLessThan(5 * withIds + 200);
  });

  it("keeps values of unexpected types as they are", () => {
    const document = documentOf(
      answerWith({ ...message, Text: { rich: true }, Attachments: [{ ...file, FileSize: "big" }] }),
    );
    expect(document.conversations[0]).toMatchObject({ text: null, extra: { Text: { rich: true } } });
    expect(document.conversations[0]?.attachments[0]).toMatchObject({
      declaredSize: null,
      extra: { FileSize: "big" },
    });
  });
});

describe("attachments", () => {
  it("stand as failed with their reason, and make the archive incomplete", () => {
    const document = documentOf(answerWith({ ...message, Attachments: [file] }), {
      status: "failed",
      reason: "gone",
    });
    expect(document.completeness).toMatchObject({
      status: "incomplete",
      attachments: { expected: 1, stored: 0, failed: 1 },
      problems: [{ code: "attachment-failed", detail: "gone", conversation: "131", attachment: 1 }],
    });
    expect(document.conversations[0]?.attachments[0]).toMatchObject({
      status: "failed",
      reason: "gone",
      fileName: "a.txt",
    });
  });

  it("carry flags without being incomplete", () => {
    const document = documentOf(answerWith({ ...message, Attachments: [file] }), {
      status: "stored",
      size: 6,
      sha256,
      flags: ["type-differs"],
    });
    expect(document.completeness).toMatchObject({
      status: "complete",
      problems: [{ code: "attachment-flagged", detail: "type-differs", severity: "notice" }],
    });
  });

  it("have distinct safe paths for names that are hostile or alike", () => {
    const names = [
      "../../x",
      "..\\x",
      "a\u0000b",
      "",
      "CON",
      "x".repeat(1000),
      "a.png",
      "a.png",
      "\u202Egnp.exe",
      null,
    ];
    const document = documentOf(
      answerWith({ ...message, Attachments: names.map((FileName) => ({ ...file, FileName })) }),
    );
    const stored = document.conversations[0]?.attachments ?? [];
    const paths = stored.map((attachment) => (attachment.status === "stored" ? attachment.path : ""));
    expect(new Set(paths.map((path) => path.toLowerCase())).size).toBe(names.length);
    for (const path of paths) expect(path).toMatch(/^attachments\/131\/\d+-[\p{L}\p{N}_.+(),-]{1,80}$/u);
    expect(stored.map(({ fileName }) => fileName)).toEqual(names);
  });

  it("hold no query of the URL that they came from", () => {
    const document = documentOf(
      answerWith({
        ...message,
        Attachments: [{ ...file, ContentPath: "https://h/t/%23143/a?X-Amz-Signature=CANARY" }],
      }),
    );
    expect(document.conversations[0]?.attachments[0]?.sourceUrl).toBe("https://h/t/%23143/a");
    expect(Buffer.from(ticketBytes(document)).toString()).not.toContain("CANARY");
  });
});

describe("the published schema", () => {
  it("is the one in docs/ticket.schema.json (npm run docs makes it)", () => {
    const published: unknown = JSON.parse(
      readFileSync(new URL("../../docs/ticket.schema.json", import.meta.url), "utf8"),
    );
    expect(published).toEqual(JSON.parse(JSON.stringify(ticketJsonSchema())));
  });
});
