/** What is compared: this project's code, the floors, and what a user would pick instead. */
import { join } from "node:path";
import type { Work } from "./cases.ts";
import { type CopyJob, jobArguments } from "./job.ts";

export interface Tool {
  readonly name: string;
  /** In the words of the tables. */
  readonly title: string;
  /** Why some work is left out, in the words of the tables; undefined where it is done. */
  readonly leavesOut?: (work: Work) => string | undefined;
  /** A floor: less work than a copy is. */
  readonly floor: boolean;
  /** True when all bytes end in the sink. */
  readonly delivers: boolean;
  /** Program and arguments. */
  readonly command: (job: CopyJob) => readonly string[];
}

/** The entry points of the bundle, relative to this folder. */
export const TYPESCRIPT_TOOLS = {
  ours: "ours.main.ts",
  "sdk-upload": "peers/sdk-upload.main.ts",
  "sdk-put": "peers/sdk-put.main.ts",
  lambda: "peers/lambda.main.ts",
} as const;

const isSmall = ({ size }: Work): boolean => size < 1_000_000;
const isLarge = ({ size }: Work): boolean => size > 50_000_000;

/**
 * @param folder where the TypeScript tools are bundled
 * @param bytes a file for the hash alone, of as many bytes as the largest
 */
export function tools(folder: string, bytes: string): Tool[] {
  const node = (name: keyof typeof TYPESCRIPT_TOOLS) => (job: CopyJob) => [
    process.execPath,
    join(folder, `${name}.mjs`),
    ...jobArguments(job),
  ];
  const script =
    (...command: string[]) =>
    (job: CopyJob) => [...command, ...jobArguments(job)];
  const peer = (name: string): string => join(import.meta.dirname, "peers", name);
  return [
    {
      name: "openssl",
      title: "`openssl dgst -sha256`, the hash alone",
      leavesOut: (work) => (work.name === "large" ? undefined : "measured on the large file"),
      floor: true,
      delivers: false,
      command: () => ["/usr/bin/openssl", "dgst", "-sha256", bytes],
    },
    {
      name: "curl",
      title: "`curl`, `openssl`, `curl`: the floor",
      floor: true,
      delivers: true,
      command: script(peer("curl.sh")),
    },
    { name: "ours", title: "**Ticketvault**", floor: false, delivers: true, command: node("ours") },
    {
      name: "rclone",
      title: "rclone (no SHA-256)",
      floor: false,
      delivers: true,
      command: script(peer("rclone.sh")),
    },
    {
      name: "aws",
      title: "`curl`, `openssl`, `aws s3 cp -`",
      leavesOut: (work) => (isSmall(work) ? "a process of half a second for each file" : undefined),
      floor: false,
      delivers: true,
      command: script(peer("aws.sh")),
    },
    {
      name: "boto3",
      title: "boto3 with urllib3",
      floor: false,
      delivers: true,
      command: script("/usr/bin/python3", peer("boto3_copy.py")),
    },
    {
      name: "sdk-upload",
      title: "SDK for JavaScript, lib-storage `Upload`",
      leavesOut: (work) => (isSmall(work) ? "is PutObject there" : undefined),
      floor: false,
      delivers: true,
      command: node("sdk-upload"),
    },
    {
      name: "sdk-put",
      title: "SDK for JavaScript, `PutObject`",
      leavesOut: (work) => (isLarge(work) ? "holds each file whole" : undefined),
      floor: false,
      delivers: true,
      command: node("sdk-put"),
    },
    {
      name: "lambda",
      title: "SDK for JavaScript, ranges through `/tmp`",
      floor: false,
      delivers: true,
      command: node("lambda"),
    },
  ];
}
