/** Says on what was measured: the machine, and the versions of all that took part. */
import { execFileSync } from "node:child_process";
import { cpus } from "node:os";

const ASKED: readonly (readonly [string, ...string[]])[] = [
  ["curl", "--version"],
  ["openssl", "version"],
  ["rclone", "version"],
  ["aws", "--version"],
  ["python3", "-c", "import boto3; print('boto3', boto3.__version__)"],
];

export function machine(): string {
  const versions = ASKED.map(([program, ...words]) => firstWords(`/usr/bin/${program}`, words));
  const [core] = cpus();
  return `${cpus().length} cores (${core?.model.trim()}); Node ${process.versions.node}, ${versions.join(", ")}`;
}

/** Name and version. */
function firstWords(program: string, words: string[]): string {
  const [name = "", version = ""] = execFileSync(program, words, { encoding: "utf8" }).split(/[ /\n]/);
  return `${name} ${version}`;
}
