/** Time stamps of RFC 3161: taken from an authority that openssl plays, checked by openssl and by verify, and nothing else passes. */
import { X509Certificate } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseAuthority } from "../../shared/authorities.ts";
import { entryKey, timeStampKey } from "../../shared/keys.ts";
import { silentLogger } from "../../shared/log.ts";
import { authorityClient } from "../../shared/seal/ask-authority.ts";
import { Ledger } from "../../shared/seal/ledger.ts";
import { localSigner } from "../../shared/seal/local-signer.ts";
import { tellOutside } from "../../shared/seal/tell-outside.ts";
import { directoryStore } from "../../shared/store/directory.ts";
import { storeTree } from "../../shared/store/store-tree.ts";
import { checkTimeStamps } from "../../shared/verify/check-time-stamps.ts";
import { recordedLog } from "../functions/http.ts";
import { startAuthority } from "../stand-ins/authority.ts";
import { tempFolder } from "../temp.ts";

const ORG = 22824;

let authority: Awaited<ReturnType<typeof startAuthority>>;
let folder: Awaited<ReturnType<typeof tempFolder>>;
beforeAll(async () => {
  [authority, folder] = await Promise.all([startAuthority(), tempFolder()]);
});
afterAll(async () => {
  await authority[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});

/** A ledger of one heartbeat, and what asks authorities about it. */
async function stamped(name: string, urls: readonly string[] = [authority.url]) {
  const place = join(folder.path, name);
  const store = directoryStore(place);
  const signer = localSigner(join(folder.path, "key.pem"));
  const now = () => new Date();
  await new Ledger({ orgId: ORG, store, signer, log: silentLogger, now, tool: "tests" }).heartbeat();
  const authorities = urls.map(parseAuthority);
  const { log, events } = recordedLog();
  const outside = { authorities, ask: authorityClient(authorities) };
  return {
    store,
    events,
    entry: join(place, entryKey(ORG, 1)),
    answer: join(place, timeStampKey(ORG, 1, authority.name)),
    tell: () => tellOutside({ orgId: ORG, store, log, outside }, 1),
    check: async (caFile?: string) => {
      const trusted = caFile === undefined ? [] : [new X509Certificate(await readFile(caFile))];
      const { findings, newest } = await checkTimeStamps(storeTree(store), ORG, trusted);
      return [...findings.map(({ kind }) => kind), ...(newest === undefined ? [] : [newest.sequence])];
    },
  };
}

describe("an entry's time stamp", () => {
  it("stands beside the entry, and is checked by openssl and by verify, until one byte of it or of the entry changes", async () => {
    const { tell, check, entry, answer } = await stamped("one");
    expect(await tell()).toEqual([]);
    expect(await authority.check(answer, entry)).toContain("Verification: OK");
    expect([await check(), await check(authority.caFile)]).toEqual([[1], [1]]);

    const sound = await readFile(answer);
    const changed = Buffer.from(sound);
    changed[changed.length - 3] = (changed[changed.length - 3] ?? 0) ^ 1;
    await writeFile(answer, changed);
    await expect(authority.check(answer, entry)).rejects.toThrow();
    expect(await check(authority.caFile)).toEqual(["bad-signature"]);
    await writeFile(answer, "no answer");
    expect(await check()).toEqual(["altered"]);

    await writeFile(answer, sound);
    await writeFile(entry, `${await readFile(entry, "utf8")} `);
    await expect(authority.check(answer, entry)).rejects.toThrow();
    expect(await check()).toEqual(["altered"]);
  });

  it("is by no authority that other certificates vouch for", async () => {
    const { tell, check } = await stamped("other");
    await tell();
    await using stranger = await startAuthority();
    expect(await check(stranger.caFile)).toEqual(["bad-signature"]);
  });

  it("is asked for once, and from every authority", async () => {
    await using second = await startAuthority();
    const { tell, check } = await stamped("two", [authority.url, second.url]);
    const before = authority.asked();
    await tell();
    await tell();
    expect([authority.asked() - before, second.asked()]).toEqual([1, 1]);
    expect(await check()).toEqual([1]);
  });

  it.each([
    ["is refused", (body: Buffer) => ({ status: 503, body })],
    [
      "redirects",
      (body: Buffer) => ({ status: 302, body, location: "http://169.254.169.254/latest/meta-data" }),
    ],
    ["is no answer", () => ({ body: Buffer.from("<html>") })],
    ["is far too large", () => ({ body: Buffer.alloc(70_000) })],
    ["is of another request", () => ({ body: earlier })],
  ])(
    "is not kept when the authority's answer %s; that is said, another authority still counts, and it is asked again",
    async (name, answering) => {
      await using second = await startAuthority();
      const { tell, check, events, store } = await stamped(name, [authority.url, second.url]);
      authority.set(answering);
      const failed = await tell();
      authority.set((body) => ({ body }));
      expect(failed).toEqual([expect.stringContaining(`The time-stamping authority ${authority.name}`)]);
      expect(events().map(String).toSorted()).toEqual(["seal.outside-failed", "seal.time-stamped"]);
      expect(await store.stat(timeStampKey(ORG, 1, authority.name))).toBeUndefined();
      expect(await tell()).toEqual([]);
      expect(await check(undefined)).toEqual([1]);
    },
  );

  it("is not asked for at a private address, whatever name leads there", async () => {
    const { tell } = await stamped("private", ["http://10.0.0.1/tsr", "http://169.254.169.254/tsr"]);
    expect(await tell()).toHaveLength(2);
  });
});

let earlier: Buffer;
beforeAll(async () => {
  const { tell, answer } = await stamped("earlier");
  await tell();
  earlier = await readFile(answer);
});

describe("an address of an authority", () => {
  it.each([
    "timestamp.example.com",
    "ftp://timestamp.example.com",
    "http://user:word@host/",
    "http://[::1]/",
  ])("is not %s", (text) => {
    expect(() => parseAuthority(text)).toThrow("no address of a time-stamping authority");
  });
});
