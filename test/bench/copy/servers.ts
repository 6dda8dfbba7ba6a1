/** Starts the two ends of a copy in a process of their own, and asks it what has arrived. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Certificate } from "./certificate.ts";

/** What came into the sink since it was last asked. */
interface Arrived {
  /** Bytes of bodies. */
  readonly received: number;
  /** Requests to both ends. */
  readonly requests: number;
  /** Objects that were written whole. */
  readonly objects: number;
}

export interface Servers {
  readonly source: string;
  readonly sink: string;
  arrived(): Promise<Arrived>;
  close(): void;
}

/** @param latencyMs wait before each answer, on both ends; @param certificate for HTTPS */
export async function startServers(
  latencyMs: number,
  certificate: Certificate | undefined,
): Promise<Servers> {
  const program = join(import.meta.dirname, "servers.main.ts");
  const options = JSON.stringify({ latencyMs, ...certificate });
  const child = spawn(process.execPath, [program, options], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => {
    const { value, done } = await lines.next();
    if (done === true) throw new Error("The servers of the benchmark ended.");
    return JSON.parse(value);
  };
  const { source, sink } = await next();
  return {
    source,
    sink,
    arrived() {
      child.stdin.write("?\n");
      return next();
    },
    close: () => child.stdin.end(),
  };
}
