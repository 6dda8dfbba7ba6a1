/** A stand-in for S3 in this process: it does what no emulator on npm does, counts, and fails on demand. */
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { diskBlobs, memoryBlobs } from "./blobs.ts";
import type { Bucket, Version } from "./buckets.ts";
import type { State } from "./call.ts";
import type { S3Place } from "./client.ts";
import { exchange, type RequestInfo, type ResponseInfo } from "./exchange.ts";
import { type Fault, Faults } from "./faults.ts";

export interface S3Options {
  /** Keeps the bytes of objects in a temporary folder, which `close` removes, and not in memory. */
  readonly onDisk?: boolean;
  /** Bytes that every part of an upload but the last must have; 5 MiB when left out, as S3 has it. */
  readonly minimumPartSize?: number;
  /** The server's clock. */
  readonly now?: () => Date;
}

type Hook<Info> = (info: Info) => Promise<void> | void;

export class S3StandIn implements S3Place {
  readonly endpoint: string;
  readonly credentials = { accessKeyId: "STANDINACCESSKEY0000", secretAccessKey: "known/to+this-test-only" };
  /** Every request so far, in order. */
  readonly requests: RequestInfo[] = [];
  /** Every answer so far, also those that a fault swallowed after all was done. */
  readonly responses: ResponseInfo[] = [];
  /** Awaited before a request is handled. */
  onRequest: Hook<RequestInfo> = () => {};
  /** Awaited after a request was handled, before its reply is sent. */
  onResponse: Hook<ResponseInfo> = () => {};

  readonly #server: Server;
  readonly #state: State;
  readonly #faults: Faults;
  readonly #folder: string | undefined;

  constructor(server: Server, state: State, faults: Faults, folder: string | undefined) {
    this.#server = server;
    this.#state = state;
    this.#faults = faults;
    this.#folder = folder;
    const { port } = server.address() as AddressInfo;
    this.endpoint = `http://127.0.0.1:${port}`;
  }

  /** Scripts something that goes wrong. */
  fault(fault: Fault): void {
    this.#faults.add(fault);
  }

  /** Forgets every scripted fault. */
  clearFaults(): void {
    this.#faults.clear();
  }

  /** How many requests there were, by operation. */
  counts(): Readonly<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const { op } of this.requests) counts[op] = (counts[op] ?? 0) + 1;
    return counts;
  }

  /** How many requests there were in all. */
  get total(): number {
    return this.requests.length;
  }

  /** Forgets the requests and answers so far. */
  forgetRequests(): void {
    this.requests.length = 0;
    this.responses.length = 0;
  }

  /** The keys at which something stands now. */
  keys(bucketName: string): string[] {
    const bucket = this.#bucket(bucketName);
    return bucket.keys().filter((key) => bucket.current(key) !== undefined);
  }

  /** Every version and delete marker, by key, the newest of a key first. */
  versions(bucketName: string): Version[] {
    const bucket = this.#bucket(bucketName);
    return bucket.keys().flatMap((key) => bucket.versions(key));
  }

  /** The bytes that stand at `key` now; undefined when nothing does. */
  async bytes(bucketName: string, key: string): Promise<Buffer | undefined> {
    return this.#bucket(bucketName).current(key)?.blob.bytes();
  }

  /** The keys of uploads in parts that were neither completed nor aborted. */
  unfinishedUploads(bucketName: string): string[] {
    return [...this.#bucket(bucketName).uploads.values()].map(({ key }) => key);
  }

  /** Ends the server and every connection to it, and forgets all that it kept. */
  async close(): Promise<void> {
    const closed = new Promise<void>((done) => this.#server.close(() => done()));
    this.#server.closeAllConnections();
    await closed;
    if (this.#folder !== undefined) await rm(this.#folder, { recursive: true });
  }

  #bucket(name: string): Bucket {
    const bucket = this.#state.buckets.get(name);
    if (bucket === undefined) throw new Error(`The stand-in has no bucket ${name}; create it first.`);
    return bucket;
  }
}

/** Starts a stand-in, empty, on a free port of 127.0.0.1. */
export async function startS3({
  onDisk = false,
  minimumPartSize = 5 * 1024 ** 2,
  now,
}: S3Options = {}): Promise<S3StandIn> {
  const folder = onDisk ? await mkdtemp(join(tmpdir(), "ticketvault-s3-")) : undefined;
  const state: State = {
    buckets: new Map(),
    blobs: folder === undefined ? memoryBlobs : diskBlobs(folder),
    now: now ?? (() => new Date()),
    minimumPartSize,
  };
  const faults = new Faults();
  const server = createServer({ requestTimeout: 0, keepAliveTimeout: 60_000 });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const standIn = new S3StandIn(server, state, faults, folder);
  const surroundings = {
    state,
    faults,
    credentials: standIn.credentials,
    arrived: async (arrived: Omit<RequestInfo, "number">) => {
      const info = { number: standIn.requests.length + 1, ...arrived };
      standIn.requests.push(info);
      await standIn.onRequest(info);
      return info;
    },
    answered: async (info: ResponseInfo) => {
      standIn.responses.push(info);
      await standIn.onResponse(info);
    },
  };
  const listener: Parameters<typeof createServer>[1] = (request, response) => {
    exchange(surroundings, request, response).catch(() => request.socket.destroy());
  };
  server.on("request", listener);
  server.on("checkContinue", listener);
  return standIn;
}
