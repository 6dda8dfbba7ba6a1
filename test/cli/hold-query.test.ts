/** `ticketvault hold` by question: what the record says of it, standing questions, and what would be held. */
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type S3StandIn, startS3 } from "../stand-ins/s3/stand-in.ts";
import { ARCHIVE_BUCKET, makeVaultBuckets, STAGING_BUCKET, vaultClient } from "../stand-ins/s3/vault.ts";
import { besideSandbox } from "./beside-sandbox.ts";
import { envOf, runHere } from "./command.ts";

const beside = besideSandbox();

let s3: S3StandIn;
beforeAll(async () => {
  s3 = await startS3();
  const client = vaultClient(s3);
  await makeVaultBuckets(client);
  client.destroy();
  // The SDK looks for keys in the environment of the process.
  vi.stubEnv("AWS_ACCESS_KEY_ID", s3.credentials.accessKeyId);
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", s3.credentials.secretAccessKey);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await s3.close();
});

/** Commands on a vault of their own in the bucket. */
function vaultOf(name: string) {
  const env = {
    ...envOf(beside.sandbox),
    TICKETVAULT_STORE: `s3://${ARCHIVE_BUCKET}/${name}`,
    TICKETVAULT_STAGING: `s3://${STAGING_BUCKET}/${name}`,
    TICKETVAULT_ENDPOINT: s3.endpoint,
    TICKETVAULT_INDEX: `${name}.index.sqlite`,
  };
  const run = (...args: string[]) => runHere(args, { cwd: beside.folder.path, env });
  return {
    run,
    matter: async () => JSON.parse((await run("hold", "list", "acme", "--json")).stdout),
    /** Whether each file of the ticket is held. */
    held: (ticket: number) => {
      const files = s3
        .versions(ARCHIVE_BUCKET)
        .filter(({ key }) => key.startsWith(`${name}/archive/22824/${ticket}/`));
      return files.length > 0 && files.every((file) => !file.deleteMarker && file.legalHold === "ON");
    },
  };
}

const PLACE = ["hold", "place", "acme", "--reason", "24-cv-17", "--requested-by", "J. Doe"] as const;

describe("a hold by question", () => {
  test("holds what it finds; its record has question, zone, all that it found, and what it was asked of", async () => {
    const { run, matter, held } = vaultOf("once");
    await run("archive", "143", "1000", "1001");
    await run("seal", "--key-file", "key.pem");
    await run("hold", "place", "acme", "143", "--reason", "by number");
    const question = "ticket:(143 OR 1000)";

    const placed = await run(...PLACE, "--query", question, "--zone", "Asia/Kolkata");

    expect(placed.stdout).toMatch(/^acme: 2 tickets, \d+ files under legal hold/);
    const { entries } = await matter();
    const { messages, ...askedOf } = entries[1].question.askedOf;
    expect(entries[1]).toMatchObject({
      ...{ action: "place", tickets: [1000], by: "J. Doe" },
      question: { text: question, zone: "Asia/Kolkata", standing: null, found: "143, 1000" },
    });
    expect(messages).toBeGreaterThan(0);
    expect(askedOf).toMatchObject({
      ...{ ledgerHead: { sequence: 1 }, tickets: 3, namesLookedUp: null },
      notSearched: { incompleteTickets: 0, unreadable: "" },
    });
    expect([143, 1000, 1001].map(held)).toEqual([true, true, false]);
    // The record is sealed, and what seals it is checked.
    await run("seal", "--key-file", "key.pem");
    expect(await run("verify")).toMatchObject({ code: 0 });
  });

  test("with --dry-run says what would be held, and writes nothing", async () => {
    const { run, held } = vaultOf("dry");
    await run("archive", "143", "1000");
    const { code, stdout, stderr } = await run(...PLACE, "--query", "ticket:143", "--dry-run");
    expect(code).toBe(0);
    expect(stdout).toBe(
      "#143\nacme: 1 ticket would be put under legal hold, 0 are under the matter already. Nothing was written.\n",
    );
    expect(stderr).toMatch(/^The question finds \d+ messages in 1 ticket\.\nSearched: 2 tickets/m);
    expect((await run("hold", "list")).stdout).toBe("No legal holds.\n");
    expect(held(143)).toBe(false);
  });

  test.each([
    [["--query", "custmer:1"], 2, /There is no field custmer:/],
    [["143", "--query", "email"], 2, /ticket numbers or --query, not both/],
    [["143", "--standing"], 2, /--standing goes with --query/],
    [[], 2, /Say which tickets: their numbers, or --query/],
    [["--query", "nowhere"], 4, /The question finds no ticket\. Nothing was held\./],
  ])("%j ends with %i", async (args, code, said) => {
    const { run } = vaultOf("mistakes");
    expect(await run(...PLACE, ...args)).toMatchObject({ code, stderr: expect.stringMatching(said) });
  });
});

describe("a standing question", () => {
  test("takes in what it finds later, each time with an entry, and ends with the matter", async () => {
    const { run, matter, held } = vaultOf("standing");
    await run("archive", "143");
    expect((await run(...PLACE, "--query", "ticket:1000", "--standing")).stderr).toContain(
      "finds 0 messages",
    );
    expect(await matter()).toMatchObject({ held: true, tickets: [] });

    await run("archive", "1000", "1001");
    const { stdout } = await run("hold", "take-in");
    expect(stdout).toBe("acme: 1 ticket taken in: #1000 (ticket:1000 finds 1 ticket)\n");
    expect((await run("hold", "take-in", "acme")).stdout).toBe(
      "acme: nothing new (ticket:1000 finds 1 ticket)\n",
    );
    const { entries } = await matter();
    expect(entries).toMatchObject([
      { action: "place", tickets: [], question: { standing: 1, found: "" } },
      { action: "place", tickets: [1000], reason: "24-cv-17", question: { standing: 1, found: "1000" } },
    ]);
    expect([1000, 1001].map(held)).toEqual([true, false]);

    await run("hold", "release", "acme", "--reason", "settled");
    expect((await run("hold", "take-in")).stdout).toBe("No matter has a standing question.\n");
    expect([await matter(), held(1000)]).toMatchObject([{ held: false }, false]);
  });

  test("is asked again by sync", async () => {
    const { run, held } = vaultOf("sync");
    await run(...PLACE, "--query", "ticket:1000", "--standing");
    const { stderr } = await run("sync", "--from", "1000");
    expect(stderr).toMatch(/^acme: 1 ticket taken in: #1000 /m);
    expect(held(1000)).toBe(true);
  });
});
