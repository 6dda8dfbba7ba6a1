/** The scheduled verification holds the ledger against time stamps and a witness: what either contradicts is an error that alarms. */
import { X509Certificate } from "node:crypto";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { handleVerify } from "../../functions/verify/handler.ts";
import { parseAuthority } from "../../shared/authorities.ts";
import { entryKey, signatureKey, timeStampKey } from "../../shared/keys.ts";
import { silentLogger } from "../../shared/log.ts";
import type { Tree } from "../../shared/ocfl/tree.ts";
import { authorityClient } from "../../shared/seal/ask-authority.ts";
import { Ledger } from "../../shared/seal/ledger.ts";
import { localSigner } from "../../shared/seal/local-signer.ts";
import { tellOutside } from "../../shared/seal/tell-outside.ts";
import { directoryStore } from "../../shared/store/directory.ts";
import { storeTree } from "../../shared/store/store-tree.ts";
import { CONTEXT } from "../seal/sealer.ts";
import { startAuthority } from "../stand-ins/authority.ts";
import { type TempFolder, tempFolder } from "../temp.ts";

const ORG = 22824;

let authority: Awaited<ReturnType<typeof startAuthority>>;
beforeAll(async () => {
  authority = await startAuthority();
});
afterAll(() => authority[Symbol.asyncDispose]());

/** A ledger of three heartbeats; the second has a time stamp, and a witness has a copy of it. */
async function told(folder: TempFolder) {
  const place = join(folder.path, "vault");
  const store = directoryStore(place);
  const witness = directoryStore(join(folder.path, "witness"));
  const signer = localSigner(join(folder.path, "key.pem"));
  const now = () => new Date();
  const ledger = () => new Ledger({ orgId: ORG, store, signer, log: silentLogger, now, tool: "tests" });
  for (let beat = 1; beat <= 3; beat += 1) await ledger().heartbeat();
  const authorities = [parseAuthority(authority.url)];
  const outside = { authorities, ask: authorityClient(authorities), witness };
  expect(await tellOutside({ orgId: ORG, store, log: silentLogger, outside }, 2)).toEqual([]);
  const trusted = [new X509Certificate(await readFile(authority.caFile))];
  return {
    file: (key: string) => join(place, key),
    goOn: () => ledger().heartbeat(),
    /** What a run logs as errors, and counts. */
    async run(tree: Tree = storeTree(witness)) {
      const lines: string[] = [];
      const error = (event: string, { kind, path }: Record<string, unknown> = {}) =>
        void lines.push(`${event} ${kind} ${path}`);
      const { errors } = await handleVerify(
        {
          orgId: ORG,
          tree: storeTree(store),
          holds: { list: async () => [] },
          publicKey: () => signer.publicKey(),
          rota: { everyHours: 24, withinDays: 1 },
          outside: { authorities: trusted, witness: { tree, location: "w" } },
          log: { ...silentLogger, error },
          now,
          wait: async () => {},
        },
        {},
        { ...CONTEXT, getRemainingTimeInMillis: () => 120_000 },
      );
      expect(errors).toBe(lines.length);
      return lines;
    },
  };
}

it("finds nothing where both agree with the ledger", async () => {
  await using folder = await tempFolder();
  const { run, goOn } = await told(folder);
  expect(await run()).toEqual([]);
  await goOn();
  expect(await run()).toEqual([]);
});

// E5
it("names an entry that the witness has and the ledger has not, though the ledger went on", async () => {
  await using folder = await tempFolder();
  const { run, goOn, file } = await told(folder);
  for (const sequence of [2, 3])
    for (const key of [entryKey(ORG, sequence), signatureKey(ORG, sequence)]) await rm(file(key));
  expect(await run()).toContain(`verify.finding rolled-back ${entryKey(ORG, 2)}`);
  await goOn();
  expect(await run()).toContain(`verify.finding altered ${entryKey(ORG, 2)}`);
});

it("names a time stamp that is another authority's, or none", async () => {
  await using folder = await tempFolder();
  const { run, file } = await told(folder);
  const path = timeStampKey(ORG, 2, authority.name);
  const answer = await readFile(file(path));
  answer[answer.length - 3] = (answer.at(-3) ?? 0) ^ 1;
  await writeFile(file(path), answer);
  expect(await run()).toEqual([`verify.finding bad-signature ${path}`]);
  await writeFile(file(path), "none");
  expect(await run()).toEqual([`verify.finding altered ${path}`]);
});

it("says that the witness could not be read, and checks all else; one that has nothing yet is for its own alarm", async () => {
  await using folder = await tempFolder();
  const { run } = await told(folder);
  const empty = storeTree(directoryStore(join(folder.path, "empty")));
  const children = () => Promise.reject(new Error("AccessDenied"));
  expect(await run({ ...empty, children })).toEqual([`verify.finding not-checked w/ledger/${ORG}`]);
  expect(await run(empty)).toEqual([]);
});
