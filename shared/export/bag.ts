/** Writes a BagIt 1.0 bag (RFC 8493) into a zip: payload first, then the manifests of what was written. */
import { createHash } from "node:crypto";
import { byBytes } from "../store/key.ts";
import type { Body } from "../store/object-store.ts";
import { tapped } from "./tapped.ts";
import type { AddEntry } from "./zip.ts";

/** A file of the bag, by its path in it. */
export interface BagFile {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  readonly sha256: string;
  /** "" where it was not asked for. */
  readonly md5: string;
}

interface PayloadOptions {
  readonly compress: boolean;
  /** What the bytes must be, and the error when they are not. */
  readonly expected?: { readonly sha256: string; readonly error: () => Error };
}

/** Fields of bag-info.txt, in order; a value is one line. */
export type BagInfo = readonly (readonly [label: string, value: string])[];

export const BAG_DECLARATION = Buffer.from("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n");

/** A bag that is being written, in the order in which files are added: the payload, then the tag files. */
export class Bag {
  readonly #add: AddEntry;
  readonly #top: string;
  readonly #takesMd5: boolean;
  /** By path below `data/`. */
  readonly #payload = new Map<string, BagFile>();
  readonly #tags: BagFile[] = [];

  /**
   * @param top the one folder of the zip
   * @param takesMd5 for load files: review platforms compare files by it
   */
  constructor(add: AddEntry, top: string, takesMd5 = false) {
    this.#add = add;
    this.#top = top;
    this.#takesMd5 = takesMd5;
  }

  /** Bytes and files of the payload so far. */
  get payload(): { readonly bytes: number; readonly files: number } {
    const bytes = [...this.#payload.values()].reduce((sum, { size }) => sum + size, 0);
    return { bytes, files: this.#payload.size };
  }

  /** A file of the payload that has been added; `path` is the one it was added by. */
  payloadFile(path: string): BagFile | undefined {
    return this.#payload.get(path);
  }

  /**
   * Adds a file below `data/`.
   * @throws the given error when its bytes are not the expected ones
   */
  async addPayload(path: string, body: Body, { compress, expected }: PayloadOptions): Promise<BagFile> {
    const file = await this.#write(`data/${path}`, body, compress);
    if (expected !== undefined && file.sha256 !== expected.sha256) throw expected.error();
    this.#payload.set(path, file);
    return file;
  }

  /** Adds a file beside `data/`. */
  async addTag(path: string, bytes: Uint8Array): Promise<void> {
    this.#tags.push(await this.#write(path, bytes, true));
  }

  /** Writes what says which files the bag has; nothing can be added after it. */
  async finish(info: BagInfo): Promise<void> {
    const { bytes, files } = this.payload;
    const oxum = ["Payload-Oxum", `${bytes}.${files}`] as const;
    await this.addTag("bagit.txt", BAG_DECLARATION);
    await this.addTag(
      "bag-info.txt",
      Buffer.from(lines([...info, oxum].map(([label, value]) => `${label}: ${value}`))),
    );
    await this.addTag("manifest-sha256.txt", manifest([...this.#payload.values()]));
    await this.#write("tagmanifest-sha256.txt", manifest(this.#tags), true);
  }

  async #write(path: string, body: Body, compress: boolean): Promise<BagFile> {
    const hash = createHash("sha256");
    const md5 = this.#takesMd5 ? createHash("md5") : undefined;
    let size = 0;
    const take = (chunk: Uint8Array): void => {
      hash.update(chunk);
      md5?.update(chunk);
      size += chunk.byteLength;
    };
    await this.#add(`${this.#top}/${path}`, tapped(body, take), { compress });
    return { path, size, sha256: hash.digest("hex"), md5: md5?.digest("hex") ?? "" };
  }
}

/** As `sha256sum` writes it. Percent signs and line ends, which BagIt would have escaped, are in none of our paths. */
function manifest(files: readonly BagFile[]): Uint8Array {
  const sorted = files.toSorted((a, b) => byBytes(a.path, b.path));
  return Buffer.from(lines(sorted.map(({ path, sha256 }) => `${sha256}  ${path}`)));
}

function lines(texts: readonly string[]): string {
  return texts.map((text) => `${text}\n`).join("");
}
