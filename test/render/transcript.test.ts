/** The transcript page of a ticket, and the index of an export, as markup; what a browser makes of them: test/browser. */

import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { pngFile } from "../../cli/sandbox/files/png.ts";
import { UsageError } from "../../shared/errors.ts";
import { exportTranscript } from "../../shared/render/transcript.ts";
import { indexOf, indexOfLines, PART } from "./index-of.ts";
import { attachmentEntry, type Entry, renderedTicket, textOf } from "./rendered-ticket.ts";

const PNG = Buffer.concat([...pngFile("transcript", 9_000)]);

async function page(
  entries: readonly Entry[],
  files: ReadonlyMap<string, Uint8Array> = new Map(),
  zone = "UTC",
): Promise<string> {
  const { ticket, open } = await renderedTicket(entries, files);
  return textOf(exportTranscript(ticket, { zone, open }));
}

describe("a transcript", () => {
  test("is the same bytes for the same ticket", async () => {
    const entries = [
      { Html: '<p>Hi <img src="cid:a@b"></p>', Attachments: [attachmentEntry("a", { ContentId: "<a@b>" })] },
    ];
    const files = new Map([["a", PNG]]);

    expect(await page(entries, files, "Asia/Kolkata")).toBe(await page(entries, files, "Asia/Kolkata"));
  });

  test("lets its own style sheet in by its digest, images as data, and no script at all", async () => {
    const text = await page([{ Text: "Hi" }]);
    const style = /<style>([^<]*)<\/style>/.exec(text)?.[1] ?? "";
    const digest = createHash("sha256").update(style).digest("base64");

    expect(text).toContain(
      `content="default-src &#39;none&#39;; img-src data:; style-src &#39;sha256-${digest}&#39;; style-src-attr &#39;unsafe-inline&#39;; base-uri &#39;none&#39;; form-action &#39;none&#39;"`,
    );
    expect(text).not.toContain("<script");
  });

  test("tells the direction, the channel and the time in UTC and in the zone", async () => {
    const text = await page(
      [
        { Text: "Hi" },
        { Text: "Ho", RelatedActivityType: "PortalOutbound", CreatedOn: "2025-01-31T20:30:00Z" },
      ],
      new Map(),
      "Asia/Kolkata",
    );

    expect(text).toContain(
      '<span class="kind">Inbound</span> e-mail<span class="party"> from the customer</span>',
    );
    expect(text).toContain('<span class="kind">Outbound</span> portal message');
    expect(text).toContain('<time datetime="2025-01-31T20:30:00.000Z">31 January 2025, 20:30:00 UTC</time>');
    expect(text).toContain('<span class="local">1 February 2025, 02:00:00 (UTC+05:30)</span>');
  });

  test("shows times that cannot be read and unknown types as they came", async () => {
    const text = await page([{ Text: "Hi", RelatedActivityType: "Carrier<Pigeon", CreatedOn: "yesterday" }]);

    expect(text).toContain("message of type <bdi>Carrier&lt;Pigeon</bdi>");
    expect(text).toContain("no readable time: <bdi>yesterday</bdi>");
  });

  test.each(["0001-01-01T00:00:00", "9999-12-31T23:59:59"])(
    "shows %s, which a program writes for no time, as it came",
    async (raw) => {
      const entries = [
        { Text: "Hi", CreatedOn: raw },
        { Text: "Ho", CreatedOn: "2024-08-28T12:00:00" },
      ];
      const text = await page(entries, new Map(), "Asia/Kolkata");

      expect(text).toContain(`no readable time: <bdi>${raw}</bdi>`);
      expect(text).not.toMatch(/January (?:0001|1|10000)\b|December 9999/);
      expect((await renderedTicket(entries)).ticket.summary).toMatchObject({
        first: "2024-08-28T12:00:00.000Z",
        last: "2024-08-28T12:00:00.000Z",
      });
    },
  );

  test("shows an inline image by its Content-ID, and by its file name where LeadSquared gives no id", async () => {
    const text = await page(
      [
        {
          Html: '<img src="cid:one@x"><img src="cid:two.png@01DA">',
          Attachments: [attachmentEntry("one", { ContentId: "<one@x>" }), attachmentEntry("two.png")],
        },
      ],
      new Map([
        ["one", PNG],
        ["two.png", PNG],
      ]),
    );

    expect(text.match(/<img src="data:image\/png;base64,/g)).toHaveLength(2);
  });

  test("does not show as an image what is none, whatever its name says", async () => {
    const text = await page(
      [
        {
          Html: '<img src="cid:x@y">',
          Attachments: [attachmentEntry("x.png", { ContentId: "x@y", ContentType: "image/png" })],
        },
      ],
      new Map([["x.png", Buffer.from("<svg onload=alert(1)>")]]),
    );

    expect(text).not.toContain("<img");
    expect(text).toContain("An inline image is none of PNG, JPEG, GIF or WebP and is not shown; see below.");
  });

  test("names missing attachments with the reason, in the page's head and in their message", async () => {
    const text = await page([
      { Text: "See file", Attachments: [attachmentEntry("lost.pdf", { FileSize: 1234 })] },
    ]);

    expect(text).toContain("<strong>Incomplete.</strong>");
    expect(text).toContain(
      '<a href="#m1">Message 1</a>, attachment 1: LeadSquared’s storage no longer had the file <span class="code">gone</span>',
    );
    expect(text).toContain("<bdi>lost.pdf</bdi>");
    expect(text).toContain("1,234 bytes by its description");
    expect(text).toContain("<strong>Not stored:</strong> LeadSquared’s storage no longer had the file");
  });

  // F23
  test("links files that a browser shows or saves, and names the others with their path and the true reason", async () => {
    const files = [
      "scan.pdf",
      "page.html",
      "drawing.svg",
      "winmail.dat",
      "noending",
      "AUX",
      "fact\u202Efdp.exe",
    ];
    const text = await page(
      [{ Text: "See files", Attachments: files.map((file) => attachmentEntry(file)) }],
      new Map(files.map((file) => [file, Buffer.from(file)])),
    );

    expect([...text.matchAll(/href="(\.\.\/tickets[^"]*)"/g)].map(([, href]) => href)).toEqual([
      "../tickets/143/v1/content/attachments/131/1-scan.pdf",
    ]);
    expect(text.match(/<p class="facts">tickets\/143\/v1\/content\/attachments\/131\/\d-/g)).toHaveLength(7);
    const reasons = [...text.matchAll(/Not linked: ([^<]*)\./g)].map(([, reason = ""]) => reason);
    expect(reasons.map((reason) => /run a program|not known|no ending/.exec(reason)?.[0])).toEqual([
      ...["run a program", "run a program", "not known", "no ending", "no ending", "run a program"],
    ]);
  });

  // X19
  test.each([
    ["cid:a&amp;b@x", { ContentId: "a&b@x" }],
    ["cid:Image001@X", { ContentId: "<image001@x>" }],
    ["cid:%20image%20one@x ", { ContentId: " image one@x " }],
    ["cid:shot.png@01DA", { ContentId: "" }],
    ["shot.png", {}],
    ["files/SHOT.png", { ContentId: "other@x" }],
  ])("shows <img src=%j> where exactly one attachment fits", async (src, more) => {
    const entry = { Html: `<img src="${src}">`, Attachments: [attachmentEntry("shot.png", more)] };
    expect(await page([entry], new Map([["shot.png", PNG]]))).toContain('<img src="data:image/png;base64,');
  });

  // X19
  test("shows no image where two attachments fit that differ", async () => {
    const entry = {
      Html: '<img src="shot.png">',
      Attachments: [attachmentEntry("shot.png"), attachmentEntry("Shot.png")],
    };
    const files = new Map([
      ["shot.png", PNG],
      ["Shot.png", Buffer.concat([...pngFile("other", 9_000)])],
    ]);
    expect(await page([entry], files)).not.toContain("<img");
  });

  test("shows characters of a file's name that cannot be seen or that turn its direction", async () => {
    const name = "invoice\u202Efdp.exe\u0000<b>";
    const text = await page([{ Text: "x", Attachments: [attachmentEntry(name)] }]);

    expect(text).toContain(
      '<bdi>invoice<span class="code">U+202E</span>fdp.exe<span class="code">U+0000</span>&lt;b&gt;</bdi>',
    );
    expect(text).not.toMatch(/[\0\u202e]/);
  });

  test("shows a text message as it was written", async () => {
    expect(await page([{ Text: "one\n  two <b>\u0000" }])).toContain(
      '<div class="body" lang=""><pre dir="auto">one\n  two &lt;b&gt;\ufffd</pre></div>',
    );
  });

  test("says what it does not cover and how to check it", async () => {
    const text = await page([]);

    expect(text).toContain(
      "<strong>It does not hold</strong> title, description and status of the ticket, internal notes,",
    );
    expect(text).toContain("ab".repeat(32));
    expect(text).toContain("sha256sum tickets/143/v1/inventory.json");
    expect(text).toContain("This version holds no messages.");
  });

  test("refuses a zone that is none", async () => {
    await expect(page([{ Text: "Hi" }], new Map(), "Mars/Olympus")).rejects.toThrow(UsageError);
  });
});

describe("the index", async () => {
  const { ticket } = await renderedTicket([
    {
      Html: "<p>Hi</p><p>From: Bo &lt;Bo@Example.com&gt;<br>Subject: RE: [#143] Late &lt;/script&gt; lost</p>",
    },
  ]);
  const leftOut = [{ ticketId: 7, reason: "not-archived", message: "no archive of it" }];
  const text = await indexOf([ticket], { parts: 3, leftOut });
  const data = [...text.matchAll(/<script type="application\/json">(.*?)<\/script>/gs)];

  test("holds each ticket with its first words, its people and its messages", () => {
    const [entry] = JSON.parse(data[0]?.[1] ?? "");
    expect(data).toHaveLength(1);
    expect(entry.slice(0, 7)).toEqual([
      ...[143, "v1", `${PART}/data/transcripts/143.html`, ticket.summary.beginning, ["bo@example.com"]],
      ...["complete", 0],
    ]);
    expect(entry[7]).toEqual([
      [1, "2024-08-28T12:00", "inbound", "email", "", 0, [], expect.stringContaining("Late </script> lost")],
    ]);
  });

  test("tells what the export is and what it leaves out", () => {
    expect(text).toContain("<bdi>A &lt;v&gt; B</bdi>");
    expect(text).toContain("0123456789abcdef, 3 parts");
    expect(text).toContain('<li>#7: <bdi>no archive of it</bdi> <span class="code">not-archived</span></li>');
  });

  test("has one script, which its policy knows by its digest", () => {
    const script = /<script>(.*)<\/script>/s.exec(text)?.[1] ?? "";
    const digest = createHash("sha256").update(script).digest("base64");

    expect(text).toContain(`script-src &#39;sha256-${digest}&#39;`);
    expect(text.match(/<script>/g)).toHaveLength(1);
  });

  test("lists the tickets where no script runs", () => {
    expect(text).toContain(`<noscript>`);
    expect(text).toContain(`<li><a href="${PART}/data/transcripts/143.html">#143</a>`);
  });

  test("holds so much of each text that all of them stay within bounds, and says so", async () => {
    const said = "x".repeat(20_000);
    const line = (id: number) =>
      `${JSON.stringify([id, "v1", "", "", [], "complete", 0, [[1, "", "", "", "", 0, [], said]]])}\n`;
    const page = await indexOfLines(Array.from({ length: 5_000 }, (_, id) => line(id)));

    expect(page).toContain("Of each message, the first 10,000 characters are searched here");
    expect(page.length).toBeLessThan(52_000_000);
    expect(page).toContain(`"${"x".repeat(10_000)}"`);
    expect(text).not.toContain("are searched here");
  });

  test("shows the first words of a ticket, and no more than fit a line or two", async () => {
    const { ticket: plain } = await renderedTicket([{ Text: `Hello there, ${"word ".repeat(100)}` }]);
    const { beginning } = plain.summary;

    expect(beginning).toMatch(/^Hello there, word .* word…$/);
    expect(beginning.length).toBeLessThanOrEqual(161);
  });
});
