/** What makes evidence of an archive: legal holds, the sealed ledger with its verification, and exports. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { describe, expect, it } from "vitest";
import { parseEntry } from "../../shared/ledger/entry.ts";
import { isSignatureOf, readPublicKey } from "../../shared/ledger/public-key.ts";
import { ENV, LOG_EVENTS } from "../../shared/names.ts";
import { verifyExport } from "../../shared/verify/export/verify-export.ts";
import { vaultClient } from "../stand-ins/s3/vault.ts";
import { tempFolder } from "../temp.ts";
import type { Deployment } from "./deployment.ts";
import { SIGNED } from "./http-api.ts";
import { headOf, onStack, request } from "./stack.ts";

async function call(stack: Deployment, path: string, method: string, body?: object): Promise<Response> {
  return await fetch(`${stack.origin}${path}`, {
    method,
    headers: { authorization: SIGNED, "content-type": "application/json" },
    ...(body && { body: JSON.stringify(body) }),
  });
}

async function archive(stack: Deployment, ticketId: number): Promise<void> {
  await stack.send(request(ticketId));
  await stack.drain();
}

/** Gives the ticket other words at LeadSquared. */
function change({ sandbox }: Deployment, ticketId: number): void {
  const ticket = structuredClone(sandbox.ticket(ticketId));
  const [conversation] = ticket?.ConversationList ?? [];
  if (ticket === undefined || conversation === undefined) throw new Error(`There is no ticket ${ticketId}.`);
  ticket.ConversationList.push({ ...conversation, Id: crypto.randomUUID() });
  sandbox.setTicket(ticketId, ticket);
}

/** Gives the ticket an attachment that fills a small part of an export. */
function enlarge({ sandbox }: Deployment, ticketId: number): void {
  const ticket = structuredClone(sandbox.ticket(ticketId));
  const attachment = ticket?.ConversationList.flatMap(({ Attachments }) => Attachments ?? [])[0];
  if (ticket === undefined || attachment === undefined) throw new Error("There is no attachment.");
  Object.assign(attachment, { FileName: "large.txt", ContentType: "text/plain", FileSize: 4_000_000 });
  sandbox.setTicket(ticketId, ticket);
}

/** The legal hold of every version of every file of a ticket. */
function holdsOf({ s3, setting }: Deployment, ticketId: number): unknown[] {
  const versions = s3.versions(setting(ENV.archiveBucket));
  return versions
    .filter(({ key }) => key.startsWith(`archive/22824/${ticketId}/`))
    .map((version) => (version.deleteMarker ? undefined : version.legalHold));
}

describe("a legal hold", () => {
  it("holds every version of a ticket's files, and those that are written later, until it is released", async () => {
    await onStack(async (stack) => {
      await archive(stack, 143);
      const before = holdsOf(stack, 143);

      const placed = await call(stack, "/holds/acme-v-us", "POST", { tickets: [143], reason: "24-cv-17" });
      expect(await stack.applyHolds()).toBe(1);
      const held = holdsOf(stack, 143);
      change(stack, 143);
      await archive(stack, 143);
      const later = holdsOf(stack, 143);
      const released = await call(stack, "/holds/acme-v-us?reason=settled", "DELETE");
      expect(await stack.applyHolds()).toBe(1);

      expect([placed.status, released.status]).toEqual([202, 202]);
      expect(before).not.toContain("ON");
      expect(new Set(held)).toEqual(new Set(["ON"]));
      expect(await headOf(stack, 143)).toBe("v2");
      expect(later.length).toBeGreaterThan(held.length);
      expect(new Set(later)).toEqual(new Set(["ON"]));
      expect(new Set(holdsOf(stack, 143))).toEqual(new Set(["OFF"]));
    });
  });
});

describe("the ledger", () => {
  it("seals what S3 tells of, beats, and lets the verification tell what was altered", async () => {
    await onStack(async (stack) => {
      await archive(stack, 143);

      expect(await stack.sealNew()).toBe(1);
      expect(await stack.callOnTime("seal")).toEqual({ result: null });

      const key = readPublicKey(stack.publicKey, "The key");
      const entries = await Promise.all([1, 2].map((sequence) => signedEntry(stack, sequence)));
      for (const { bytes, signature } of entries) expect(isSignatureOf(bytes, signature, key)).toBe(true);
      expect(entries.map(({ bytes }) => JSON.parse(String(bytes)))).toMatchObject([
        { kind: "versions", sealed: [{ key: "archive/22824/143/v1/inventory.json" }] },
        { kind: "heartbeat" },
      ]);
      const sound = {
        tickets: 1,
        checked: 1,
        covered: "all",
        entries: 2,
        unchecked: 0,
        errors: 0,
        warnings: 0,
      };
      expect(await stack.callOnTime("verify")).toMatchObject({ result: sound });
      expect(stack.logsOf("verify")).not.toContain(LOG_EVENTS.verifyFinding);
      const log = stack.logsOf("seal").trim().split("\n");
      expect(log, "a field twice in a line").toEqual(log.map((line) => JSON.stringify(JSON.parse(line))));

      const path = "archive/22824/143/v1/content/ticket.json";
      const content = (await stack.s3.bytes(stack.setting(ENV.archiveBucket), path)) ?? Buffer.of();
      const altered = Buffer.from(content);
      altered[9] = (altered[9] ?? 0) ^ 1;
      await overwrite(stack, path, altered);

      expect(await stack.callOnTime("verify")).toMatchObject({ result: { errors: 2 } });
      expect(findingsIn(stack.logsOf("verify"))).toMatchObject([
        { kind: "altered", path },
        { kind: "hidden", path },
      ]);
      await overwrite(stack, path, content);
    });
  });
});

describe("the census of the day", () => {
  it("states what index and vault say of each number, and is sealed with its page", async () => {
    await onStack(async (stack) => {
      await archive(stack, 143);
      await stack.sealNew();
      expect(await stack.callOnTime("sync", "census")).toMatchObject({
        result: { highest: 143, archived: 1, neverAsked: 142, contradicted: 0 },
      });
      expect(stack.logsOf("sync")).toContain(LOG_EVENTS.census);

      expect(await stack.sealNew()).toBeGreaterThan(0);
      const { bytes } = await signedEntry(stack, 2);
      const { kind, sealed } = parseEntry(bytes, "entry 2");
      expect([kind, sealed.map(({ key }) => key.split(".")[1])]).toEqual(["census", ["html", "json"]]);
    });
  });
});

describe("what becomes of a version", () => {
  it("is told of by the function that seals it, with ticket and version as its id, and not by the one that archives", async () => {
    await onStack(async (stack) => {
      await archive(stack, 143);
      expect(stack.bus.events).toEqual([]);
      expect(await stack.sealNew()).toBe(1);
      stack.sandbox.change(143, { kind: "remove", message: 131 });
      await archive(stack, 143);
      expect(await stack.sealNew()).toBe(1);

      expect(stack.bus.events.map(({ event }) => event)).toMatchObject([
        { "detail-type": "Ticket Archived", detail: { id: "22824/143/v1" } },
        {
          "detail-type": "Ticket Changed At Source",
          detail: { id: "22824/143/v2", removed: { count: 1, keys: ["131"] } },
        },
        { "detail-type": "Ticket Archived", detail: { id: "22824/143/v2", noLongerListed: 1 } },
      ]);
    });
  });
});

describe("an export", () => {
  it("runs on the state machine, and is handed out by links to zips that anybody can check", async () => {
    await onStack(async (stack) => {
      stack.sandbox.setTicket(144, structuredClone(stack.sandbox.ticket(143) ?? expect.fail()));
      enlarge(stack, 143);
      for (const ticketId of [143, 144]) await archive(stack, ticketId);
      await stack.sealNew();

      const request = {
        matter: "Smith v. Acme",
        reason: "Discovery",
        tickets: [143, 144],
        partSize: 10_000_000,
      };
      const started = await call(stack, "/exports", "POST", request);
      const path = started.headers.get("location") ?? "";
      const running: unknown = await (await call(stack, path, "GET")).json();
      await stack.runExports();
      const done: Shown = JSON.parse(await (await call(stack, path, "GET")).text());

      expect(started.status).toBe(202);
      expect(running).toMatchObject({ status: "running", export: null });
      expect(done).toMatchObject({
        status: "succeeded",
        export: { completeness: "complete", tickets: 2, leftOutCount: 0, parts: [{}, {}] },
      });
      await using folder = await tempFolder();
      for (const { file, url } of done.export.parts) {
        const zip = join(folder.path, file);
        await writeFile(zip, Buffer.from(await (await fetch(url)).arrayBuffer()));
        const pinned = [readPublicKey(stack.publicKey, "The key")];
        const { objects, findings } = await verifyExport(zip, { pinned });
        expect(objects).toBe(1);
        expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
      }
    });
  });
});

/** What `GET /exports/{run}` answers of an export that is done. */
interface Shown {
  readonly export: { readonly parts: readonly { readonly file: string; readonly url: string }[] };
}

async function signedEntry(
  { s3, setting }: Deployment,
  sequence: number,
): Promise<{ readonly bytes: Buffer; readonly signature: Buffer }> {
  const key = `ledger/22824/${String(sequence).padStart(12, "0")}.json`;
  const read = async (name: string) => (await s3.bytes(setting(ENV.archiveBucket), name)) ?? Buffer.of();
  return { bytes: await read(key), signature: await read(`${key}.sig`) };
}

/** As somebody could who may write into the bucket, past the functions. */
async function overwrite({ s3, setting }: Deployment, Key: string, Body: Buffer): Promise<void> {
  const client = vaultClient(s3);
  await client.send(
    new PutObjectCommand({ Bucket: setting(ENV.archiveBucket), Key, Body, ChecksumAlgorithm: "SHA256" }),
  );
  client.destroy();
}

function findingsIn(log: string): unknown[] {
  const lines = log.split("\n").filter((line) => line.includes(LOG_EVENTS.verifyFinding));
  return lines.map((line) => JSON.parse(line));
}
