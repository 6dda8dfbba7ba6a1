/** Files at the attachment hosts that a message only shows or links are attachments; what else it shows is told. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../cli/sandbox/sandbox.ts";
import { directoryStore } from "../../shared/store/directory.ts";
import type { TicketDocument } from "../../shared/ticket/document.ts";
import { parseTicketDocument } from "../../shared/ticket/read-document.ts";
import { filesOf, tempFolder } from "../temp.ts";
import { harness } from "./harness.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

async function vault() {
  const folder = await tempFolder();
  const wired = harness(sandbox, directoryStore(folder.path), { now: () => new Date() });
  const read = async (path: string) => (await filesOf(folder.path)).get(`archive/22824/143/${path}`);
  return {
    ...wired,
    read,
    async ticket(version: string): Promise<TicketDocument> {
      return parseTicketDocument((await read(`${version}/content/ticket.json`)) ?? Buffer.from(""));
    },
    async [Symbol.asyncDispose]() {
      await wired[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}

/** What LeadSquared has as the message's HTML; `sandbox:email/…` in it is a file at its host. */
function setHtml(message: number, html: string): void {
  sandbox.change(143, { kind: "edit", message, set: { Html: html } });
}

const PICTURE = "sandbox:email/3f1c0000-0000-4000-8000-000000000001";
const notices = (codes: readonly { readonly code: string; readonly detail: string }[]): string[] =>
  codes.map(({ code, detail }) => `${code}: ${detail}`);

// T8
describe("a picture at an attachment host that no attachment lists", () => {
  it.each([
    ["a picture", `<img src="${PICTURE}">`],
    ["a link", `<a href='${PICTURE}'>the scan</a>`],
    ["a background", `<table background=${PICTURE}><tr><td>x</table>`],
    ["a style", `<p style="background:url(${PICTURE})">x</p>`],
  ])("is fetched, kept and an attachment of its message: %s", async (_, html) => {
    await using it = await vault();
    setHtml(131, html);

    expect(await it.archive(143)).toMatchObject({
      completeness: "complete",
      attachments: { stored: 2, failed: 0 },
      problems: [],
    });
    const [, picture] = (await it.ticket("v1")).conversations.flatMap(({ attachments }) => attachments);
    const [first] = (await it.ticket("v1")).conversations[0]?.attachments ?? [];
    expect([first, picture]).toContainEqual(
      expect.objectContaining({
        foundIn: "Html",
        status: "stored",
        size: 8192,
        declaredSize: null,
        flags: [],
      }),
    );
  });

  it("leaves no signed query in what is archived", async () => {
    await using it = await vault();
    setHtml(131, `<img src="${PICTURE}">`);
    await it.archive(143);
    const source = String(await it.read("v1/content/source.json"));
    expect(source).toContain("/email/3f1c0000-0000-4000-8000-000000000001");
    expect(source).not.toMatch(/X-Amz-|canary/i);
    expect(String(await it.read("v1/content/ticket.json"))).not.toMatch(/X-Amz-|canary/i);
  });

  it("is fetched once, and is held wherever a reply quotes it, whatever became of its URL", async () => {
    await using it = await vault();
    setHtml(131, `<img src="${PICTURE}">`);
    await it.archive(143);
    const before = sandbox.counts.attachmentRequests;
    setHtml(131, `<img src="${PICTURE.replace("sandbox", "sandbox-expired")}">`);
    setHtml(135, `<blockquote><img src="${PICTURE.replace("sandbox", "sandbox-unsigned")}"></blockquote>`);

    expect(await it.archive(143)).toMatchObject({
      completeness: "complete",
      attachments: { stored: 3, downloaded: 0 },
      problems: [],
    });
    expect(sandbox.counts.attachmentRequests).toBe(before);
    expect(await it.archive(143)).toMatchObject({ outcome: "unchanged" });
  });

  it("is no second attachment when the message lists it, nor another file when a reply quotes it", async () => {
    await using it = await vault();
    const listed = sandbox
      .ticket(143)
      ?.ConversationList.flatMap((each) => each.Attachments ?? [])
      .at(0);
    const html = `<img src="sandbox:${listed?.ContentPath}">`;
    setHtml(131, html);
    setHtml(135, html);

    await it.archive(143);

    const all = (await it.ticket("v1")).conversations.map(({ attachments }) =>
      attachments.map((each) => `${each.foundIn} ${each.status === "stored" ? each.sha256 : each.status}`),
    );
    expect(all).toHaveLength(2);
    const digests = all.flat().map((each) => each.split(" ")[1]);
    expect(
      all
        .flat()
        .map((each) => each.split(" ")[0])
        .toSorted(),
    ).toEqual(["Attachments", "Html"]);
    expect(new Set(digests).size).toBe(1);
    expect(sandbox.counts.attachmentRequests).toBe(1);
  });

  it.each(["expired", "unsigned"])(
    "is a notice while its URL is %s, and taken once it is signed",
    async (signed) => {
      await using it = await vault();
      setHtml(131, `<img src="${PICTURE.replace("sandbox", `sandbox-${signed}`)}">`);
      const { completeness, problems } = await it.archive(143);
      expect(completeness).toBe("complete");
      expect(notices(problems)).toEqual([
        "file-not-announced: 1 file at LeadSquared's hosts, shown or linked without a URL that could be fetched",
      ]);
      setHtml(131, `<img src="${PICTURE}">`);
      expect(await it.archive(143)).toMatchObject({ attachments: { stored: 2 }, problems: [] });
    },
  );

  it("is missing while it fails, and asked for as long as it is announced", async () => {
    await using it = await vault();
    setHtml(131, `<img src="${PICTURE}">`);
    sandbox.fault({ on: "attachment", kind: "status", status: 404, file: PICTURE.slice(8) });
    expect(await it.archive(143)).toMatchObject({
      completeness: "incomplete",
      problems: [{ code: "attachment-failed", detail: "gone" }],
    });
    setHtml(131, `<img src="${PICTURE.replace("sandbox", "sandbox-expired")}">`);
    const before = sandbox.counts.attachmentRequests;
    await it.archive(143);
    expect(sandbox.counts.attachmentRequests).toBe(before);

    sandbox.clearFaults();
    setHtml(131, `<img src="${PICTURE}">`);
    expect(await it.archive(143)).toMatchObject({ completeness: "complete", attachments: { stored: 2 } });
  });

  it("is told where a message shows more of them than are taken", async () => {
    await using it = await vault();
    const many = Array.from({ length: 103 }, (_, index) => `${PICTURE.slice(0, -3)}${100 + index}`);
    setHtml(131, many.map((url) => `<img src="${url}">`).join(""));
    const { attachments, problems } = await it.archive(143);
    expect(attachments.stored).toBe(101);
    expect(notices(problems)).toEqual([
      "files-left-out: 3 files more at LeadSquared's hosts than are taken of one message",
    ]);
  });
});

// T9
describe("what a message shows of other places", () => {
  it("is told with its number, and does not make an archive incomplete", async () => {
    await using it = await vault();
    setHtml(
      131,
      '<img src="https://elsewhere.example/a.png"><img src="https://elsewhere.example/b.png">' +
        '<p style="background:url(//cdn.example/c.png)"><a href="https://elsewhere.example/d">link</a>' +
        '<img src="cid:image001.png@01DA"><img src="data:image/png;base64,AAAA">',
    );
    const { completeness, problems } = await it.archive(143);
    expect(completeness).toBe("complete");
    expect(notices(problems)).toEqual([
      "remote-content: 3 files of other hosts, which are not archived",
      "cid-unresolved: 1 file by a Content-ID that no attachment fits",
    ]);
    expect((await it.ticket("v1")).capture.coverage.doesNotCover).toContain(
      "pictures and other content at other hosts that messages show",
    );
  });

  it("is not told of a Content-ID that an attachment fits", async () => {
    await using it = await vault();
    const listed = sandbox.ticket(143)?.ConversationList.find(({ Attachments }) => Attachments?.length);
    const name = listed?.Attachments?.[0]?.FileName ?? "";
    setHtml(Number(listed?.Id), `<img src="cid:${name}">`);
    expect(await it.archive(143)).toMatchObject({ problems: [] });
  });
});
