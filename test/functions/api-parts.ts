/** The `api` function on real parts: the S3 stand-in, a queue in fauxqs, and the archive flow against the sandbox. */

import { type Sandbox, startSandbox } from "../../cli/sandbox/sandbox.ts";
import type { ApiDependencies } from "../../functions/api/dependencies.ts";
import { handleApi } from "../../functions/api/handler.ts";
import { PROBLEM_TYPE } from "../../functions/api/problems.ts";
import { holdProgress } from "../../shared/holds/hold-progress.ts";
import { holdRegister } from "../../shared/holds/hold-register.ts";
import type { ObjectStore } from "../../shared/store/object-store.ts";
import { s3LegalHold } from "../../shared/store/s3-legal-hold.ts";
import { s3Output } from "../../shared/store/s3-output.ts";
import { s3LinkSigner } from "../../shared/store/s3-presign.ts";
import { indexKeeper } from "../../shared/sync/keep-index.ts";
import { sqliteIndex } from "../../shared/sync/sqlite-index.ts";
import type { TicketIndex } from "../../shared/sync/ticket-index.ts";
import { harness } from "../archive/harness.ts";
import { type Queues, startQueues } from "../stand-ins/aws/queues.ts";
import { type S3StandIn, startS3 } from "../stand-ins/s3/stand-in.ts";
import {
  ARCHIVE_BUCKET,
  makeVaultBuckets,
  STAGING_BUCKET,
  vaultClient,
  vaultStore,
} from "../stand-ins/s3/vault.ts";
import { exportRuns } from "./export-runs.ts";
import { type ApiAnswer, httpEvent, type RecordedLog, type Request, recordedLog, timeLeft } from "./http.ts";
import { expectDocumented } from "./openapi.ts";
import { requestQueueOf } from "./queued.ts";

export interface ApiParts extends AsyncDisposable {
  readonly sandbox: Sandbox;
  readonly s3: S3StandIn;
  readonly queues: Queues;
  readonly store: ObjectStore;
  readonly dependencies: ApiDependencies;
  readonly index: TicketIndex;
  /** What was sent to the queue of holds. */
  readonly holds: (readonly [matter: string, ...sequences: number[]])[];
  /** Every line logged by the function and the flow. */
  readonly logged: RecordedLog;
  /** Calls the function; the answer is held against the OpenAPI document. */
  call(request: Request, more?: Partial<ApiDependencies>): Promise<ApiAnswer>;
}

export async function startApi(now?: () => Date): Promise<ApiParts> {
  const [sandbox, s3, queues] = await Promise.all([startSandbox(), startS3(now && { now }), startQueues()]);
  const client = vaultClient(s3);
  await makeVaultBuckets(client);
  const store = vaultStore(client);
  const logged = recordedLog();
  const index = sqliteIndex(":memory:");
  const keeper = indexKeeper({ index: async () => index, now: Date.now, log: logged.log });
  const wired = harness(sandbox, store, { log: logged.log, client: { pauseMs: 0 }, onSeen: keeper.seen });
  const link = s3LinkSigner({ client, bucket: ARCHIVE_BUCKET, prefix: "" });
  const holds: (readonly [matter: string, ...sequences: number[]])[] = [];
  const { changedFiles } = s3LegalHold({ client, bucket: ARCHIVE_BUCKET, prefix: "" });
  const place = { bucket: STAGING_BUCKET, prefix: "exports" };
  const runs = exportRuns(sandbox.orgId, store, s3Output(client, place));
  const exports = { runs, output: s3Output(client, place), link: s3LinkSigner({ client, ...place }) };
  const dependencies: ApiDependencies = {
    orgId: sandbox.orgId,
    queue: requestQueueOf(queues),
    openArchive: async () => ({ store, link }),
    archiveNow: wired.request,
    openIndex: async () => keeper,
    openHolds: async () => ({
      register: holdRegister({ store, orgId: sandbox.orgId, now: () => new Date(), changedFiles }),
      queue: { send: async (matter, sequences) => void holds.push([matter, ...sequences]) },
      progress: holdProgress(store, sandbox.orgId),
    }),
    openExports: async () => exports,
    log: logged.log,
  };
  return {
    holds,
    sandbox,
    s3,
    queues,
    store,
    dependencies,
    index,
    logged,
    async call(request, more = {}) {
      const answer = await handleApi({ ...dependencies, ...more }, httpEvent(request), timeLeft());
      const called = {
        status: answer.statusCode,
        headers: answer.headers,
        json: JSON.parse(answer.body ?? "null"),
      };
      expectDocumented(request, called);
      return called;
    },
    async [Symbol.asyncDispose]() {
      client.destroy();
      await Promise.all([
        wired[Symbol.asyncDispose](),
        sandbox.close(),
        s3.close(),
        queues[Symbol.asyncDispose](),
      ]);
    },
  };
}

/** What a problem document must look like, as far as the kind of problem decides it. */
export function problem(status: number, code: string) {
  return {
    status,
    headers: { "content-type": "application/problem+json", "cache-control": "no-store" },
    json: { type: `${PROBLEM_TYPE}${code}`, status, instance: "urn:ticketvault:request:REQUEST-ID%3D" },
  };
}
