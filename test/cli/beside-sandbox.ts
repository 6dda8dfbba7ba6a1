/** The set-up of tests of commands: a sandbox for the file, reset for each test, and for each an empty folder to stand in. */
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { type Sandbox, startSandbox } from "../../cli/sandbox/sandbox.ts";
import { type TempFolder, tempFolder } from "../temp.ts";
import { type Ended, envOf, runHere } from "./command.ts";

interface BesideSandbox {
  sandbox: Sandbox;
  folder: TempFolder;
  /** Runs a command in the folder, with the settings that point at the sandbox. */
  readonly run: (...args: string[]) => Promise<Ended>;
}

/** Sandbox and folder are there within tests. By default it has five tickets beside 143, and a limit that no test meets. */
export function besideSandbox(
  options: Parameters<typeof startSandbox>[0] = { tickets: 5, limit: { calls: 10_000 } },
): BesideSandbox {
  const beside = {
    run: (...args: string[]) => runHere(args, { cwd: beside.folder.path, env: envOf(beside.sandbox) }),
  } as BesideSandbox;
  beforeAll(async () => {
    beside.sandbox = await startSandbox(options);
  });
  afterAll(() => beside.sandbox.close());
  beforeEach(async () => {
    beside.sandbox.reset();
    beside.folder = await tempFolder();
  });
  afterEach(() => beside.folder[Symbol.asyncDispose]());
  return beside;
}
