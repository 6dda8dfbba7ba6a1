/** How tests run against mutants: those that an area names, as in the default suite. */
import { defineConfig } from "vitest/config";
import base from "../../vitest.config.ts";

export const TESTS_VARIABLE = "TICKETVAULT_MUTATION_TESTS";

export default defineConfig({
  test: {
    ...base.test,
    root: new URL("../..", import.meta.url).pathname,
    include: (process.env[TESTS_VARIABLE] ?? "").split(" "),
  },
});
