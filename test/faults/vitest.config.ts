/** The fault campaign: `npm run test:faults`; `FAULT_SEEDS=100` for more of it, `FAULT_SEED=7` for one seed. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    root: new URL("../..", import.meta.url).pathname,
    globalSetup: "test/temp-root.ts",
    include: ["test/faults/**/*.test.ts"],
    testTimeout: 600_000,
  },
});
