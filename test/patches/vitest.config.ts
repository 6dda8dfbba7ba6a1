/** How a patch's tests run: as the default suite, and those that need other programs with it. */
import { defineConfig } from "vitest/config";
import base from "../../vitest.config.ts";

export default defineConfig({
  test: {
    ...base.test,
    root: new URL("../..", import.meta.url).pathname,
    exclude: (base.test?.exclude ?? []).filter((pattern) => !pattern.includes(".tools.")),
  },
});
