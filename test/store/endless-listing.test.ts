/** A server that lists the same page again and again ends a listing with an error, not in a loop. */
import { ListObjectsV2Command, ListObjectVersionsCommand } from "@aws-sdk/client-s3";
import { mockClient } from "aws-sdk-client-mock";
import { expect, it } from "vitest";
import { s3Store } from "../../shared/store/s3.ts";
import { s3Client } from "../../shared/store/s3-client.ts";
import { s3LegalHold } from "../../shared/store/s3-legal-hold.ts";
import { collect } from "./collect.ts";

const PLACE = { bucket: "archive", prefix: "" };
const client = s3Client({ region: "us-east-1" });
const mocked = mockClient(client);

// F30
it("of files", async () => {
  mocked.on(ListObjectsV2Command).resolves({ IsTruncated: true, NextContinuationToken: "again" });
  const store = s3Store({ client, ...PLACE, staging: { bucket: "staging", prefix: "" } });
  await expect(collect(store.list(""))).rejects.toMatchObject({ code: "failed" });
  await expect(store.children("")).rejects.toMatchObject({ code: "failed" });
  expect(mocked.commandCalls(ListObjectsV2Command)).toHaveLength(4);
});

// F30
it("of versions", async () => {
  const again = { IsTruncated: true, NextKeyMarker: "a", NextVersionIdMarker: "1" };
  mocked.on(ListObjectVersionsCommand).resolves(again);
  const hold = s3LegalHold({ client, ...PLACE });
  await expect(hold.set("archive/22824/143", true)).rejects.toMatchObject({ code: "failed" });
  expect(mocked.commandCalls(ListObjectVersionsCommand)).toHaveLength(2);
});
