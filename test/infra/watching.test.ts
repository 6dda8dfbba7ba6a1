/** What is watched, and that every alarm reaches somebody and tells what to do. */
import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { lines, type Properties, resource, resources, synthesized } from "./synthesized.ts";

const template = synthesized({
  tsa: ["http://timestamp.example.com/tsr"],
  witnessBucket: "witness",
  alarms: { email: "ops@example.com" },
  calls: { perDay: 5_000 },
});
const alarms = resources(template, "AWS::CloudWatch::Alarm");

/** Alarms about something that did not happen: silence is what they look for. */
const OF_SILENCE = [
  "SyncMissingAlarm",
  "CensusMissingAlarm",
  "SealMissingAlarm",
  "TimeStampMissingAlarm",
  "WitnessMissingAlarm",
  "VerifyMissingAlarm",
  "CatalogueMissingAlarm",
];

/** Each alarm, and its section of the runbook. */
const SECTIONS = {
  DeadLettersAlarm: "dead-letters",
  UndeliveredEventsAlarm: "undelivered-events",
  OldestRequestAlarm: "requests-wait-too-long",
  IncompleteArchivesAlarm: "incomplete-archives",
  SourceForgotAlarm: "leadsquared-forgot-everybody",
  UnstableTicketsAlarm: "unstable-tickets",
  ChangedAtSourceAlarm: "changed-at-the-source",
  KeysRefusedAlarm: "leadsquared-refuses-the-keys",
  AccountPausedAlarm: "leadsquared-refuses-the-account",
  CallsRefusedAlarm: "leadsquared-refuses-calls-below-the-setting",
  DayUsedUpAlarm: "the-days-calls-are-used-up",
  KeysEchoedAlarm: "leadsquared-echoes-the-keys",
  HoldDeadLettersAlarm: "hold-not-applied",
  HoldFailuresAlarm: "hold-not-applied",
  SealMissingAlarm: "seal-missing",
  TimeStampMissingAlarm: "time-stamp-missing",
  WitnessMissingAlarm: "witness-missing",
  SealFailuresAlarm: "seal-failed",
  SealedInconsistentAlarm: "sealed-inconsistent",
  CommitDeadLettersAlarm: "seal-failed",
  VerifyFindingsAlarm: "verify-findings",
  VerifyLateAlarm: "verification-is-late",
  VerifyMissingAlarm: "verify-missing",
  SyncMissingAlarm: "sync-does-not-run",
  CensusMissingAlarm: "census-missing",
  CensusContradictedAlarm: "census-contradicted",
  TicketsFailingAlarm: "tickets-that-fail-each-time",
  CatalogueMissingAlarm: "catalogue-stands-still",
  CatalogueUnreadableAlarm: "catalogue-without-a-ticket",
  CatalogueRebuildFailedAlarm: "catalogue-not-made-again",
  catalogueErrorsAlarm: "function-errors",
  catalogueThrottlesAlarm: "function-throttles",
  syncErrorsAlarm: "function-errors",
  syncThrottlesAlarm: "function-throttles",
  ExportsFailedAlarm: "export-failed",
  WebhooksRefusedAlarm: "webhooks-refused",
  WebhooksWithWrongSecretAlarm: "webhooks-with-a-wrong-secret",
  UnreadWebhooksAlarm: "webhooks-that-cannot-be-read",
  WebhooksNotQueuedAlarm: "webhooks-not-queued",
  archiveErrorsAlarm: "function-errors",
  archiveThrottlesAlarm: "function-throttles",
  apiErrorsAlarm: "function-errors",
  apiThrottlesAlarm: "function-throttles",
  holdErrorsAlarm: "function-errors",
  holdThrottlesAlarm: "function-throttles",
  sealErrorsAlarm: "function-errors",
  sealThrottlesAlarm: "function-throttles",
  verifyErrorsAlarm: "function-errors",
  verifyThrottlesAlarm: "function-throttles",
  exportThrottlesAlarm: "function-throttles",
  webhookErrorsAlarm: "function-errors",
  webhookThrottlesAlarm: "function-throttles",
  ApiFailuresAlarm: "http-api-failures",
  PaceThrottledAlarm: "pacing-throttled",
};

function alarm(name: string): Properties {
  return resource(template, "AWS::CloudWatch::Alarm", name).properties;
}

describe("every alarm", () => {
  test("names its section of the runbook after saying what it means", () => {
    const sections = alarms.map(({ name, properties }) => {
      const [, means, section] =
        /^(.+[.]) What to do: docs\/operations\.md#([a-z0-9-]+)$/.exec(
          String(properties["AlarmDescription"]),
        ) ?? [];
      expect(means).toBeDefined();
      return [name, section];
    });
    expect(Object.fromEntries(sections)).toEqual(SECTIONS);
  });

  test("has that section in the runbook", async () => {
    const runbook = await readFile(new URL("../../docs/operations.md", import.meta.url), "utf8");
    const anchors = [...runbook.matchAll(/^### (.+)$/gm)].map(([, heading = ""]) =>
      heading
        .toLowerCase()
        .replaceAll(/[^a-z0-9 -]/g, "")
        .replaceAll(" ", "-"),
    );
    expect(anchors).toEqual(expect.arrayContaining([...new Set(Object.values(SECTIONS))]));
  });

  test("tells the topic, is silent without data unless it is about silence, and stands on the dashboard", () => {
    const dashboard = JSON.stringify(resources(template, "AWS::CloudWatch::Dashboard"));
    for (const { name, properties } of alarms) {
      const TreatMissingData = OF_SILENCE.includes(name) ? "breaching" : "notBreaching";
      expect(properties).toMatchObject({ AlarmActions: ["Alarms"], TreatMissingData });
      expect(dashboard).toContain(`${name}.Arn`);
    }
  });
});

describe("alarms", () => {
  test.each([
    ["DeadLettersAlarm", "ApproximateNumberOfMessagesVisible", 0, 1],
    ["UndeliveredEventsAlarm", "ApproximateNumberOfMessagesVisible", 0, 1],
    ["OldestRequestAlarm", "ApproximateAgeOfOldestMessage", 3600, 2],
    ["IncompleteArchivesAlarm", "IncompleteArchives", 0, 1],
    ["TicketsFailingAlarm", "TicketsFailing", 0, 1],
    ["SourceForgotAlarm", "SourceForgot", 0, 1],
    ["UnstableTicketsAlarm", "UnstableTickets", 0, 1],
    ["ChangedAtSourceAlarm", "ChangedAtSource", 0, 1],
    ["KeysRefusedAlarm", "KeysRefused", 0, 1],
    ["WebhooksRefusedAlarm", "WebhooksRefused", 20, 1],
    ["UnreadWebhooksAlarm", "ApproximateNumberOfMessagesVisible", 0, 1],
    ["WebhooksNotQueuedAlarm", "WebhooksNotQueued", 0, 1],
    ["HoldDeadLettersAlarm", "ApproximateNumberOfMessagesVisible", 0, 1],
    ["HoldFailuresAlarm", "HoldFailures", 0, 1],
    ["SealFailuresAlarm", "SealFailures", 0, 1],
    ["SealedInconsistentAlarm", "InconsistentSeals", 0, 1],
    ["CommitDeadLettersAlarm", "ApproximateNumberOfMessagesVisible", 0, 1],
    ["ExportsFailedAlarm", "ExecutionsFailed", 0, 1],
    ["CatalogueUnreadableAlarm", "CatalogueUnreadable", 0, 1],
    ["CatalogueRebuildFailedAlarm", "ExecutionsFailed", 0, 1],
    ["ApiFailuresAlarm", "5xx", 0, 1],
    ["archiveErrorsAlarm", "Errors", 0, 1],
    ["webhookThrottlesAlarm", "Throttles", 0, 3],
  ])("%s goes off when %s is above %d", (name, MetricName, Threshold, EvaluationPeriods) => {
    expect(alarm(name)).toMatchObject({
      MetricName,
      Threshold,
      EvaluationPeriods,
      Period: 300,
      ComparisonOperator: "GreaterThanThreshold",
    });
  });

  // E13
  test("of a wrong secret goes off for what LeadSquared tries, and not for a stranger beside it", () => {
    const { Metrics, ...rest } = alarm("WebhooksWithWrongSecretAlarm");
    expect(rest).toMatchObject({ Threshold: 2, ComparisonOperator: "GreaterThanThreshold" });
    expect(Metrics).toMatchObject([
      { Expression: "IF(FILL(queued, 0) > 0, 0, FILL(wrong, 0))" },
      { Id: "queued", MetricStat: { Metric: { MetricName: "WebhooksQueued" }, Period: 3600, Stat: "Sum" } },
      { Id: "wrong", MetricStat: { Metric: { MetricName: "WebhooksWithWrongSecret" }, Period: 3600 } },
    ]);
  });

  test("of a contradicted census goes off for one within an hour", () => {
    expect(alarm("CensusContradictedAlarm")).toMatchObject({
      MetricName: "CensusesContradicted",
      Threshold: 0,
      Period: 3600,
      ComparisonOperator: "GreaterThanThreshold",
    });
  });

  test("of a catalogue that stands still goes off after an hour of turns", () => {
    expect(alarm("CatalogueMissingAlarm")).toMatchObject({
      ...{ MetricName: "CatalogueTurns", Threshold: 1, Period: 300, EvaluationPeriods: 12 },
      ComparisonOperator: "LessThanThreshold",
    });
  });

  // E2
  test("of what was due and not verified goes off for one run", () => {
    expect(alarm("VerifyLateAlarm")).toMatchObject({
      MetricName: "VerificationsLate",
      Threshold: 0,
      Period: 3600,
    });
  });

  test("of findings goes off for one error within an hour", () => {
    expect(alarm("VerifyFindingsAlarm")).toMatchObject({
      MetricName: "VerifyFindings",
      Threshold: 0,
      Period: 3600,
      ComparisonOperator: "GreaterThanThreshold",
    });
  });

  test.each([
    ["SealMissingAlarm", "LedgerEntries", 3, template],
    ["CensusMissingAlarm", "Censuses", 48, template],
    ["TimeStampMissingAlarm", "TimeStamps", 48, template],
    ["WitnessMissingAlarm", "WitnessedEntries", 48, template],
    ["VerifyMissingAlarm", "Verifications", 27, template],
    ["VerifyMissingAlarm", "Verifications", 147, synthesized({ verify: { everyHours: 144 } })],
  ])("%s goes off when %s are missing for %d hours", (name, MetricName, hours, from) => {
    expect(resource(from, "AWS::CloudWatch::Alarm", name).properties).toMatchObject({
      MetricName,
      Statistic: "Sum",
      Threshold: 1,
      ComparisonOperator: "LessThanThreshold",
      Period: 3600,
      EvaluationPeriods: hours,
    });
    // CloudWatch looks back a week at most.
    expect(hours).toBeLessThanOrEqual(7 * 24);
  });

  test("about calls tell of a budget where there is one, and of more refusals than others cause", () => {
    expect(alarm("DayUsedUpAlarm")).toMatchObject({ MetricName: "DaysUsedUp", Threshold: 0, Period: 3600 });
    expect(alarm("CallsRefusedAlarm")).toMatchObject({
      MetricName: "CallsRefused",
      Threshold: 20,
      Period: 3600,
    });
    const names = resources(synthesized(), "AWS::CloudWatch::Alarm").map(({ name }) => name);
    expect(names).toContain("CallsRefusedAlarm");
    expect(names).not.toContain("DayUsedUpAlarm");
  });

  test("about webhooks are not there when there is no webhook", () => {
    const names = resources(synthesized({ webhook: { enabled: false } }), "AWS::CloudWatch::Alarm");
    expect(names.filter(({ name }) => /webhook/i.test(name))).toEqual([]);
  });

  test("reach the topic, encrypted, and by it a person", () => {
    expect(resource(template, "AWS::SNS::Topic", "Alarms").properties["KmsMasterKeyId"]).toBe(
      "ServiceKey.Arn",
    );
    const policy = resource(template, "AWS::SNS::TopicPolicy", "AlarmsPolicy").properties["PolicyDocument"];
    expect(lines(policy)).toEqual([
      'Allow sns:Publish on Alarms if {"StringEquals":{"aws:SourceAccount":"AWS::AccountId"}}',
      'Deny sns:Publish on Alarms if {"Bool":{"aws:SecureTransport":"false"}}',
    ]);
    const key = resource(template, "AWS::KMS::Key", "ServiceKey").properties["KeyPolicy"];
    expect(JSON.stringify(key)).toContain('"Service":"cloudwatch.amazonaws.com"');
    expect(resources(template, "AWS::SNS::Subscription").map(({ properties }) => properties)).toEqual([
      { Endpoint: "ops@example.com", Protocol: "email", TopicArn: "Alarms" },
    ]);
  });
});

test("logs are counted by the events that the functions write", () => {
  const filters = resources(template, "AWS::Logs::MetricFilter").map(({ properties }) => {
    const [{ MetricName, MetricNamespace } = {}] = properties["MetricTransformations"] as Record<
      string,
      string
    >[];
    return `${properties["LogGroupName"]} ${properties["FilterPattern"]} ${MetricNamespace}/${MetricName}`;
  });
  const ofArchivers = [
    '{ $.event = "archive.completed" } Ticketvault/TicketsArchived',
    '{ ($.event = "archive.completed") && ($.completeness = "incomplete") } Ticketvault/IncompleteArchives',
    '{ ($.event = "archive.completed") && ($.outcome = "empty") } Ticketvault/EmptyNumbers',
    '{ ($.event = "archive.completed") && ($.unstable IS TRUE) } Ticketvault/UnstableTickets',
    '{ $.event = "leadsquared.source-forgot" } Ticketvault/SourceForgot',
    '{ $.event = "archive.failed" } Ticketvault/FailedTries',
    '{ $.event = "archive.failing" } Ticketvault/TicketsFailing',
    '{ $.event = "leadsquared.unauthorized" } Ticketvault/KeysRefused',
    '{ $.event = "leadsquared.account-paused" } Ticketvault/AccountPauses',
    '{ $.event = "leadsquared.call-refused" } Ticketvault/CallsRefused',
    '{ $.event = "leadsquared.day-used-up" } Ticketvault/DaysUsedUp',
    '{ $.event = "leadsquared.keys-echoed" } Ticketvault/KeysEchoed',
  ].flatMap((filter) => [`ArchiveFunctionLog ${filter}`, `ApiFunctionLog ${filter}`]);
  expect(filters).toEqual([
    ...ofArchivers,
    'WebhookFunctionLog { $.event = "webhook.refused" } Ticketvault/WebhooksRefused',
    'WebhookFunctionLog { $.event = "webhook.wrong-secret" } Ticketvault/WebhooksWithWrongSecret',
    'WebhookFunctionLog { $.event = "webhook.queued" } Ticketvault/WebhooksQueued',
    'WebhookFunctionLog { $.event = "webhook.unread" } Ticketvault/WebhooksUnread',
    'WebhookFunctionLog { $.event = "webhook.not-queued" } Ticketvault/WebhooksNotQueued',
    'SealFunctionLog { $.event = "seal.completed" } Ticketvault/LedgerEntries',
    'SealFunctionLog { $.event = "seal.witnessed" } Ticketvault/WitnessedEntries',
    'SealFunctionLog { $.event = "seal.time-stamped" } Ticketvault/TimeStamps',
    'SealFunctionLog { $.event = "seal.failed" } Ticketvault/SealFailures',
    'SealFunctionLog { ($.event = "seal.completed") && ($.inconsistent > 0) } Ticketvault/InconsistentSeals',
    'SealFunctionLog { $.event = "ticket.changed-at-source" } Ticketvault/ChangedAtSource',
    'HoldFunctionLog { $.event = "hold.applied" } Ticketvault/HoldsApplied',
    'HoldFunctionLog { $.event = "hold.failed" } Ticketvault/HoldFailures',
    'SyncFunctionLog { $.event = "sync.completed" } Ticketvault/SyncTurns',
    'SyncFunctionLog { $.event = "census.completed" } Ticketvault/Censuses',
    'SyncFunctionLog { ($.event = "census.completed") && ($.contradicted > 0) } Ticketvault/CensusesContradicted',
    'VerifyFunctionLog { $.event = "verify.completed" } Ticketvault/Verifications',
    'VerifyFunctionLog { $.event = "verify.late" } Ticketvault/VerificationsLate',
    'VerifyFunctionLog { ($.event = "verify.finding") && ($.severity = "error") } Ticketvault/VerifyFindings',
    'CatalogueFunctionLog { $.event = "catalogue.completed" } Ticketvault/CatalogueTurns',
    'CatalogueFunctionLog { $.event = "catalogue.ticket-unreadable" } Ticketvault/CatalogueUnreadable',
  ]);
});
