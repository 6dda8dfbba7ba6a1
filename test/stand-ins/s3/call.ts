/** A request to the stand-in as its operations see it, and what they answer. */
import type { IncomingHttpHeaders } from "node:http";
import type { Blob, BlobStore } from "./blobs.ts";
import { type Received, receive } from "./body.ts";
import type { Bucket } from "./buckets.ts";
import { s3Error } from "./errors.ts";
import { type Element, parseXml } from "./xml.ts";

/** What the stand-in holds as a whole. */
export interface State {
  readonly buckets: Map<string, Bucket>;
  readonly blobs: BlobStore;
  readonly now: () => Date;
  /** Bytes that every part but the last needs to have. */
  readonly minimumPartSize: number;
}

/** Ways in which an operation may behave wrongly, by fault. */
export interface Quirks {
  readonly ignoreChecksums: boolean;
  readonly ignoreCopyConditions: boolean;
  readonly corruptChecksum: boolean;
}

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** An XML document, or bytes of an object from `from` up to, and without, `to`. */
  readonly body?: string | { readonly blob: Blob; readonly from: number; readonly to: number };
}

export class Call {
  readonly state: State;
  readonly quirks: Quirks;
  readonly headers: IncomingHttpHeaders;
  readonly query: ReadonlyMap<string, string>;
  readonly bucketName: string;
  readonly key: string;
  readonly #stream: () => AsyncIterable<Buffer>;

  constructor(options: {
    state: State;
    quirks: Quirks;
    headers: IncomingHttpHeaders;
    query: ReadonlyMap<string, string>;
    bucketName: string;
    key: string;
    stream: () => AsyncIterable<Buffer>;
  }) {
    this.state = options.state;
    this.quirks = options.quirks;
    this.headers = options.headers;
    this.query = options.query;
    this.bucketName = options.bucketName;
    this.key = options.key;
    this.#stream = options.stream;
  }

  /** @throws S3Error NoSuchBucket */
  get bucket(): Bucket {
    return this.bucketNamed(this.bucketName);
  }

  /** @throws S3Error NoSuchBucket */
  bucketNamed(name: string): Bucket {
    const bucket = this.state.buckets.get(name);
    if (bucket === undefined) throw s3Error("NoSuchBucket");
    return bucket;
  }

  get versionId(): string | undefined {
    return this.query.get("versionId");
  }

  header(name: string): string | undefined {
    const value = this.headers[name];
    return typeof value === "string" ? value : undefined;
  }

  /** A whole number in the query. @throws S3Error InvalidArgument */
  number(name: string, otherwise: number): number {
    const number = Number(this.query.get(name) ?? otherwise);
    if (!Number.isInteger(number) || number < 0)
      throw s3Error("InvalidArgument", `${name} is no whole number`);
    return number;
  }

  /** Takes in the body and checks it. */
  receive(): Promise<Received> {
    return receive(this.headers, this.#stream(), this.state.blobs, this.quirks.ignoreChecksums);
  }

  /** Takes in a document with the root `name`. @throws S3Error MalformedXML */
  async receiveXml(name: string): Promise<Element> {
    const { blob } = await this.receive();
    const root = parseXml((await blob.bytes()).toString());
    if (root.name !== name) throw s3Error("MalformedXML");
    return root;
  }
}

export type Handler = (call: Call) => Promise<Reply> | Reply;
