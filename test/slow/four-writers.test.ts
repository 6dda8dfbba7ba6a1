/** Several processes on the same tickets of a sound server: each ticket is archived once. */
import { expect, it } from "vitest";
import { startS3 } from "../stand-ins/s3/stand-in.ts";
import { makeVaultBuckets, vaultClient } from "../stand-ins/s3/vault.ts";
import { fourWriters, TICKETS } from "./four-writers.ts";

// F31
it("four processes say twelve times that they archived, and the vault is valid", async () => {
  const s3 = await startS3();
  const client = vaultClient(s3);
  await makeVaultBuckets(client);

  const { processes, archived, verified } = await fourWriters(s3);

  expect(processes.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
  expect(archived).toBe(TICKETS);
  expect(verified).toMatchObject({ code: 0, stdout: expect.stringContaining(": valid") });
  client.destroy();
  await s3.close();
});
