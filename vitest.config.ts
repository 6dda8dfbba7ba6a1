/** How the tests run: the default suite, on real parts of this machine, which needs Node alone. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    globalSetup: "test/temp-root.ts",
    include: ["test/**/*.test.ts"],
    // What other programs are needed for has `tools` in its name: `npm run test:foreign -- --only tools`.
    exclude: [
      "test/{browser,e2e,faults,foreign,month,radosgw,slow,store-server}/**",
      "test/**/*.tools.test.ts",
    ],
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
