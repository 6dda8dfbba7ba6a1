/** The settings that only the command line has, on the machine of whoever calls it. */
import { object, text } from "./fields.ts";

const given = (allowed: string, pattern = /\S/) => text(pattern, allowed).optional();

/** The command line reads the texts themselves as it reads those of its options. */
export const commandLineFields = {
  cli: object({
    store: given("a folder or s3://bucket/prefix").describe("the archive; `./vault` when left out"),
    staging: given("s3://bucket/prefix", /^s3:\/\/\S/).describe(
      "where files are staged on S3, in a bucket without lock",
    ),
    endpoint: given("https://host or http://host:port", /^https?:\/\/\S/).describe(
      "an S3 server other than AWS",
    ),
    region: given("an AWS region").describe(
      "of the archive and of a secret; found as the AWS SDK finds it when left out",
    ),
    index: given("a file").describe("the index of tickets; beside the vault when left out"),
    witness: given("a folder or s3://bucket/prefix").describe(
      "where `seal` leaves a copy of the ledger's last entry, and `verify` compares",
    ),
    people: given("a CSV or JSON file").describe("names of people for exports, transcripts and searches"),
    zone: given("an IANA time zone, such as Asia/Kolkata").describe(
      "time zone of the dates in questions of `search`; UTC when left out",
    ),
    keysFile: given("a file").describe(
      'a file with LeadSquared\'s keys: `{"accessKey": "…", "secretKey": "…"}`. Keys themselves do not belong here',
    ),
    secretId: given("the name or ARN of a secret").describe("the same in AWS Secrets Manager"),
    pace: given("dynamodb://TABLE", /^dynamodb:\/\/\S/).describe(
      "the table of a stack whose pace is kept, its output `PaceTableName`",
    ),
  }).prefault({}),
};
