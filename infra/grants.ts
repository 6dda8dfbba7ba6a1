/** What each function may do, with every action by name. */
import { Stack } from "aws-cdk-lib";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { INDEX_KEYS, PREFIXES } from "../shared/names.ts";
import type { Parts } from "./parts.ts";
import {
  acceptanceRecords,
  checkpointFiles,
  holdRecords,
  productionRecords,
  records,
} from "./record-places.ts";
import {
  allow,
  anyKey,
  readAndWriteByKey,
  readArchive,
  readByKey,
  seeVersions,
  seeWhatIsThere,
  send,
  useKey,
} from "./statements.ts";

/** Every file of the account's archive. */
export function archiveFiles({ archive, config }: Parts): string {
  return archive.arnForObjects(`${PREFIXES.archive}${config.orgId}/*`);
}

/** Every file of its ledger, the public keys among them. */
export function ledgerFiles({ archive, config }: Parts): string {
  return archive.arnForObjects(`${PREFIXES.ledger}${config.orgId}/*`);
}

/** Every file that is staged for it. */
export function stagedFiles({ staging, config }: Parts): string {
  return staging.arnForObjects(`${config.orgId}/*`);
}

/** How far changes of legal holds have been applied. */
export function holdMarks({ staging, config }: Parts): string {
  return staging.arnForObjects(`${config.orgId}/holds/*`);
}

export function exportFiles({ exports }: Parts): string {
  return exports.arnForObjects("exports/*");
}

/** The catalogue's files, and how far they have come. */
export function catalogueFiles({ catalogue, config }: Parts): string[] {
  const folders = ["tickets", "messages", "attachments"].map((table) => `${table}/org=${config.orgId}/*`);
  return folders.map((files) => catalogue.arnForObjects(files));
}

/** Reads the archive and its ledger; reads and writes the catalogue. */
export function keepCatalogue(parts: Parts): PolicyStatement[] {
  const { catalogue, config } = parts;
  const files = [...catalogueFiles(parts), catalogue.arnForObjects(`progress/${config.orgId}.json`)];
  return [
    ...readArchive(parts, archiveFiles(parts), ledgerFiles(parts)),
    allow("KeepCatalogue", ["s3:GetObject", "s3:PutObject"], ...files),
    seeWhatIsThere("ListCatalogue", catalogue.bucketArn),
    readAndWriteByKey(parts),
  ];
}

/** What `archiveTicket` does: nothing of it deletes. Versions of held tickets are written held, and none is released. */
export function archiveTickets(parts: Parts): PolicyStatement[] {
  const { credentials, paceTable, staging } = parts;
  return [
    ...readArchive(parts, archiveFiles(parts), holdRecords(parts), acceptanceRecords(parts)),
    allow("WriteArchive", ["s3:PutObject"], archiveFiles(parts)),
    // S3 tells whether a file is held only to who may ask for that.
    allow("SeeHolds", ["s3:GetObjectLegalHold"], archiveFiles(parts)),
    new PolicyStatement({
      sid: "WriteHeld",
      actions: ["s3:PutObjectLegalHold"],
      resources: [archiveFiles(parts)],
      conditions: { StringEqualsIfExists: { "s3:object-lock-legal-hold": "ON" } },
    }),
    allow("Stage", ["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"], stagedFiles(parts)),
    seeWhatIsThere("ListStaging", staging.bucketArn),
    readAndWriteByKey(parts),
    allow("Pace", ["dynamodb:GetItem", "dynamodb:UpdateItem"], paceTable.tableArn),
    ...keepIndex(parts),
    ...readSecret(parts, credentials.secretArn),
  ];
}

/** Reads and writes the index of tickets, which is encrypted with the service key. */
export function keepIndex({ indexTable, serviceKey }: Parts): PolicyStatement[] {
  return [
    allow(
      "KeepIndex",
      ["dynamodb:BatchWriteItem", "dynamodb:GetItem", "dynamodb:UpdateItem"],
      indexTable.tableArn,
    ),
    useKey("UseIndexKey", serviceKey, "dynamodb", ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"]),
  ];
}

/** The index by due time of the table of the index of tickets. */
export function indexOfLines({ indexTable }: Parts): string {
  return `${indexTable.tableArn}/index/${INDEX_KEYS.byDue}`;
}

/** Entries are only ever added, by a condition that S3 checks; the lock keeps what was there, and versions tell of it. */
export function recordHolds(parts: Parts): PolicyStatement[] {
  return [
    allow("RecordHolds", ["s3:PutObject"], holdRecords(parts)),
    seeVersions(parts),
    send("QueueHolds", parts.holds.queue),
  ];
}

/** Reads the records and sets what they say; the files themselves it cannot read. */
export function applyHolds(parts: Parts): PolicyStatement[] {
  return [
    ...readArchive(parts, holdRecords(parts)),
    allow("HoldFiles", ["s3:PutObjectLegalHold"], archiveFiles(parts)),
    seeVersions(parts),
    allow("MarkProgress", ["s3:PutObject"], holdMarks(parts)),
    seeWhatIsThere("ListStaging", parts.staging.bucketArn),
    readAndWriteByKey(parts),
  ];
}

/** Puts events on the stack's bus. */
export function announce({ bus }: Parts): PolicyStatement {
  return allow("Announce", ["events:PutEvents"], bus.eventBusArn);
}

/** Reads inventories, documents and records, writes entries, signatures and the public key, signs, and tells. */
export function sealVersions(parts: Parts): PolicyStatement[] {
  return [
    ...readArchive(parts, archiveFiles(parts), ledgerFiles(parts), checkpointFiles(parts), ...records(parts)),
    allow("WriteLedger", ["s3:PutObject"], ledgerFiles(parts), checkpointFiles(parts)),
    readAndWriteByKey(parts),
    allow("Sign", ["kms:GetPublicKey", "kms:Sign"], parts.signingKey.keyArn),
    announce(parts),
  ];
}

/** Where a witness keeps entries of the ledger; undefined where there is none. */
export function witnessFiles({ archive, config }: Parts): string | undefined {
  if (config.witnessBucket === undefined) return undefined;
  const { partition } = Stack.of(archive);
  return `arn:${partition}:s3:::${config.witnessBucket}/${PREFIXES.ledger}${config.orgId}/*`;
}

/** Only adds: the witness's own policy refuses whatever would replace. */
export function tellWitness(parts: Parts): PolicyStatement[] {
  const files = witnessFiles(parts);
  return files === undefined ? [] : [allow("TellWitness", ["s3:PutObject"], files)];
}

/** Compares the ledger with what the witness has of it. */
export function readWitness(parts: Parts): PolicyStatement[] {
  const files = witnessFiles(parts);
  if (files === undefined) return [];
  const { partition } = Stack.of(parts.archive);
  const bucket = `arn:${partition}:s3:::${parts.config.witnessBucket}`;
  return [
    allow("ReadWitness", ["s3:GetObject"], files),
    allow("ListWitness", ["s3:ListBucket", "s3:ListBucketVersions"], bucket),
  ];
}

/** Reads, the records too, and asks the key that signs for its public half. */
export function verifyVault(parts: Parts): PolicyStatement[] {
  return [
    ...readArchive(parts, archiveFiles(parts), ledgerFiles(parts), checkpointFiles(parts), ...records(parts)),
    seeVersions(parts),
    readByKey(parts),
    allow("KnowTheKey", ["kms:GetPublicKey"], parts.signingKey.keyArn),
  ];
}

/** Reads the archive, its ledger and what was accepted of it, writes beside it, and records productions to be sealed. */
export function packExports(parts: Parts): PolicyStatement[] {
  const sealed = [ledgerFiles(parts), checkpointFiles(parts)];
  const beside = [acceptanceRecords(parts), productionRecords(parts)];
  return [
    ...readArchive(parts, archiveFiles(parts), ...sealed, ...beside),
    allow("RecordProductions", ["s3:PutObject"], productionRecords(parts)),
    ...readExports(parts),
    allow("WriteExports", ["s3:AbortMultipartUpload", "s3:PutObject"], exportFiles(parts)),
    readAndWriteByKey(parts),
  ];
}

export function readExports(parts: Parts): PolicyStatement[] {
  return [
    allow("ReadExports", ["s3:GetObject"], exportFiles(parts)),
    seeWhatIsThere("ListExports", parts.exports.bucketArn),
  ];
}

function readSecret({ serviceKey }: Parts, secretArn: string): PolicyStatement[] {
  return [
    allow("ReadSecret", ["secretsmanager:GetSecretValue"], secretArn),
    useKey("DecryptSecret", serviceKey, "secretsmanager", ["kms:Decrypt"]),
  ];
}

/** A secret that was there before the stack has a key of its own: what decrypts that secret decrypts nothing else. */
export function readWebhookSecret(parts: Parts, secretArn: string): PolicyStatement[] {
  if (parts.config.webhook.secretArn === undefined) return readSecret(parts, secretArn);
  const { region } = Stack.of(parts.serviceKey);
  return [
    allow("ReadSecret", ["secretsmanager:GetSecretValue"], secretArn),
    new PolicyStatement({
      sid: "DecryptSecret",
      actions: ["kms:Decrypt"],
      resources: [anyKey(parts)],
      conditions: {
        StringEquals: {
          "kms:ViaService": `secretsmanager.${region}.amazonaws.com`,
          "kms:EncryptionContext:SecretARN": secretArn,
        },
      },
    }),
  ];
}
