/** How the tests against other people's programs run; `npm run test:foreign` installs these first. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    root: new URL("../..", import.meta.url).pathname,
    include: ["test/foreign/**/*.test.ts", "test/**/*.tools.test.ts"],
    testTimeout: 600_000,
    hookTimeout: 600_000,
    fileParallelism: false,
    // Other programs check the template here.
    env: { CDK_VALIDATION: "false" },
  },
});
