/** How the tests run: the default suite, on real parts of this machine. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    globalSetup: "test/temp-root.ts",
    include: ["test/**/*.test.ts"],
    exclude: ["test/{browser,e2e,foreign,month,radosgw,slow,store-server}/**"],
    // More workers than cores: a third of the time of these tests is waiting.
    maxWorkers: "150%",
    // Files share a worker, and so what it has loaded: each makes and closes its own servers.
    isolate: false,
    // The CDK checks templates by its rules in `npm run synth` and in the slow suite.
    env: { CDK_VALIDATION: "false" },
    // Only what hangs meets these: no test is about how fast the machine is.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 60_000 } },
    reporters: ["default"],
  },
});
