/** `ticketvault diff`: what changed between versions, word by word, for people and as JSON. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "../../cli/sandbox/sandbox.ts";
import { type TempFolder, tempFolder } from "../temp.ts";
import { envOf, runHere } from "./command.ts";

let sandbox: Sandbox;
let folder: TempFolder;

/** v1, then v2: an edit, a message removed, one added, another title. */
beforeAll(async () => {
  sandbox = await startSandbox({ tickets: 1 });
  folder = await tempFolder();
  await archive();
  const [first, second] = sandbox.ticket(143)?.ConversationList.map(({ Id }) => Number(Id)) ?? [];
  const [edited, removed] = [first ?? 0, second ?? 0];
  const say = (Html: string) => sandbox.change(143, { kind: "edit", message: edited, set: { Html } });
  say("<p>We accept liability up to INR 5000.</p>");
  await archive();
  say("<p>We accept liability up to INR 5.</p>");
  sandbox.change(143, { kind: "remove", message: removed });
  sandbox.change(143, { kind: "add-file", message: edited, name: "late.txt" });
  await archive();
});
afterAll(async () => {
  await sandbox.close();
  await folder[Symbol.asyncDispose]();
});

async function archive(ticket = "143"): Promise<void> {
  const { code } = await runHere(["archive", ticket], { cwd: folder.path, env: envOf(sandbox) });
  expect(code).toBe(0);
}

const diff = (...args: string[]) => runHere(["diff", "143", ...args], { cwd: folder.path });

// U8
test("shows the latest change: words that differ in their signs, what was removed", async () => {
  const { code, stdout } = await diff();

  expect(code).toBe(0);
  expect(stdout).toContain("#143  v2 → v3");
  expect(stdout).toContain("We accept liability up to INR [-5000-]{+5+}.");
  expect(stdout).toMatch(/^removed {2}message \d+, /m);
});

// U8
test("with --json, all of it as data, between any two versions", async () => {
  const { code, stdout } = await diff("v2", "v3", "--json");

  expect(code).toBe(0);
  const { ticketId, from, to, messages, status } = JSON.parse(stdout);
  expect({ ticketId, from, to, status }).toEqual({
    ticketId: 143,
    from: "v2",
    to: "v3",
    status: { before: "complete", after: "complete" },
  });
  const edited = messages.find(({ kinds }: { kinds: string[] }) => kinds.includes("edited"));
  expect(edited.words).toEqual([
    { kind: "same", text: "We accept liability up to INR " },
    { kind: "deleted", text: "5000" },
    { kind: "inserted", text: "5" },
    { kind: "same", text: "." },
  ]);
});

// U8
test("between the first and the latest version an attachment that came is named, and what was reworded twice", async () => {
  const { stdout } = await diff("v1", "v3");

  expect(stdout).toMatch(/^added {2}attachment late\.txt of message \d+$/m);
  expect(stdout).toContain("{+");
  expect(stdout).not.toContain("5000");
});

test("of a ticket's first version all is new", async () => {
  await archive("1000");
  const { code, stdout } = await runHere(["diff", "1000"], { cwd: folder.path });

  expect(code).toBe(0);
  expect(stdout).toContain("#1000  v1, the first version");
  expect(stdout).toMatch(/^added {2}message \d+, /m);
});

test.each([
  [["v3", "v1"], "v3 is not earlier than v1: give the earlier version first"],
  [["v1", "v9"], "There is no version v9: the latest version of this ticket is v3"],
  [["2"], 'the earlier version "2": give a version as v1, v2, …'],
])("%j is refused", async (versions, expected) => {
  const { code, stderr } = await diff(...versions);
  expect(code).toBe(2);
  expect(stderr).toContain(expected);
});
