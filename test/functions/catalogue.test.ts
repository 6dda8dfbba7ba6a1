/** The `catalogue` function as it is wired: its turns and its steps, on S3. */
import { CreateBucketCommand } from "@aws-sdk/client-s3";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { handleCatalogue } from "../../functions/catalogue/handler.ts";
import { wireCatalogue } from "../../functions/catalogue/wiring.ts";
import { decodeShard } from "../../shared/catalogue/parquet/shard-file.ts";
import type { RebuildPlan } from "../../shared/catalogue/rebuild.ts";
import { shardKey } from "../../shared/catalogue/shards.ts";
import { TABLES } from "../../shared/catalogue/tables.ts";
import { objectKey } from "../../shared/keys.ts";
import { ENV } from "../../shared/names.ts";
import { ORG, SmallVault } from "../catalogue/small-vault.ts";
import { type S3StandIn, startS3 } from "../stand-ins/s3/stand-in.ts";
import { makeVaultBuckets, vaultClient, vaultStore } from "../stand-ins/s3/vault.ts";
import { overriding } from "../store/overriding.ts";
import { exportEnvironment } from "./export-environment.ts";
import { recordedLog, timeLeft } from "./http.ts";

let s3: S3StandIn;
let client: ReturnType<typeof vaultClient>;
let turn = 0;
const published = new Set<string>();
beforeAll(async () => {
  s3 = await startS3();
  client = vaultClient(s3);
  await makeVaultBuckets(client);
  const vault = new SmallVault();
  for (const ticketId of [7, 1200]) await vault.publish(ticketId, [{ Id: 1, Text: `Ticket ${ticketId}` }]);
  await vault.publish(8, [{ Id: 1, Text: "damaged" }]);
  vault.seal();
  vault.files.set(`${objectKey(ORG, 8)}/v1/content/ticket.json`, Buffer.from("{}"));
  for (const [key, bytes] of vault.files) {
    published.add(key);
    await vaultStore(client).create(key, bytes);
  }
});
afterAll(async () => {
  client.destroy();
  await s3.close();
});
beforeEach(async () => {
  turn += 1;
  const bucket = `catalogue-${turn}`;
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  const environment = { ...exportEnvironment(s3, ORG, "exports"), [ENV.catalogueBucket]: bucket };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
});
afterEach(() => vi.unstubAllEnvs());

const logged = recordedLog();
/** Numbers without a ticket are answered for here: of each shard a thousand are asked for. */
const call = async (event: unknown = {}) => {
  const wired = await wireCatalogue();
  const vault = overriding(wired.vault, {
    read: async (key) => (published.has(key) ? wired.vault.read(key) : undefined),
  });
  return handleCatalogue({ ...wired, vault, log: logged.log }, event, timeLeft(60_000));
};

async function files(): Promise<(string | undefined)[]> {
  const { catalogue } = await wireCatalogue();
  const keys = TABLES.flatMap((table) => [0, 1].map((shard) => shardKey(table, ORG, shard)));
  const read = await Promise.all(keys.map((key) => catalogue.read(key)));
  return read.map((file) => file && Buffer.from(file.bytes).toString("base64"));
}

describe("a turn", () => {
  it("takes in what was sealed, and says so in its log, also of a ticket that cannot be read", async () => {
    expect(await call()).toMatchObject({ sequence: 1, shards: 2, written: 6, unreadable: 1, isLevel: true });
    expect(logged.events()).toEqual(["catalogue.ticket-unreadable", "catalogue.completed"]);
    const { catalogue } = await wireCatalogue();
    const [tickets] = TABLES;
    if (tickets === undefined) throw new Error("there are tables");
    const file = await catalogue.read(shardKey(tickets, ORG, 0));
    const rows = await decodeShard(tickets, ORG, file?.bytes ?? new Uint8Array());
    expect(rows.map(({ ticket }) => ticket)).toEqual([7]);
    expect(await call()).toMatchObject({ sequence: 1, shards: 0, written: 0 });
  });
});

describe("the steps of the state machine", () => {
  it("make the files that turns make, and turns go on behind them", async () => {
    const plan = (await call({ step: "plan" })) as RebuildPlan;
    expect(plan).toEqual({ sequence: 1, time: "2026-01-01T00:00:00.000Z", shards: [0, 1] });
    for (const shard of plan.shards)
      expect(await call({ step: "shard", shard })).toMatchObject({ written: 3 });
    expect(await call({ step: "finish", sequence: plan.sequence, time: plan.time })).toEqual({ sequence: 1 });
    const made = await files();
    expect(await call()).toMatchObject({ sequence: 1, shards: 0 });
    vi.stubEnv(ENV.catalogueBucket, `catalogue-${turn - 1}`);
    expect(made).toEqual(await files());
  });

  it("that are none fail for good, with a name that the state machine knows", async () => {
    await expect(call({ step: "all" })).rejects.toMatchObject({ name: "CatalogueFailed" });
  });
});
