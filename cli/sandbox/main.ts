/** `npm run sandbox`: starts the LeadSquared stand-in and keeps it running until Ctrl-C. */
import { once } from "node:events";
import { parseArgs } from "node:util";
import { UsageError } from "../../shared/errors.ts";
import { readObject } from "./on-demand.ts";
import type { SandboxOptions } from "./options.ts";
import { type Sandbox, startSandbox } from "./sandbox.ts";

/** Where the text goes, and what ends the sandbox. */
export interface Terminal {
  readonly write: (text: string) => void;
  /** Takes what is wrong with the arguments; `write` does where this is left out. */
  readonly complain?: (text: string) => void;
  /** Aborted on Ctrl-C. */
  readonly stop: AbortSignal;
}

/** Runs a sandbox until `terminal.stop`; says where it is and how to use it. */
export async function runSandbox(options: SandboxOptions, terminal: Terminal): Promise<void> {
  const sandbox = await startSandbox(options);
  terminal.write(greeting(sandbox));
  if (!terminal.stop.aborted) {
    await once(terminal.stop, "abort");
  }
  await sandbox.close();
  terminal.write(`\nStopped after ${sandbox.counts.apiCalls} API calls.\n`);
}

/** The command with its arguments; the exit code comes back, 2 for wrong usage. */
export async function main(args: readonly string[], terminal: Terminal): Promise<number> {
  try {
    const options = readArguments(args);
    if (options === "help") {
      const { HELP } = await import("./help.ts");
      terminal.write(HELP);
      return 0;
    }
    await runSandbox(options, terminal);
    return 0;
  } catch (error) {
    if (error instanceof UsageError) {
      (terminal.complain ?? terminal.write)(`${error.message}\n`);
      return 2;
    }
    throw error;
  }
}

function readArguments(args: readonly string[]): SandboxOptions | "help" {
  const { values } = parse(args);
  if (values.help) {
    return "help";
  }
  return {
    port: wholeNumber("--port", values.port),
    tickets: wholeNumber("--tickets", values.tickets),
    seed: wholeNumber("--seed", values.seed),
    delayMs: wholeNumber("--delay", values.delay),
    faults: values.fault.map((text) => readObject("--fault", text)),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: { type: "string", default: "8143" },
        tickets: { type: "string", default: "20" },
        seed: { type: "string", default: "1" },
        delay: { type: "string", default: "0" },
        fault: { type: "string", multiple: true, default: [] },
        help: { type: "boolean", default: false },
      },
    });
  } catch (cause) {
    throw new UsageError(`${cause instanceof Error ? cause.message : cause}\nSee --help.`, { cause });
  }
}

function wholeNumber(option: string, text: string): number {
  if (!/^\d{1,15}$/.test(text)) {
    throw new UsageError(`${option} ${text}: give a whole number`);
  }
  return Number(text);
}

function greeting(sandbox: Sandbox): string {
  const ids = sandbox.ticketIds;
  return `LeadSquared sandbox: a stand-in with made-up tickets, on this machine only

  address   ${sandbox.origin}
  org id    ${sandbox.orgId}
  tickets   ${ids.length}: ${[...ids.slice(0, 4), ...(ids.length > 5 ? ["…"] : []), ...ids.slice(4).slice(-1)].join(", ")}
  watch     curl ${sandbox.origin}/__sandbox/counts

Its keys (made up as well) go into the environment of the program that uses it:

  export TICKETVAULT_ACCESS_KEY=${sandbox.accessKey}
  export TICKETVAULT_SECRET_KEY=${sandbox.secretKey}

Its attachments are at the same address, which Ticketvault must be told:

  --org ${sandbox.orgId} --base-url ${sandbox.origin} --attachment-host ${sandbox.origin}

Ctrl-C stops it.
`;
}

if (import.meta.main) {
  const stop = new AbortController();
  process.once("SIGINT", () => stop.abort());
  process.once("SIGTERM", () => stop.abort());
  process.exitCode = await main(process.argv.slice(2), {
    write: (text) => void process.stdout.write(text),
    complain: (text) => void process.stderr.write(text),
    stop: stop.signal,
  });
}
