/** The command starts, explains and ends as a person expects. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import { changes } from "../../../cli/sandbox/catalogue/changes.ts";
import { faults } from "../../../cli/sandbox/faults/fault.ts";
import { main, runSandbox } from "../../../cli/sandbox/main.ts";
import { startSandbox } from "../../../cli/sandbox/sandbox.ts";
import { firstOutput } from "../../first-output.ts";
import { runHere } from "../command.ts";
import { ask } from "./client.ts";

/** Runs the command without ever stopping it; what it wrote and its exit code. */
async function command(...args: string[]): Promise<{ code: number; output: string }> {
  let output = "";
  const write = (text: string): void => {
    output += text;
  };
  return { code: await main(args, { write, stop: AbortSignal.abort() }), output };
}

describe("npm run sandbox", () => {
  test("says where it is, answers, and ends on Ctrl-C", async () => {
    const program = join(import.meta.dirname, "../../../cli/sandbox/main.ts");
    const child = spawn(process.execPath, [program, "--port", "0", "--tickets", "3"]);
    const greeting = await firstOutput(child);
    const origin = /address +(http:\/\/127\.0\.0\.1:\d+)/.exec(greeting)?.[1];

    const counts = await fetch(`${origin}/__sandbox/counts`);
    child.kill("SIGINT");
    const rest = await text(child.stdout);
    const [code] = child.exitCode === null ? await once(child, "exit") : [child.exitCode];

    expect(greeting).toContain("org id    22824");
    expect(greeting).toContain("tickets   4: 143, 1000, 1001, 1002\n");
    expect(greeting).toMatch(/TICKETVAULT_ACCESS_KEY=CANARY-\S+\n.*TICKETVAULT_SECRET_KEY=CANARY-/);
    expect(counts.status).toBe(200);
    expect(rest).toContain("Stopped after 0 API calls.");
    expect(code).toBe(0);
  });

  // U10
  test("explains itself, with every change and every fault", async () => {
    const { code, output } = await command("--help");

    expect(code).toBe(0);
    expect(output).toContain("--tickets <n>");
    for (const table of [changes, ...Object.values(faults)]) {
      for (const [kind, { says, takes }] of Object.entries(table)) {
        expect(output).toMatch(new RegExp(`^  ${kind} `, "m"));
        expect(output).toContain(says);
        expect(says).toMatch(/^[A-Z0-9].*\.$/);
        for (const [, description] of takes) expect(description).not.toBe("");
      }
    }
  });

  test("takes faults from the start", async () => {
    const fault = { on: "api", kind: "status", status: 502 };
    const sandbox = await startSandbox({ faults: [fault] });

    const { status } = await ask(sandbox, 143);

    await sandbox.close();
    expect(status).toBe(502);
  });

  test.each([
    ["an unknown option", ["--speed", "9"], "--speed"],
    ["a port that is no number", ["--port", "http"], "--port http: give a whole number"],
    ["a port that does not exist", ["--port", "70000"], "port is 70000"],
    ["a fault that is no JSON", ["--fault", "stall"], "the --fault is no JSON object"],
    ["a fault that there is not", ["--port", "0", "--fault", '{"on":"api","kind":"x"}'], 'of the kind "x"'],
  ])("refuses %s with exit code 2", async (_what, args, message) => {
    const { code, output } = await command(...args);

    expect(code).toBe(2);
    expect(output).toContain(message);
  });

  test("takes tickets from a folder, and names the file that is none", async () => {
    const folder = await mkdtemp(join(tmpdir(), "sandbox-"));
    await writeFile(join(folder, "7.json"), '{"ConversationList":[]}');
    await writeFile(join(folder, "README.txt"), "no ticket");
    let output = "";
    const terminal = {
      write: (text: string): void => {
        output += text;
      },
      stop: AbortSignal.abort(),
    };

    await runSandbox({ ticketsFolder: folder }, terminal);
    await writeFile(join(folder, "8.json"), "{}");
    const broken = runSandbox({ ticketsFolder: folder }, terminal);

    expect(output).toContain("tickets   1: 7\n");
    await expect(broken).rejects.toThrow(/8\.json is no ticket for the sandbox/);
    await rm(folder, { recursive: true });
  });
});

// U10
test("the command says what is wrong with its options on stderr, and as JSON where that is asked for", async () => {
  const cwd = import.meta.dirname;
  const people = await runHere(["sandbox", "--fault", '{"on":"api","kind":"x"}'], { cwd });
  const json = await runHere(["sandbox", "--port", "http", "--json"], { cwd });

  expect(people).toMatchObject({ code: 2, stdout: "" });
  expect(people.stderr).toMatch(/^error: .*of the kind "x"; there are [a-z]/);
  expect(json.code).toBe(2);
  expect(JSON.parse(json.stdout).error).toMatchObject({ code: "usage", message: expect.any(String) });
});
