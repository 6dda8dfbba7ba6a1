/** A legal hold by a question over many tickets, its record sealed and verified; HOLD_QUERY_TICKETS=10000 is the whole size. */
import { expect, test, vi } from "vitest";
import { seededRandom } from "../../cli/sandbox/random.ts";
import { holdRegister } from "../../shared/holds/hold-register.ts";
import { s3LegalHold } from "../../shared/store/s3-legal-hold.ts";
import { runHere } from "../cli/command.ts";
import { archiveGenerated, ORG } from "../export/generated-vault.ts";
import { startS3 } from "../stand-ins/s3/stand-in.ts";
import {
  ARCHIVE_BUCKET,
  makeVaultBuckets,
  STAGING_BUCKET,
  vaultClient,
  vaultStore,
} from "../stand-ins/s3/vault.ts";
import { tempFolder } from "../temp.ts";

const TICKETS = Number(process.env["HOLD_QUERY_TICKETS"] ?? 300);
/** How many of the tickets have the word that is asked for. */
const SHARE = 0.3;

test(`a question over ${TICKETS} tickets holds those that it finds and no other, and its record is verified`, async () => {
  await using folder = await tempFolder();
  const s3 = await startS3();
  const client = vaultClient(s3);
  await makeVaultBuckets(client);
  vi.stubEnv("AWS_ACCESS_KEY_ID", s3.credentials.accessKeyId);
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", s3.credentials.secretAccessKey);
  const store = vaultStore(client);
  const random = seededRandom("hold by question");
  const wanted: number[] = [];
  for (let ticketId = 1; ticketId <= TICKETS; ticketId += 1) {
    const isWanted = random.chance(SHARE);
    if (isWanted) wanted.push(ticketId);
    await archiveGenerated(store, { ticketId, attachments: [0], text: 400, note: isWanted ? "Zebra! " : "" });
  }
  const env = {
    TICKETVAULT_ORG_ID: String(ORG),
    TICKETVAULT_STORE: `s3://${ARCHIVE_BUCKET}`,
    TICKETVAULT_STAGING: `s3://${STAGING_BUCKET}`,
    TICKETVAULT_ENDPOINT: s3.endpoint,
    AWS_REGION: "us-east-1",
  };
  const run = (...args: string[]) => runHere(args, { cwd: folder.path, env });
  expect(await run("seal", "--key-file", "key.pem")).toMatchObject({ code: 0 });

  const placed = await run("hold", "place", "acme", "--query", "zebra", "--reason", "24-cv-17", "--json");

  expect(placed.code).toBe(0);
  const { tickets, entries } = JSON.parse(placed.stdout);
  expect(tickets).toEqual(wanted);
  expect(entries[0].question.askedOf).toMatchObject({
    tickets: TICKETS,
    notSearched: { incompleteTickets: 0, attachments: TICKETS, ticketsWithAttachments: TICKETS },
  });
  const isHeld = async (ticket: number) =>
    (await store.read(`archive/${ORG}/${ticket}/inventory.json`))?.held === true;
  const held: number[] = [];
  for (let ticket = 1; ticket <= TICKETS; ticket += 1) if (await isHeld(ticket)) held.push(ticket);
  expect(held).toEqual(wanted);

  expect(await run("seal", "--key-file", "key.pem")).toMatchObject({ code: 0 });
  expect(await run("verify")).toMatchObject({ code: 0 });
  const { changedFiles } = s3LegalHold({ client, bucket: ARCHIVE_BUCKET, prefix: "" });
  const register = holdRegister({ store, orgId: ORG, now: () => new Date(), changedFiles });
  expect((await register.read("acme")).entries).toEqual(entries);
  vi.unstubAllEnvs();
  client.destroy();
  await s3.close();
}, 3_600_000);
