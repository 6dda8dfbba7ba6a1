/** Signed links: when they end is said truly. */
// E15
import { expect, it, onTestFinished, vi } from "vitest";
import { s3LinkSigner } from "../../shared/store/s3-presign.ts";
import { vaultClient } from "../stand-ins/s3/vault.ts";

const NOW = Date.parse("2026-03-04T05:06:07.000Z");
const minutes = (count: number): Date => new Date(NOW + count * 60_000);

it.each([
  ["the credentials end in five minutes", minutes(5), minutes(5)],
  ["the credentials end in six hours", minutes(360), minutes(60)],
  ["the credentials do not say when they end", undefined, minutes(60)],
])("links for an hour end with whatever is sooner: %s", async (_what, expiration, expected) => {
  vi.useFakeTimers({ toFake: ["Date"], now: NOW });
  onTestFinished(() => void vi.useRealTimers());
  const keys = { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "not-a-secret", sessionToken: "token" };
  const credentials = async () => ({ ...keys, ...(expiration && { expiration }) });
  const client = vaultClient({ endpoint: "http://localhost:1", credentials: keys }, { credentials });
  const link = s3LinkSigner({ client, bucket: "exports", prefix: "" });

  expect(await link.expiry(3600)).toEqual(expected);
  expect(await link.sign("a.zip", { seconds: 3600 })).toContain("X-Amz-Expires=3600");
  client.destroy();
});
