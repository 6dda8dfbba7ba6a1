/** Starts `ticketvault browse` as a process, and tells where it listens and which file leads into it. */
import { envOf, type Started, start } from "./command.ts";

export interface ReadingWindow extends AsyncDisposable {
  /** `127.0.0.1:49152`. */
  readonly host: string;
  /** The file that a browser is to open. */
  readonly link: string;
}

export async function readingWindow(
  cwd: string,
  sandbox: Parameters<typeof envOf>[0],
  ...args: string[]
): Promise<ReadingWindow> {
  const { child, ended }: Started = start(["browse", "--no-browser", "--json", ...args], {
    cwd,
    env: envOf(sandbox),
  });
  const told = await new Promise<string>((resolve, reject) => {
    child.stdout?.once("data", (line: Buffer) => resolve(line.toString()));
    child.once("exit", () => reject(new Error("The window ended.")));
  });
  const { address, link } = JSON.parse(told);
  return {
    host: address.slice("http://".length),
    link,
    async [Symbol.asyncDispose]() {
      child.kill("SIGINT");
      await ended;
    },
  };
}
