/** docs/deploy.md's commands that remove a trial: run as printed, they remove everything that a destroyed stack leaves. */
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { chmod, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { resources, synthesized } from "../infra/synthesized.ts";
import { tempFolder } from "../temp.ts";

const page = readFileSync(new URL("../../docs/deploy.md", import.meta.url), "utf8");
const section = page.slice(page.indexOf("### Remove a trial"));
const [, commands = ""] = /```sh\n(.*?)```/s.exec(section) ?? [];

/** What stays of a stack with everything in it: `TYPE NAME` a line. */
const kept = resources(synthesized({ staticEgress: true }))
  .filter(({ deletionPolicy }) => deletionPolicy?.startsWith("Retain"))
  .map(({ type, name }) => ({ type, name }));

/** Stands for the AWS CLI: tells what the stack left, has one file in each bucket, and writes down what it is asked for. */
const AWS = `#!/bin/bash
echo "$*" >> "$TOLD"
case "$1 $2" in
  "cloudformation describe-stack-resources")
    while read -r type name; do [[ "$*" == *"'$type'"* ]] && echo "$name"; done < "$LEFT"; exit 0 ;;
  "s3api list-object-versions")
    if [ -e "$TOLD.$4" ]; then echo '{"Quiet": true, "Objects": []}'; exit 0; fi
    touch "$TOLD.$4"; echo '{"Quiet": true, "Objects": [{"Key": "a", "VersionId": "1"}]}' ;;
  "s3api delete-objects") echo "$REFUSAL" ;;
  "ec2 describe-addresses") echo "eipalloc-of-$4" ;;
  "sts get-caller-identity") echo 111122223333 ;;
esac
`;

/** How each kind of resource is removed. */
const REMOVED_BY: Readonly<Record<string, (name: string) => string>> = {
  "AWS::S3::Bucket": (name) => `s3api delete-bucket --bucket ${name}`,
  "AWS::Logs::LogGroup": (name) => `logs delete-log-group --log-group-name ${name}`,
  "AWS::SecretsManager::Secret": (name) =>
    `secretsmanager delete-secret --force-delete-without-recovery --secret-id ${name}`,
  "AWS::EC2::EIP": (name) => `ec2 release-address --allocation-id eipalloc-of-${name}`,
  "AWS::KMS::Key": (name) => `kms schedule-key-deletion --pending-window-in-days 7 --key-id ${name}`,
};

/** Runs the commands; `refusal` is what S3 says of files that are to be deleted. */
async function remove(refusal = "None") {
  await using folder = await tempFolder();
  const told = join(folder.path, "told");
  const left = join(folder.path, "left");
  await writeFile(left, kept.map(({ type, name }) => `${type} ${name}\n`).join(""));
  await writeFile(join(folder.path, "aws"), AWS);
  await chmod(join(folder.path, "aws"), 0o755);
  const { stdout } = await promisify(execFile)("bash", ["-c", commands], {
    env: {
      PATH: `${folder.path}:${process.env["PATH"]}`,
      STACK_ID: "arn:stack",
      TOLD: told,
      LEFT: left,
      REFUSAL: refusal,
    },
  });
  return { stdout, calls: (await readFile(told, "utf8")).split("\n") };
}

// A3
test("everything that stays is removed, each kind by its own command", async () => {
  const { calls } = await remove();

  expect(kept.length).toBeGreaterThan(15);
  for (const { type, name } of kept)
    expect(calls).toContain(REMOVED_BY[type]?.(name) ?? `how to remove ${type}`);
});

// A3
test("a key's own policy denies its deletion, and is replaced before", async () => {
  const { calls } = await remove();

  const of = (start: string) => calls.findIndex((call) => call.startsWith(start));
  expect(of("kms put-key-policy --key-id VaultKey")).toBeGreaterThan(0);
  expect(of("kms put-key-policy --key-id VaultKey")).toBeLessThan(
    of("kms schedule-key-deletion --pending-window-in-days 7 --key-id VaultKey"),
  );
  expect(of("s3api delete-bucket-policy --bucket Archive")).toBeLessThan(
    of("s3api delete-objects --bypass-governance-retention --bucket Archive"),
  );
});

// A3
test("a bucket with files that are still locked stays, is named, and is not asked for ever", async () => {
  const { stdout, calls } = await remove("a\tAccess Denied because object protected by object lock.");

  expect(stdout).toContain("Archive: a\tAccess Denied");
  expect(calls.filter((call) => call.startsWith("s3api delete-bucket "))).toEqual([]);
});

// A3
test("the table of what stays names each kind of resource", () => {
  const table = page.slice(page.indexOf("| stays | why |"), page.indexOf("Everything else is deleted"));
  const words: Readonly<Record<string, RegExp>> = {
    "AWS::S3::Bucket": /archive bucket.*buckets for staging, exports and access logs/s,
    "AWS::Logs::LogGroup": /the logs/,
    "AWS::SecretsManager::Secret": /the secrets/,
    "AWS::EC2::EIP": /the fixed address/,
    "AWS::KMS::Key": /the KMS keys/,
  };
  for (const { type } of kept) expect(table).toMatch(words[type] ?? new RegExp(`a line for ${type}`));
});

// A1
test("the concurrency that the page adds up is the template's", () => {
  const table = page.slice(page.indexOf("| what | at most | setting |"), page.indexOf("Nothing is reserved"));
  const rows = [...table.matchAll(/\| (\d+) \|/g)].map(([, most]) => Number(most));
  const sources = resources(synthesized(), "AWS::Lambda::EventSourceMapping");
  expect(rows).toHaveLength(sources.length + 1);
  expect(rows.reduce((sum, most) => sum + most, 0)).toBe(Number(/\*\*(\d+)\*\*/.exec(table)?.[1]));
});

// A10
test("the runbook's way to restore a file sets its legal hold again", () => {
  const runbook = readFileSync(new URL("../../docs/operations.md", import.meta.url), "utf8");
  const restore = runbook.slice(runbook.indexOf("### Restore"), runbook.indexOf("### Break glass"));
  expect(restore.indexOf("hold apply")).toBeGreaterThan(restore.indexOf("aws s3api copy-object"));
  expect(restore.indexOf("hold apply")).toBeLessThan(restore.indexOf("The break-glass role can"));
});
