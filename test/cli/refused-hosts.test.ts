/** What the command line says of attachments that are refused, and of problems that are alike. */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { runSandbox } from "../../cli/sandbox/main.ts";
import { type Sandbox, startSandbox } from "../../cli/sandbox/sandbox.ts";
import { tempFolder } from "../temp.ts";
import { envOf, runHere } from "./command.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ limit: { calls: 10_000 } });
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

// T23
test.each([
  ["https://bucket.s3.example.com", "url-refused:bucket.s3.example.com"],
  ["http://files.example.com", "url-refused:not-https"],
])("archive names the setting that refuses %s, and the reason is kept", async (origin, code) => {
  await using folder = await tempFolder();
  sandbox.fault({ on: "api", kind: "content-path", contentPath: `${origin}/t/1/a?X-Amz-Signature=x` });
  const ended = await runHere(["archive", "143"], { cwd: folder.path, env: envOf(sandbox) });
  expect(ended.code).toBe(3);
  for (const named of [code, "--attachment-host", "TICKETVAULT_ATTACHMENT_HOSTS", "attachmentHosts"]) {
    expect(ended.stdout).toContain(named);
  }
});

// T23
test("the sandbox says which setting takes its files", async () => {
  const stop = new AbortController();
  const said: string[] = [];
  const write = (text: string): void => {
    said.push(text);
    stop.abort();
  };
  await runSandbox({ port: 0 }, { write, stop: stop.signal });
  expect(said.join("")).toMatch(/--attachment-host http:\/\/127\.0\.0\.1:\d+\n/);
});

test("a pipe gets the last column whole, and show counts problems that are alike", async () => {
  await using folder = await tempFolder();
  const pictures = [131, 135].map(
    (message) => ({ kind: "edit", message, set: { CreatedOn: null } }) as const,
  );
  for (const change of pictures) sandbox.change(143, change);
  const options = { cwd: folder.path, env: envOf(sandbox) };
  const archived = await runHere(["archive", "143"], options);
  expect(archived.stdout).toContain("First version: 2 conversations, 1 attachment. Complete.\n");
  const shown = await runHere(["show", "143"], options);
  expect(shown.stdout).toMatch(
    /notice +created-on-invalid +2 of them +CreatedOn is no time: nothing was received \(2 times\)\n/,
  );
});
