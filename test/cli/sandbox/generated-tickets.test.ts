/** Generated tickets are deterministic, varied and hold nobody's data. */
import { describe, expect, test } from "vitest";
import { generateTicket } from "../../../cli/sandbox/catalogue/generate-ticket.ts";
import { fileOf } from "../../../cli/sandbox/files/file-of.ts";
import { startSandbox } from "../../../cli/sandbox/sandbox.ts";
import { cpuClock } from "../../cpu-clock.ts";

const many = Array.from({ length: 300 }, (_, n) => generateTicket(1, 1000 + n));
const conversations = many.flatMap((ticket) => ticket.ConversationList);
const attachments = conversations.flatMap((conversation) => conversation.Attachments ?? []);

describe("generated tickets", () => {
  test("are the same for the same seed and id, and others otherwise", () => {
    expect(generateTicket(1, 1000)).toEqual(generateTicket(1, 1000));
    expect(generateTicket(1, 1000)).not.toEqual(generateTicket(2, 1000));
    expect(generateTicket(1, 1000)).not.toEqual(generateTicket(1, 1001));
  });

  test("have one to eight conversations of all four types", () => {
    const lengths = many.map((ticket) => ticket.ConversationList.length);

    expect(Math.min(...lengths)).toBe(1);
    expect(Math.max(...lengths)).toBe(8);
    expect(new Set(conversations.map((conversation) => conversation.RelatedActivityType))).toEqual(
      new Set(["InboundEmail", "OutboundEmail", "PortalInbound", "PortalOutbound"]),
    );
  });

  test("have ids and attachment paths of their own", () => {
    const ids = conversations.map((conversation) => conversation.Id);
    const paths = attachments.map((attachment) => attachment.ContentPath);

    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(paths).size).toBe(paths.length);
  });

  test("have times without offset, in order, with 0 to 3 fraction digits", () => {
    const times = conversations.map((conversation) => conversation.CreatedOn ?? "");
    const digits = times.map((time) => time.split(".")[1]?.length ?? 0);

    expect(times.every((time) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{0,2}[1-9])?$/.test(time))).toBe(true);
    expect(new Set(digits)).toEqual(new Set([0, 1, 2, 3]));
    for (const ticket of many) {
      const own = ticket.ConversationList.map((conversation) => Date.parse(`${conversation.CreatedOn}Z`));
      expect(own).toEqual([...own].sort((a, b) => a - b));
    }
  });

  test("have attachments of every kind, and some have none", () => {
    expect(new Set(attachments.map((attachment) => attachment.ContentType))).toEqual(
      new Set(["image/png", "application/pdf", "text/plain", "text/csv"]),
    );
    expect(many.some((ticket) => ticket.ConversationList.every((one) => one.Attachments?.length === 0))).toBe(
      true,
    );
  });

  test("show each inline image in their HTML under its content id", () => {
    const withImage = conversations.filter((conversation) => conversation.Html?.includes("cid:"));

    expect(withImage.length).toBeGreaterThan(10);
    for (const { Html, Attachments } of withImage) {
      const target = /src="cid:([^"]+)"/.exec(Html ?? "")?.[1];
      expect(Attachments?.filter((attachment) => attachment.ContentId === target)).toHaveLength(1);
    }
  });

  test("write texts in several scripts, and escape them in HTML", () => {
    const texts = conversations.map((conversation) => conversation.Text).join();

    expect(texts).toMatch(/\p{Script=Devanagari}/u);
    expect(texts).toMatch(/\p{Script=Arabic}/u);
    expect(texts).toMatch(/\p{Script=Han}/u);
    expect(conversations.some((one) => one.Html?.includes("&lt;active&gt;"))).toBe(true);
    expect(texts).not.toContain("<active>");
  });

  test("hold no e-mail address outside the reserved domains", () => {
    const addresses = JSON.stringify(many).match(/[\w.]+@[\w.]+\w/g) ?? [];
    const mail = addresses.filter((address) => !address.startsWith("image001.png@"));

    expect(mail.length).toBeGreaterThan(10);
    expect(mail.filter((address) => !/@example\.(com|org)$/.test(address))).toEqual([]);
  });

  test("have attachments of one size when asked for it", () => {
    const sizes = Array.from({ length: 20 }, (_, n) => generateTicket(1, 1000 + n, 10_000))
      .flatMap((ticket) => ticket.ConversationList.flatMap((conversation) => conversation.Attachments ?? []))
      .map((attachment) => fileOf(attachment).size);

    expect(new Set(sizes)).toEqual(new Set([10_000]));
  });

  test("cost nothing until they are asked for", async () => {
    const spentMs = cpuClock();
    const sandbox = await startSandbox({ tickets: 100_000 });
    const { ticketIds } = sandbox;
    const last = sandbox.ticket(100_999);
    const beyond = sandbox.ticket(101_000);
    await sandbox.close();

    expect(spentMs()).toBeLessThan(2000);
    expect([ticketIds.length, ticketIds[0], ticketIds.at(-1)]).toEqual([100_001, 143, 100_999]);
    expect(last?.ConversationList.length).toBeGreaterThan(0);
    expect(beyond).toBeUndefined();
  });
});
