/** Made-up histories of ten steps through the real flow, with runs that are killed anywhere; HISTORIES=1000 is the whole campaign. */
import { expect, it } from "vitest";
import { keptIn, live } from "../archive/lived.ts";

const HISTORIES = Number(process.env["HISTORIES"] ?? 60);

// T1 T2 T3 T13
it("leave out nothing, tell of every edit and removal, and note nothing that means nothing", async () => {
  const wrong: string[] = [];
  for (const { ticketId, shown, edited, removed, noted, document, told } of await live(HISTORIES, 10)) {
    const kept = keptIn(document);
    for (const each of shown) if (!kept.has(each)) wrong.push(`${ticketId} lacks ${each.slice(0, 100)}`);
    for (const id of edited) if (!told.edited.has(id)) wrong.push(`${ticketId} ${id} was edited`);
    for (const id of removed) if (!told.removed.has(id)) wrong.push(`${ticketId} ${id} was removed`);
    for (const step of noted) wrong.push(`${ticketId} has a version of ${step}`);
  }
  expect(wrong).toEqual([]);
}, 1_800_000);
