/** The catalogue as Athena sees it: a database of AWS Glue with its tables, and a workgroup that bounds what a query reads. */
import { Stack } from "aws-cdk-lib";
import { CfnWorkGroup } from "aws-cdk-lib/aws-athena";
import { CfnDatabase, CfnTable } from "aws-cdk-lib/aws-glue";
import type { Construct } from "constructs";
import { fileColumns, PARTITION } from "../shared/catalogue/parquet/schema.ts";
import { TABLES } from "../shared/catalogue/tables.ts";
import { RESULTS } from "./catalogue-bucket.ts";
import type { Parts } from "./parts.ts";

export interface Tables {
  readonly database: string;
  readonly workgroup: string;
}

export function catalogueTables(scope: Construct, { catalogue, config, vaultKey }: Parts): Tables {
  const { account } = Stack.of(scope);
  // Glue takes small letters, digits and underscores.
  const name = config.stackName.toLowerCase().replaceAll("-", "_");
  const database = new CfnDatabase(scope, "CatalogueDatabase", {
    catalogId: account,
    databaseInput: { name, description: "Ticketvault's catalogue: docs/catalogue.md." },
  });
  for (const table of TABLES) {
    const made = new CfnTable(scope, `${table.name}Table`, {
      catalogId: account,
      databaseName: name,
      tableInput: {
        name: table.name,
        description: table.about,
        tableType: "EXTERNAL_TABLE",
        partitionKeys: [{ name: PARTITION, type: "bigint" }],
        parameters: {
          classification: "parquet",
          // The one account of the stack: nobody has to tell Glue of a partition.
          "projection.enabled": "true",
          [`projection.${PARTITION}.type`]: "integer",
          [`projection.${PARTITION}.range`]: `${config.orgId},${config.orgId}`,
        },
        storageDescriptor: {
          location: `s3://${catalogue.bucketName}/${table.name}/`,
          inputFormat: "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
          outputFormat: "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat",
          serdeInfo: { serializationLibrary: "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe" },
          columns: fileColumns(table).map(([column, type]) => ({ name: column, type })),
        },
      },
    });
    made.addResourceDependency(database);
  }
  const workgroup = new CfnWorkGroup(scope, "SearchWorkgroup", {
    name: `${config.stackName}-search`,
    description: "Ticketvault: questions about the catalogue, each of which may read so much and no more.",
    // What is in it, its history, goes with the stack; results expire in the bucket.
    recursiveDeleteOption: true,
    workGroupConfiguration: {
      enforceWorkGroupConfiguration: true,
      bytesScannedCutoffPerQuery: config.search.mostScannedMb * 1_000_000,
      publishCloudWatchMetricsEnabled: true,
      resultConfiguration: {
        outputLocation: `s3://${catalogue.bucketName}/${RESULTS}`,
        encryptionConfiguration: { encryptionOption: "SSE_KMS", kmsKey: vaultKey.keyArn },
      },
    },
  });
  return { database: name, workgroup: workgroup.name };
}
