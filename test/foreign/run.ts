/** Runs other people's programs, as they were installed for a part. */
import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where `install.sh` of a part has put its programs. */
export function installed(part: string): string {
  return `${import.meta.dirname}/.installed/${part}`;
}

/** @param cwd where it runs; the part's programs know no other place */
export async function ran(
  command: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, LC_ALL: "C.UTF-8", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  const [code, stdout, stderr] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  return { code, stdout, stderr };
}

/** The lines that a program writes. @throws Error with its last words, when it fails or complains */
export async function linesOf(command: string, args: readonly string[], cwd: string): Promise<string[]> {
  const { code, stdout, stderr } = await ran(command, args, cwd);
  if (code !== 0) throw new Error(`${command} ${args[0]} ended with ${code}: ${stderr.slice(-2000)}`);
  return stdout === "" ? [] : stdout.trimEnd().split("\n");
}

/** The lines that a Java program of a part writes. The locale is the file names': UTF-8. */
export function javaLines(part: string, args: readonly string[], cwd: string): Promise<string[]> {
  const at = installed(part);
  const encoding = ["-Dsun.jnu.encoding=UTF-8", "-Dfile.encoding=UTF-8"];
  return linesOf("java", [...encoding, "-cp", `${at}/classes:${at}/lib/*`, ...args], cwd);
}

/** The lines that a Python script writes, run with the packages of a part. */
export function pythonLines(part: string, args: readonly string[], cwd: string): Promise<string[]> {
  return linesOf(`${installed(part)}/python/bin/python`, args, cwd);
}
