/** Ticketvault on AWS, put together in the order of the drawing in docs/architecture.md. */
import { type App, CfnOutput, Stack } from "aws-cdk-lib";
import { WEBHOOK_PATH } from "../shared/names.ts";
import { allowRegions, boundRoles } from "./account-rules.ts";
import { alarms, alarmTopic, type Watched } from "./alarms.ts";
import { apiFunction } from "./api-function.ts";
import { archiveBucket } from "./archive-bucket.ts";
import { archiveFunction } from "./archive-function.ts";
import { breakGlassRole, letDelete } from "./break-glass.ts";
import { accessLogBucket } from "./buckets.ts";
import { catalogueBucket } from "./catalogue-bucket.ts";
import { catalogueDefinition } from "./catalogue-definition.ts";
import { catalogueFunction } from "./catalogue-function.ts";
import { catalogueTables } from "./catalogue-tables.ts";
import { noticeCommits } from "./commit-notices.ts";
import type { Config } from "./config.ts";
import { dashboard } from "./dashboard.ts";
import { staticEgress } from "./egress.ts";
import { eventRules } from "./events.ts";
import { exportFunction } from "./export-function.ts";
import { exportMachine } from "./export-machine.ts";
import { exportsBucket } from "./exports-bucket.ts";
import { ourLogGroup } from "./function.ts";
import { holdFunction } from "./hold-function.ts";
import { httpApi } from "./http-api.ts";
import { indexTable } from "./index-table.ts";
import { serviceKey, signingKey, vaultKey } from "./keys.ts";
import { logMetrics } from "./log-metrics.ts";
import { placesOf, signingOf } from "./outputs.ts";
import { paceTable } from "./pace-table.ts";
import type { Parts } from "./parts.ts";
import { recurringArchive } from "./schedule.ts";
import { sealFunction } from "./seal-function.ts";
import { credentialsSecret, webhookSecret } from "./secrets.ts";
import { stagingBucket } from "./staging-bucket.ts";
import { ourMachine } from "./state-machine.ts";
import { syncFunction, syncTimers } from "./sync-function.ts";
import { timers } from "./timers.ts";
import { unreadWebhooks } from "./unread-webhooks.ts";
import { verifyFunction } from "./verify-function.ts";
import { watches } from "./watches.ts";
import { webhookFunction } from "./webhook-function.ts";
import { workQueues } from "./work-queues.ts";

export class TicketvaultStack extends Stack {
  constructor(app: App, config: Config) {
    super(app, config.stackName, {
      description: "Ticketvault: keeps LeadSquared Service CRM ticket conversations as evidence.",
      terminationProtection: config.terminationProtection,
      tags: config.tags,
    });
    allowRegions(this, config.allowedRegions);
    if (config.permissionsBoundaryArn !== undefined) boundRoles(this, config.permissionsBoundaryArn);
    const parts = this.#parts(config);
    this.#recur(parts);

    const { unread } = parts;
    const secret = unread && webhookSecret(this, parts.serviceKey, config.webhook.secretArn);
    const archive = archiveFunction(this, parts);
    const hold = holdFunction(this, parts);
    const seal = sealFunction(this, parts);
    const verify = verifyFunction(this, parts);
    const sync = config.sync.enabled ? syncFunction(this, parts) : undefined;
    const catalogue = catalogueFunction(this, parts);
    const { database, workgroup } = catalogueTables(this, parts);
    timers(this, [
      { target: seal, every: { hours: 1 } },
      { target: seal, every: { hours: 24 }, task: "checkpoint" },
      { target: verify, every: { hours: config.verify.everyHours }, tellsTime: true },
      ...(sync === undefined ? [] : syncTimers(sync)),
      { target: catalogue, every: { minutes: 5 } },
    ]);
    const pack = exportFunction(this, parts);
    const exportRuns = exportMachine(this, {
      target: pack,
      seal,
      log: this.#logGroup("ExportLog", parts),
      partsAtOnce: config.concurrency.exports,
    });
    const rebuilds = ourMachine(this, "CatalogueMachine", {
      name: "catalogue",
      comment: "Ticketvault: makes all files of the catalogue again, shard by shard.",
      definition: catalogueDefinition({
        partition: this.partition,
        functionArn: catalogue.lambda.functionArn,
        shardsAtOnce: config.concurrency.catalogue,
      }),
      functions: [catalogue],
      log: this.#logGroup("CatalogueMachineLog", parts),
    });
    const api = apiFunction(this, parts, exportRuns);
    const webhook = secret && unread && webhookFunction(this, parts, { secret, unread });
    const { stage, url } = httpApi(this, {
      throttling: config.throttling,
      accessLog: this.#logGroup("HttpAccessLog", parts),
      api,
      webhook,
    });

    this.#watch({
      parts,
      functions: [archive, api, hold, seal, verify, pack, sync, catalogue, webhook].filter(
        (each) => each !== undefined,
      ),
      stage,
      metrics: logMetrics(this, { archivers: [archive, api], webhook, hold, seal, verify, sync, catalogue }),
      exportRuns,
      rebuilds,
    });
    this.#tell({
      ApiUrl: url,
      WebhookUrl: webhook && `${url}${WEBHOOK_PATH}`,
      WebhookSecretName: secret?.secretName,
      SyncFunctionName: sync?.lambda.functionName,
      CatalogueDatabaseName: database,
      CatalogueWorkgroupName: workgroup,
      CatalogueMachineArn: rebuilds.machine.stateMachineArn,
      UnreadWebhooksQueueUrl: unread?.queueUrl,
      EgressAddress: parts.egress?.address,
      ...placesOf(parts),
      ...signingOf(parts),
      SealRoleArn: seal.lambda.role?.roleArn,
      VerifyRoleArn: verify.lambda.role?.roleArn,
    });
  }

  #parts(config: Config): Parts {
    const role = config.breakGlassRoleArn === undefined ? breakGlassRole(this) : undefined;
    const breakGlassRoleArn = role?.roleArn ?? config.breakGlassRoleArn ?? "";
    const vault = vaultKey(this, breakGlassRoleArn);
    const service = serviceKey(this);
    const accessLogs = accessLogBucket(this, config.logs);
    const archive = archiveBucket(this, {
      objectLock: config.objectLock,
      key: vault,
      accessLogs,
      breakGlassRoleArn,
    });
    if (role !== undefined) letDelete(role, archive);
    const queues = workQueues(this);
    noticeCommits(archive, queues.commits.queue);
    const logs = { config, serviceKey: service };
    this.#tell({ BreakGlassRoleArn: breakGlassRoleArn });
    return {
      config,
      vaultKey: vault,
      serviceKey: service,
      signingKey: signingKey(this, breakGlassRoleArn),
      archive,
      staging: stagingBucket(this, { key: vault, accessLogs }),
      catalogue: catalogueBucket(this, { key: vault, accessLogs }),
      exports: exportsBucket(this, { key: vault, accessLogs, ...config.exports }),
      ...queues,
      unread: config.webhook.enabled ? unreadWebhooks(this, service) : undefined,
      ...eventRules(this, { config, requests: queues.requests.queue }),
      credentials: credentialsSecret(this, service),
      paceTable: paceTable(this),
      indexTable: indexTable(this, service),
      egress: config.staticEgress
        ? staticEgress(this, { config, flowLogs: this.#logGroup("FlowLog", logs) })
        : undefined,
    };
  }

  #logGroup(id: string, { config, serviceKey: logKey }: Pick<Parts, "config" | "serviceKey">) {
    return ourLogGroup(this, id, { logs: config.logs, logKey });
  }

  #recur({ config, requests, undelivered }: Parts): void {
    const { schedule, orgId } = config;
    if (schedule === undefined) return;
    recurringArchive(this, { schedule, orgId, requests: requests.queue, undelivered });
  }

  #watch(watched: Watched): void {
    const { config, serviceKey: key } = watched.parts;
    const topic = alarmTopic(this, key, config.alarms.email);
    dashboard(this, watched, alarms(this, topic, watches(watched)));
    this.#tell({ AlarmTopicArn: topic.topicArn });
  }

  /** Outputs of the stack; those without a value are left out. */
  #tell(outputs: Readonly<Record<string, string | undefined>>): void {
    for (const [name, value] of Object.entries(outputs)) {
      if (value !== undefined) new CfnOutput(this, name, { value });
    }
  }
}
