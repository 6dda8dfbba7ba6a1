/** How the conformance suite runs on somebody's server: one file, no cache, as told by `store-server.main.ts`. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  root: import.meta.dirname,
  cacheDir: "../../node_modules/.vite",
  test: { include: ["**/*.test.ts"], testTimeout: 120_000, hookTimeout: 60_000, reporters: ["default"] },
});
