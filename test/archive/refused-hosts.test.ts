/** A wrong attachment host is named with its setting, and ends a backfill. */
import { expect, it } from "vitest";
import { startSandbox } from "../../cli/sandbox/sandbox.ts";
import { backfill, type TicketOutcome } from "../../shared/archive/backfill.ts";
import { localPacer } from "../../shared/leadsquared/local-pacer.ts";
import { VENDOR_PACE } from "../../shared/leadsquared/pace.ts";
import { directoryStore } from "../../shared/store/directory.ts";
import { tempFolder } from "../temp.ts";
import { harness } from "./harness.ts";

// T23
it.each([
  ["https://bucket.s3.example.com", 60, "url-refused:bucket.s3.example.com"],
  ["https://bucket.s3.example.com", 20, "url-refused:bucket.s3.example.com"],
  ["http://127.0.0.1:1", 60, "url-refused:not-https"],
])(
  "a backfill whose every attachment at %s is refused stops after 20 of %i tickets, and names the setting",
  async (origin, count, detail) => {
    await using folder = await tempFolder();
    const sandbox = await startSandbox({ tickets: 3, limit: { calls: 1_000 } });
    const pacer = localPacer({ ...VENDOR_PACE, limit: 1_000, gapMs: 0 });
    const options = { attachmentHosts: ["files.example.com"], pacer };
    await using wired = harness(sandbox, directoryStore(folder.path), options);
    const ticket = structuredClone(sandbox.ticket(143));
    if (!ticket) throw new Error("there is no ticket 143");
    const contentPath = `${origin}/t/1/a?X-Amz-Signature=x`;
    sandbox.fault({ on: "api", kind: "content-path", contentPath });
    const tickets = Array.from({ length: count }, (_, index) => 2000 + index);
    for (const id of tickets) sandbox.setTicket(id, ticket);
    const outcomes: TicketOutcome[] = [];

    const end = await backfill({
      tickets,
      archive: (ticketId) => wired.archive(ticketId),
      concurrency: 1,
      signal: new AbortController().signal,
      onOutcome: (outcome) => void outcomes.push(outcome),
    });
    await sandbox.close();

    expect(outcomes).toHaveLength(20);
    expect(outcomes[0]).toMatchObject({ problems: [{ detail }] });
    expect(end).toMatchObject({
      ended: "stopped",
      why: expect.stringMatching(/(bucket\.s3\.example\.com|not https).*--attachment-host.*attachmentHosts/),
    });
  },
);
