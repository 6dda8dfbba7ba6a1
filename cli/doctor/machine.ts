/** Looks at this machine: Node, npm, and the proxies of its network. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { proxies } from "../proxies.ts";
import type { Environment } from "../settings.ts";
import { safeLine } from "../text.ts";
import { type Finding, finding, ok } from "./check.ts";

const LEAST_NODE = 24;

export async function machineFindings(env: Environment): Promise<Finding[]> {
  return [
    await finding("Node", async () => nodeFound(process.versions.node)),
    await finding("npm", npmFound),
    await finding("proxy", async () => ok(proxyInWords(env))),
  ];
}

export function nodeFound(version: string): Omit<Finding, "name"> {
  if (Number(version.split(".")[0]) >= LEAST_NODE) return ok(version);
  return {
    state: "failed",
    found: version,
    todo: `install Node ${LEAST_NODE} or later from https://nodejs.org`,
  };
}

async function npmFound(): Promise<Omit<Finding, "name">> {
  try {
    const { stdout } = await promisify(execFile)("npm", ["--version"], {
      timeout: 20_000,
      shell: process.platform === "win32",
    });
    return ok(safeLine(stdout));
  } catch {
    return {
      state: "warning",
      found: "it cannot be started",
      todo: "install it, as it comes with Node, before you update Ticketvault; nothing else needs it",
    };
  }
}

function proxyInWords(env: Environment): string {
  const set = proxies(env);
  if (set === undefined) return "none is set";
  // The address may hold a password.
  const hosts = [set.https, set.http].map((address) => URL.parse(address)?.host ?? "");
  return `calls go through ${[...new Set(hosts)].filter((host) => host !== "").join(" and ")}`;
}
