/** Stands in for the name service: chosen host names lead where a test says. */
import dns from "node:dns/promises";
import { syncBuiltinESMExports } from "node:module";
import { onTestFinished, vi } from "vitest";

/** Until the test ends, every name leads to `address`. */
export function everyNameLeadsTo(address: string): void {
  const answer = async () => [{ address, family: 4 }];
  const spy = vi.spyOn(dns, "lookup").mockImplementation(answer as unknown as typeof dns.lookup);
  syncBuiltinESMExports();
  onTestFinished(() => {
    spy.mockRestore();
    syncBuiltinESMExports();
  });
}
