/** The simulated month: `npm run test:month`, and `npm run test:month -- small` for fifteen days of a tenth of it. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    root: new URL("../..", import.meta.url).pathname,
    include: ["test/month/**/*.test.ts"],
    testTimeout: 3_600_000,
    fileParallelism: false,
  },
});
