/** Answers that contradict themselves, or say more than is read: what the document says of them. */
import { describe, expect, it } from "vitest";
import { readJson } from "../../shared/read-json.ts";
import { anotherTicket } from "../../shared/ticket/another-ticket.ts";
import { type Outcome, ticketDocument } from "../../shared/ticket/assemble.ts";
import { changesBetween, sourceChanges } from "../../shared/ticket/changes.ts";
import { type TicketDocument, ticketBytes } from "../../shared/ticket/document.ts";
import { attachmentsToAsk, merge } from "../../shared/ticket/merge.ts";
import { isEmpty, normalize } from "../../shared/ticket/normalize.ts";
import { cpuClock } from "../cpu-clock.ts";

const source = { host: "api.invalid", tenantId: 1, orgId: 1, ticketId: 143, attachmentHosts: [] };

/** The document of an answer as it came over the wire, whose attachments were all stored. */
async function documentOf(text: string, last?: TicketDocument): Promise<TicketDocument> {
  const bytes = Buffer.from(text);
  const { value, repeated } = await readJson(bytes);
  const draft = normalize(value, source, { repeated, isUtf8: true, shown: new Map() });
  const merged = merge(last, draft, last === undefined ? "v1" : "v2");
  const stored: Outcome = { status: "stored", size: 5, sha256: "a".repeat(64), flags: [] };
  return ticketDocument(
    merged,
    new Map(attachmentsToAsk(merged).map(({ identity }) => [identity, stored] as const)),
  );
}

const A = '{"Id":1,"RelatedActivityType":"InboundEmail","CreatedOn":"2024-08-28T12:00:00","Text":"A"}';
const B = '{"Id":2,"RelatedActivityType":"InboundEmail","CreatedOn":"2024-08-28T13:00:00","Text":"B"}';
const FILE = '{"FileName":"a.txt","FileSize":5,"ContentPath":"https://h/t/1/a"}';

/** What an answer's entry says beside the documented fields. */
const entry = (more: string): string =>
  `{"Id":1,"RelatedActivityType":"InboundEmail","CreatedOn":"2024-08-28T12:00:00",${more}}`;
const listOf = (...entries: string[]): string =>
  `{"Total":${entries.length},"ConversationList":[${entries.join()}]}`;

describe("lists that are not read, and signs of more pages", () => {
  // T14
  it.each([
    [
      "conversations elsewhere",
      `{"Total":1,"ConversationList":[${A}],"Conversations":[${B}]}`,
      "list-unread",
    ],
    [
      "an unknown list of messages",
      `{"Total":1,"ConversationList":[${A}],"Chats":[{"Text":"x"}]}`,
      "list-unread",
    ],
    ["HasMore", `{"Total":1,"ConversationList":[${A}],"HasMore":true}`, "paging"],
    ["a next token", `{"Total":1,"ConversationList":[${A}],"next_token":"abc"}`, "paging"],
    ["more pages", `{"Total":1,"ConversationList":[${A}],"TotalPages":2}`, "paging"],
    ["HasMore one level down", `{"Total":1,"ConversationList":[${A}],"Paging":{"HasMore":true}}`, "paging"],
    ["no last page", `{"Total":1,"ConversationList":[${A}],"Meta":{"IsLastPage":false}}`, "paging"],
    ["a next page", `{"Total":1,"ConversationList":[${A}],"NextPage":2}`, "paging"],
    ["a further page", `{"Total":1,"ConversationList":[${A}],"PageNumber":2}`, "paging"],
    ["TotalRecords", `{"Total":1,"ConversationList":[${A}],"TotalRecords":50}`, "paging"],
    ["a count one level down", `{"Total":1,"ConversationList":[${A}],"Result":{"Count":2}}`, "paging"],
    ["a full page", `{"Total":1,"ConversationList":[${A}],"PageSize":1}`, "paging"],
    [
      "messages one level down",
      `{"Total":1,"ConversationList":[${A}],"Result":{"Conversations":[${B}]}}`,
      "list-unread",
    ],
    [
      "messages in pages",
      `{"Total":1,"ConversationList":[${A}],"Pages":[{"ConversationList":[${B}]}]}`,
      "list-unread",
    ],
    ["files one level down", listOf(entry(`"Files":{"Items":[${FILE}]}`)), "attachments-unread"],
    ["a number of attachments", listOf(entry('"AttachmentCount":2')), "attachments-unread"],
    ["HasAttachments without any", listOf(entry('"HasAttachments":true')), "attachments-unread"],
    ["attachments in lower case", listOf(entry(`"attachments":[${FILE}]`)), "attachments-unread"],
    ["an unknown list of files", listOf(entry(`"Files":[${FILE}]`)), "attachments-unread"],
  ])("make the archive incomplete: %s", async (_, text, code) => {
    expect((await documentOf(text)).completeness).toMatchObject({
      status: "incomplete",
      problems: [{ code, severity: "missing" }],
    });
  });

  it.each([
    `{"Total":1,"ConversationList":[${A}],"Conversations":[${A}]}`,
    `{"Total":1,"ConversationList":[${A}],"Conversations":[],"HasMore":false,"NextPage":null,"TotalPages":1}`,
    `{"Total":1,"ConversationList":[${A}],"ActivityTypes":["InboundEmail"],"Warnings":[]}`,
    `{"Total":1,"ConversationList":[${A}],"Paging":{"HasMore":false,"Page":1,"TotalRecords":1},"Count":1}`,
    `{"Total":1,"ConversationList":[${A}],"Result":{"Conversations":[${A}]},"RateLimit":{"Count":25}}`,
    listOf(entry(`"Attachments":[${FILE}],"AttachmentCount":1,"HasAttachments":true`)),
  ])("do not when there is nothing in them: %s", async (text) => {
    expect((await documentOf(text)).completeness).toMatchObject({ status: "complete", problems: [] });
  });
});

describe("what may be paging, and what may be nothing", () => {
  // T14
  it.each([
    ['"PageSize":100', "PageSize is 100: longer lists may come in pages"],
    ['"TotalRecords":0,"Count":3,"RecordCount":1', "Count is 3, and 2 came"],
    ['"Paging":{"TotalCount":1}', "Paging.TotalCount is 1, and 2 came"],
  ])("is told by what came: %s", async (fields, detail) => {
    const { problems } = (await documentOf(`{"Total":2,"ConversationList":[${A},${B}],${fields}}`))
      .completeness;
    expect(problems.map((each) => each.detail)).toContain(detail);
  });

  it("keeps an unread list one level down in the document", async () => {
    const { extra } = await documentOf(
      `{"Total":1,"ConversationList":[${A}],"Result":{"Conversations":[${B}]}}`,
    );
    expect(extra).toMatchObject({ Result: { Conversations: [{ Id: 2 }] } });
  });

  // T4 T14
  it("takes a list that is null for an empty one where Total is 0, and only there", () => {
    const empty = normalize({ Total: 0, ConversationList: null }, source);
    expect(isEmpty(empty)).toBe(true);
    expect(empty.problems).toMatchObject([{ code: "list-null", severity: "notice" }]);
    const odd = normalize({ Total: 1, ConversationList: null }, source);
    expect(isEmpty(odd)).toBe(false);
    expect(odd.problems).toMatchObject([
      { code: "list-missing", severity: "missing", detail: "ConversationList is no list; Total is 1" },
    ]);
    expect(isEmpty(normalize({ Total: 0 }, source))).toBe(false);
  });
});

describe("a name that stands twice in one object", () => {
  // F1
  it("hides no conversation: both lists are archived, and the place is named", async () => {
    const text = `{"Total":2,"ConversationList":[${A},${B}],"Total":1,"ConversationList":[${B}]}`;
    const { completeness, conversations } = await documentOf(text);
    expect(conversations.map(({ id, text: said }) => [id, said])).toEqual([
      ["1", "A"],
      ["2", "B"],
    ]);
    expect(completeness).toMatchObject({ status: "incomplete" });
    expect(completeness.problems).toMatchObject([
      { code: "name-repeated", detail: expect.stringContaining("Total, ConversationList") },
    ]);
  });

  it("makes the last of two texts current, and the first a wording", async () => {
    const { completeness, conversations } = await documentOf(listOf(entry('"Html":"first","Html":"last"')));
    expect(conversations).toMatchObject([
      { html: "last", wordingSince: "v1", revisions: [{ html: "first", firstSeen: "v1", lastSeen: "v1" }] },
    ]);
    expect(completeness.problems).toMatchObject([
      { code: "name-repeated", severity: "missing", conversation: "1" },
    ]);
  });

  it("hides no attachment, neither a list nor a URL", async () => {
    const other = FILE.replaceAll("a.txt", "b.txt").replace("/a", "/b");
    const two = `{"FileName":"c.txt","FileSize":5,"ContentPath":"https://h/t/1/c","ContentPath":"https://h/t/1/d"}`;
    const text = listOf(entry(`"Attachments":[${FILE}],"Attachments":[${other},${two}]`));
    const urls = (await documentOf(text)).conversations[0]?.attachments.map(({ sourceUrl }) => sourceUrl);
    expect(urls?.toSorted()).toEqual(["a", "b", "c", "d"].map((name) => `https://h/t/1/${name}`));
  });

  it("removes nothing that was there, and is healed by a sound answer without forgetting the wording", async () => {
    const first = await documentOf(listOf(A, B));
    const odd = await documentOf(`{"Total":1,"ConversationList":[${A}],"Total":1}`, first);
    expect(odd.conversations.map(({ listed }) => listed)).toEqual([true, true]);
  });

  it("is no edit at the source when both wordings came in the first answer", async () => {
    const first = await documentOf(listOf(entry('"Html":"first","Html":"last"')));
    expect(sourceChanges(changesBetween(undefined, first))).toBeUndefined();
  });

  it("costs time in proportion to the answer: two lists of 4,000 messages", () => {
    const lists = ["first", "last"].map((text) =>
      Array.from({ length: 4000 }, (_, index) => ({ Id: index, Text: text.repeat(50) })),
    );
    const body = { Total: 4000, ConversationList: lists[1] };
    const repeated = new Map([[body, new Map([["ConversationList", lists]])]]);
    const cpuMs = cpuClock();
    const { conversations } = normalize(body, source, { repeated, isUtf8: true, shown: new Map() });
    expect(conversations).toHaveLength(4000);
    expect(cpuMs()).toBeLessThan(2000);
  });
});

describe("an odd Total", () => {
  // F2
  it.each([
    ["-1", "Total is -1, which is no number of conversations"],
    ["2.5", "Total is 2.5, which is no number of conversations"],
    ['"2 of 2"', 'Total is "2 of 2", which is no number of conversations'],
    ['"<b>the customer\'s words</b>"', "Total is something else, which is no number of conversations"],
    ["true", "Total is true, which is no number of conversations"],
    ["null", "LeadSquared gave no Total"],
  ])("of %s is no reason to lose the list, and is told as it came", async (total, said) => {
    const { completeness, conversations } = await documentOf(`{"Total":${total},"ConversationList":[${A}]}`);
    expect(conversations).toHaveLength(1);
    expect(completeness).toMatchObject({
      status: "incomplete",
      problems: [{ code: "total-mismatch", detail: `${said}; 1 conversation received` }],
    });
  });
});

describe("fields of another type", () => {
  // F4
  it("are kept as received, with a problem by name", async () => {
    const { completeness, conversations } = await documentOf(listOf(entry('"Html":{"a":1},"Text":["b"]')));
    expect(conversations).toMatchObject([{ html: null, text: null, extra: { Html: { a: 1 }, Text: ["b"] } }]);
    expect(completeness.problems.map(({ code, detail }) => `${code} ${detail.split(" ")[0]}`)).toEqual([
      "field-unreadable Html",
      "field-unreadable Text",
    ]);
  });

  it("are no text of another ticket's: an answer that names another is told apart", () => {
    const asked = { orgId: 22824, ticketId: 143 };
    expect(anotherTicket({ TicketId: 144, ConversationList: [] }, asked)).toBe("ticket 144");
    expect(anotherTicket({ OrgId: "7", ConversationList: [] }, asked)).toBe("account 7");
    expect(anotherTicket({ ConversationList: [{ TicketId: "#9" }] }, asked)).toBe("ticket 9");
    const guid = "8d1b0c9e-0000-4000-8000-000000000000";
    expect(
      anotherTicket({ TicketId: "#143", OrgId: 22824, ConversationList: [{ TicketId: guid }] }, asked),
    ).toBeUndefined();
  });
});

describe("an entry of another ticket in an otherwise right answer", () => {
  // F4
  it("is kept, with a problem of its own; only a majority refuses the answer", async () => {
    const foreign = entry('"TicketId":144,"Text":"C"').replace('"Id":1', '"Id":3');
    const { completeness, conversations } = await documentOf(listOf(A, B, foreign));
    expect(conversations.map(({ id }) => id)).toEqual(["1", "3", "2"]);
    expect(completeness).toMatchObject({
      status: "incomplete",
      problems: [{ code: "conversation-of-another-ticket", severity: "missing", conversation: "3" }],
    });
    const asked = { orgId: 1, ticketId: 143 };
    const [own, other] = [{ TicketId: 143 }, { TicketId: 144 }];
    expect(anotherTicket({ ConversationList: [own, other] }, asked)).toBeUndefined();
    expect(anotherTicket({ ConversationList: [own, other, other] }, asked)).toBe("ticket 144");
  });
});

describe("half a character", () => {
  // T15
  it("stands as U+FFFD, in names and nested values too, with a notice", async () => {
    const document = await documentOf(listOf(entry('"Text":"a\\ud83d","More":{"k\\udc00":["\\ud800"]}')));
    const text = Buffer.from(ticketBytes(document)).toString();
    expect(text).not.toMatch(/\\ud[89a-f]/i);
    expect(document.conversations).toMatchObject([
      { text: "a\ufffd", extra: { More: { "k\ufffd": ["\ufffd"] } } },
    ]);
    expect(document.completeness).toMatchObject({ status: "complete", problems: [{ code: "not-unicode" }] });
  });
});

describe("times that stand for none", () => {
  // F7
  it.each(["0001-01-01T00:00:00", "9999-12-31T23:59:59"])(
    "such as %s are no time, and come last with null",
    async (raw) => {
      const none = entry(`"Text":"none"`)
        .replace('"Id":1', '"Id":3')
        .replace('"2024-08-28T12:00:00"', "null");
      const odd = A.replace("2024-08-28T12:00:00", raw);
      const { completeness, conversations } = await documentOf(listOf(odd, none, B));
      expect(conversations.map(({ id, createdAt }) => [id, createdAt])).toEqual([
        ["2", "2024-08-28T13:00:00.000Z"],
        ["1", null],
        ["3", null],
      ]);
      expect(completeness.problems.map(({ detail }) => detail)).toEqual([
        `CreatedOn is no time: received ${raw}`,
        "CreatedOn is no time: nothing was received",
      ]);
    },
  );
});
