/** Processes killed with SIGKILL at outbound requests, and in changes of a folder, one after the other; then run again. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../cli/sandbox/sandbox.ts";
import { directoryStore } from "../../shared/store/directory.ts";
import { wholeObject } from "../archive/whole.ts";
import { type S3StandIn, startS3 } from "../stand-ins/s3/stand-in.ts";
import { makeVaultBuckets, vaultClient, vaultStore } from "../stand-ins/s3/vault.ts";
import { filesOf, tempFolder } from "../temp.ts";
import type { Job } from "./archiver.main.ts";
import { startArchiver } from "./process.ts";

/** One in so many requests or changes is one to die at; 1 is all of them, in some five minutes. */
const EVERY = Number(process.env["KILL_EVERY"] ?? 3);

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ limit: { calls: 1_000_000 } });
});
afterAll(() => sandbox.close());
beforeEach(() => {
  sandbox.onRequest = undefined;
  sandbox.onResponse = undefined;
  sandbox.reset();
});

const access = () => ({
  origin: sandbox.origin,
  orgId: sandbox.orgId,
  accessKey: sandbox.accessKey,
  secretKey: sandbox.secretKey,
});

/** The ticket as documented, or (2) with a conversation more. */
function upstream(state: 1 | 2): void {
  sandbox.reset();
  const ticket = structuredClone(sandbox.ticket(143));
  const [first] = ticket?.ConversationList ?? [];
  if (ticket === undefined || first === undefined) throw new Error("ticket 143 is not there");
  if (state === 2) ticket.ConversationList.push({ ...first, Id: 200, Attachments: [] });
  sandbox.setTicket(143, ticket);
}

interface S3Vault extends AsyncDisposable {
  readonly s3: S3StandIn;
  readonly job: Job;
  /** Every file of the archive by key, base64; each key written once but for the root's inventory and sidecar. */
  bytes(): Promise<Record<string, string>>;
}

async function s3Vault(): Promise<S3Vault> {
  const s3 = await startS3();
  const client = vaultClient(s3);
  await makeVaultBuckets(client);
  const { endpoint, credentials } = s3;
  return {
    s3,
    job: { sandbox: access(), store: { s3: { endpoint, credentials } }, ticketIds: [143] },
    async bytes() {
      await wholeObject(vaultStore(client), "archive/22824/143");
      const found: Record<string, string> = {};
      for (const key of s3.keys("archive"))
        found[key] = (await s3.bytes("archive", key))?.toString("base64") ?? "";
      const rewritten = s3
        .versions("archive")
        .map(({ key }) => key)
        .filter((key, index, all) => all.indexOf(key) !== index);
      // Each version moves the head, and each process tries the server by writing the declaration's own bytes again.
      const movesOn = /143\/inventory\.json(\.sha256)?$|\/0=ocfl_1\.1$/;
      expect(rewritten.filter((key) => !movesOn.test(key))).toEqual([]);
      return found;
    },
    async [Symbol.asyncDispose]() {
      client.destroy();
      await s3.close();
    },
  };
}

async function archiveOn({ job }: { job: Job }): Promise<void> {
  const { code, stderr } = await startArchiver(job).ended;
  expect([code, stderr]).toEqual([0, ""]);
}

/** Runs an archiver that is killed when the servers have got their n-th request, before it is handled or after. */
async function archiveAndKill(
  { s3, job }: S3Vault,
  at: number,
  when: "before" | "after",
): Promise<"killed" | "finished"> {
  const archiver = startArchiver(job);
  let requests = 0;
  const count = async () => {
    requests += 1;
    if (requests < at) return;
    archiver.child.kill("SIGKILL");
    await archiver.ended;
  };
  const ignore = () => {};
  s3.onRequest = when === "before" ? count : ignore;
  s3.onResponse = when === "after" ? count : ignore;
  sandbox.onRequest = when === "before" ? count : undefined;
  sandbox.onResponse = when === "after" ? count : undefined;
  const { signal } = await archiver.ended;
  s3.onRequest = ignore;
  s3.onResponse = ignore;
  sandbox.onRequest = undefined;
  sandbox.onResponse = undefined;
  return signal === "SIGKILL" ? "killed" : "finished";
}

describe(`killed at one in ${EVERY} outbound requests`, () => {
  it.each(["before", "after"] as const)(
    "%s it is handled: running again ends in the bytes of an undisturbed run, of version 1 and of version 2",
    async (when) => {
      const expected: Record<string, string>[] = [];
      {
        await using calm = await s3Vault();
        for (const state of [1, 2] as const) {
          upstream(state);
          await archiveOn(calm);
          expected.push(await calm.bytes());
        }
      }
      let ended = "killed";
      for (let at = 1; ended === "killed"; at += EVERY) {
        await using vault = await s3Vault();
        upstream(1);
        ended = await archiveAndKill(vault, at, when);
        await archiveOn(vault);
        expect(await vault.bytes(), `version 1, killed at request ${at}`).toEqual(expected[0]);
        upstream(2);
        if ((await archiveAndKill(vault, at, when)) === "killed") ended = "killed";
        await archiveOn(vault);
        expect(await vault.bytes(), `version 2, killed at request ${at}`).toEqual(expected[1]);
        if (ended === "finished") expect(at).toBeGreaterThan(15);
      }
    },
    300_000,
  );
});

describe(`killed in one in ${EVERY} changes of a folder`, () => {
  it("running again ends in the bytes of an undisturbed run", async () => {
    upstream(1);
    await using calm = await tempFolder();
    const jobIn = (folder: string): Job => ({ sandbox: access(), store: { folder }, ticketIds: [143] });
    await archiveOn({ job: jobIn(calm.path) });
    const archiveOf = async (folder: string) =>
      [...(await filesOf(folder))].filter(([path]) => path.startsWith("archive/"));
    const expected = await archiveOf(calm.path);
    for (let at = 1; ; at += EVERY) {
      await using folder = await tempFolder();
      const job = jobIn(folder.path);
      const { signal } = await startArchiver(job, at).ended;
      await archiveOn({ job });
      await wholeObject(directoryStore(folder.path), "archive/22824/143");
      expect(await archiveOf(folder.path), `killed in change ${at}`).toEqual(expected);
      if (signal !== "SIGKILL") {
        expect(at).toBeGreaterThan(40);
        return;
      }
    }
  }, 300_000);
});
