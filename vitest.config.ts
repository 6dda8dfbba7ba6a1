/** How the tests run: the default suite, under a minute, on real parts of this machine. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/slow/**", "test/radosgw/**"],
    testTimeout: 20_000,
    hookTimeout: 30_000,
    reporters: ["default"],
  },
});
