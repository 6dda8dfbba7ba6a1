/** The catalogue in the stack: tables as its files are, queries that end at a bound, and the state machine that makes it again. */
import validate from "asl-validator";
import { describe, expect, test } from "vitest";
import { StepError } from "../../functions/common/step-error.ts";
import { decodeShard, encodeShard } from "../../shared/catalogue/parquet/shard-file.ts";
import { TABLES } from "../../shared/catalogue/tables.ts";
import { StoreError, UsageError } from "../../shared/errors.ts";
import { resource, resources, synthesized } from "./synthesized.ts";

const template = synthesized();

describe("the tables", () => {
  test.each(TABLES.map((table) => [table.name, table] as const))(
    "%s has the columns of its files",
    async (name, table) => {
      const { properties } = resource(template, "AWS::Glue::Table", `${name}Table`);
      const input = properties["TableInput"] as {
        readonly StorageDescriptor: {
          readonly Columns: { Name: string; Type: string }[];
          readonly Location: string;
        };
        readonly PartitionKeys: unknown;
        readonly Parameters: unknown;
      };
      const { org: _, ...columns } = table.columns;
      expect(input.StorageDescriptor.Columns).toEqual(
        Object.entries(columns).map(([Name, { type: Type }]) => ({ Name, Type })),
      );
      expect(input.StorageDescriptor.Location).toBe(`s3://Catalogue/${name}/`);
      expect(input.PartitionKeys).toEqual([{ Name: "org", Type: "bigint" }]);
      expect(input.Parameters).toMatchObject({
        "projection.org.type": "integer",
        "projection.org.range": "22824,22824",
      });
      expect(await decodeShard(table, 22824, encodeShard(table, []))).toEqual([]);
    },
  );

  test("are in a database with the stack's name, as Glue takes it", () => {
    const named = synthesized({ stackName: "Vault-Two" });
    const { properties } = resource(named, "AWS::Glue::Database", "CatalogueDatabase");
    expect(properties["DatabaseInput"]).toMatchObject({ Name: "vault_two" });
  });
});

test("a query reads so much and no more, whatever its client asks for, and what it found is encrypted and goes", () => {
  const { properties } = resource(
    synthesized({ search: { mostScannedMb: 250 } }),
    "AWS::Athena::WorkGroup",
    "SearchWorkgroup",
  );
  expect(properties).toMatchObject({
    Name: "Ticketvault-search",
    WorkGroupConfiguration: {
      BytesScannedCutoffPerQuery: 250_000_000,
      EnforceWorkGroupConfiguration: true,
      ResultConfiguration: {
        EncryptionConfiguration: { EncryptionOption: "SSE_KMS", KmsKey: "VaultKey.Arn" },
        OutputLocation: "s3://Catalogue/results/",
      },
    },
  });
  const bucket = resource(template, "AWS::S3::Bucket", "Catalogue").properties;
  expect(bucket).not.toHaveProperty("ObjectLockConfiguration");
  expect(bucket).not.toHaveProperty("VersioningConfiguration");
  expect(bucket["LifecycleConfiguration"]).toMatchObject({
    Rules: [{ Id: "AbortUploads" }, { Id: "ExpireResults", Prefix: "results/", ExpirationInDays: 7 }],
  });
});

test("turns come every five minutes", () => {
  const { properties } = resource(template, "AWS::Scheduler::Schedule", "catalogueTimer");
  expect(properties).toMatchObject({
    ScheduleExpression: "rate(5 minutes)",
    Target: { Arn: "CatalogueFunction.Arn", Input: "{}" },
  });
});

describe("the state machine", () => {
  const { properties } = resource(template, "AWS::StepFunctions::StateMachine", "CatalogueMachine");
  const definition = JSON.parse(String(properties["DefinitionString"]).replaceAll("AWS::Partition", "aws"));

  test("is one that Step Functions takes", () => {
    expect(validate(definition, { checkArn: true, checkPaths: true })).toMatchObject({
      errors: [],
      isValid: true,
    });
  });

  test("plans, makes the shards side by side in runs of their own, and ends", () => {
    expect(definition.States).toMatchObject({
      Plan: { Next: "Make" },
      Make: {
        Items: "{% $states.input.shards %}",
        MaxConcurrency: 1,
        ItemProcessor: { ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" } },
        Next: "Finish",
      },
      Finish: { End: true },
    });
  });

  test("tries again what the function says may go better, and nothing else", () => {
    const names = [
      new StepError(new StoreError("busy", "busy", { retryable: true }), "Catalogue"),
      new StepError(new UsageError("wrong"), "Catalogue"),
    ].map(({ name }) => name);
    const [retried] = definition.States.Make.ItemProcessor.States.Shard.Retry;
    expect(names.map((name) => retried.ErrorEquals.includes(name))).toEqual([true, false]);
  });

  test("has its log, encrypted, beside that of exports", () => {
    const names = resources(template, "AWS::Logs::LogGroup").map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(["CatalogueMachineLog", "ExportLog"]));
  });
});
