/** Each change of a ticket's attachments, pictures and links does what it says. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "../../../cli/sandbox/sandbox.ts";
import { type AnsweredTicket, ask, attachmentsOf, firstUrl, rawGet, ticketOf } from "./client.ts";

let sandbox: Sandbox;
let now = Date.UTC(2026, 4, 20);
beforeEach(async () => {
  sandbox = await startSandbox({ now: () => now });
});
afterEach(() => sandbox.close());

async function answered(id = 143): Promise<AnsweredTicket> {
  return await ticketOf(await ask(sandbox, id));
}

describe("changes of files", () => {
  const PATH = "email/ebf0f7d2-b153-4775-ae9f-c45e8a047c7c";

  test("attach one that can be fetched", async () => {
    sandbox.change(143, {
      kind: "add-file",
      message: 131,
      name: "a.pdf",
      type: "application/pdf",
      bytes: 4000,
    });

    const { headers, body } = await rawGet(await firstUrl(sandbox));
    expect([headers["content-type"], body.length]).toEqual(["application/pdf", 4000]);
  });

  test("replace one under the same name; the old one stays in the bucket", async () => {
    const oldUrl = await firstUrl(sandbox);
    sandbox.change(143, { kind: "replace-file", file: "Aadhaar.png", bytes: 9000 });

    const [attachment] = await attachmentsOf(sandbox, 143);
    const [before, after] = [await rawGet(oldUrl), await rawGet(attachment?.ContentPath ?? "")];
    expect(attachment).toMatchObject({ FileName: "Aadhaar.png", FileSize: 9000 });
    expect([before.body.length, after.body.length]).toEqual([109_210, 9000]);
    expect(attachment?.ContentPath).not.toContain(PATH);
  });

  test("edit one, by name or path, and remove one", async () => {
    sandbox.change(143, { kind: "edit-file", file: PATH, set: { FileName: "b.png" } });
    const renamed = await attachmentsOf(sandbox, 143);
    sandbox.change(143, { kind: "remove-file", file: "b.png" });

    expect(renamed).toMatchObject([{ FileName: "b.png" }]);
    expect(await attachmentsOf(sandbox, 143)).toEqual([]);
  });

  // T11
  test("serve versions of one object as the files that they are", async () => {
    sandbox.change(
      143,
      { kind: "add-file", message: 135, name: "Aadhaar.png", type: "image/png", bytes: 109_210 },
      { kind: "edit-file", file: PATH, set: { ContentPath: `${PATH}?versionId=1` } },
    );
    const [, added] = sandbox.ticket(143)?.ConversationList[1]?.Attachments ?? [];
    sandbox.change(143, {
      kind: "edit-file",
      file: added?.ContentPath ?? "",
      set: { ContentPath: `${PATH}?versionId=2` },
    });

    const urls = (await attachmentsOf(sandbox, 143)).map(({ ContentPath }) => ContentPath);
    const [one, two] = await Promise.all(urls.map((url) => rawGet(url)));
    expect(urls.map((url) => new URL(url).searchParams.get("versionId"))).toEqual(["1", "2"]);
    expect([one?.status, two?.status]).toEqual([200, 200]);
    expect(one?.body.equals(two?.body ?? Buffer.alloc(0))).toBe(false);
  });
});

// T8
describe("a picture at the attachment host", () => {
  async function pictureUrl(): Promise<string> {
    const html = (await answered()).ConversationList[0]?.Html ?? "";
    return /<img src="([^"]+)"/.exec(html)?.[1]?.replaceAll("&amp;", "&") ?? "";
  }

  test("is signed anew in each answer, spelled as HTML, and can be fetched", async () => {
    sandbox.change(143, { kind: "add-picture", message: 131 });

    const first = await pictureUrl();
    now += 1000;
    const second = await pictureUrl();
    const { status, headers, body } = await rawGet(second);
    expect([status, headers["content-type"], body.length]).toEqual([200, "image/png", 8192]);
    expect(second).not.toBe(first);
    expect(new URL(second).pathname).toBe(new URL(first).pathname);
    expect((await answered()).ConversationList[0]?.Html).toContain("&amp;X-Amz-Signature=");
  });

  test.each([
    ["expired", 403, "Request has expired"],
    ["unsigned", 403, "Access Denied"],
  ] as const)("is refused when it is %s", async (signed, status, words) => {
    sandbox.change(143, { kind: "add-picture", message: 131, signed });

    const answer = await rawGet(await pictureUrl());
    expect(answer.status).toBe(status);
    expect(answer.body.toString()).toContain(words);
  });
});

// T17
test("a link to another company's signed file stands in HTML and text to the byte", async () => {
  sandbox.change(143, {
    kind: "add-foreign-link",
    message: 131,
    url: "https://x.example/?sig=abc&Signature=def",
  });

  expect((await answered()).ConversationList[0]).toMatchObject({
    Html: expect.stringContaining('href="https://x.example/?sig=abc&amp;Signature=def"'),
    Text: expect.stringContaining(" https://x.example/?sig=abc&Signature=def"),
  });
});
