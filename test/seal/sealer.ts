/** The `seal` function on a vault in a folder, with a bus that keeps what it is told, and the notices that S3 would send. */
import { join } from "node:path";
import type { SQSEvent } from "aws-lambda";
import { expect } from "vitest";
import type { SealDependencies } from "../../functions/seal/dependencies.ts";
import { handleSeal } from "../../functions/seal/handler.ts";
import type { ArchiveRequest } from "../../shared/archive/request.ts";
import { verifyLedger } from "../../shared/ledger/check-ledger.ts";
import { Ledger } from "../../shared/seal/ledger.ts";
import { localSigner } from "../../shared/seal/local-signer.ts";
import { directoryStore } from "../../shared/store/directory.ts";
import { storeTree } from "../../shared/store/store-tree.ts";
import { recordedLog } from "../functions/http.ts";
import { tempFolder } from "../temp.ts";
import { ORG } from "./archived.ts";

/** What Lambda says of a call. */
export const CONTEXT = { awsRequestId: "request", getRemainingTimeInMillis: () => 120_000 };
const NOW = new Date("2026-01-02T04:00:00.000Z");

/** An event of the bus. */
interface Told {
  readonly type: string;
  readonly detail: object;
}

export async function makeSealer() {
  const folder = await tempFolder();
  const store = directoryStore(folder.path);
  const signer = localSigner(join(folder.path, ".staging", "key.pem"));
  const { log, events: logged } = recordedLog();
  const now = () => NOW;
  const ledger = new Ledger({ orgId: ORG, store, signer, log, now, tool: "tests" });
  const told: Told[] = [];
  const events = { publish: async (type: string, detail: object) => void told.push({ type, detail }) };
  const outside = { authorities: [], ask: () => expect.fail("nobody is asked") };
  const asked: ArchiveRequest[] = [];
  const requests = { send: async (request: ArchiveRequest) => void asked.push(request) };
  const wired: SealDependencies = {
    orgId: ORG,
    signer,
    outside,
    store,
    ledgerOf: () => ledger,
    events,
    requests,
    log,
    now,
  };
  return {
    store,
    wired,
    told,
    asked,
    logged,
    /** Runs the function on a batch; gives the ids of the messages that are to be delivered again. */
    async seal(event: Pick<SQSEvent, "Records">, more: Partial<SealDependencies> = {}) {
      const answer = await handleSeal({ ...wired, ...more }, event, CONTEXT);
      return answer?.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
    },
    /** The sealed versions of each ticket, of a ledger without findings. */
    async sealed() {
      const pinned = [await signer.publicKey()];
      const verified = await verifyLedger(storeTree(store), ORG, { now: NOW, pinned });
      expect(verified?.findings ?? []).toEqual([]);
      return [...(verified?.sealed.tickets ?? [])]
        .toSorted((a, b) => a - b)
        .map((ticket) => [ticket, [...(verified?.sealed.of(ticket).keys() ?? [])].toSorted((a, b) => a - b)]);
    },
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

export const notice = (...keys: string[]): string =>
  JSON.stringify({ Records: keys.map((key) => ({ s3: { object: { key } } })) });

export function batch(...bodies: string[]): Pick<SQSEvent, "Records"> {
  return received(1, ...bodies);
}

/** A batch of messages that were given so many times, this time included. */
export function received(times: number, ...bodies: string[]): Pick<SQSEvent, "Records"> {
  const attributes = {
    ApproximateReceiveCount: String(times),
    SentTimestamp: "0",
    SenderId: "s3",
    ApproximateFirstReceiveTimestamp: "0",
  };
  const Records = bodies.map((body, index) => ({
    messageId: `m${index}`,
    body,
    receiptHandle: "",
    attributes,
    messageAttributes: {},
    md5OfBody: "",
    eventSource: "aws:sqs",
    eventSourceARN: "",
    awsRegion: "",
  }));
  return { Records };
}
