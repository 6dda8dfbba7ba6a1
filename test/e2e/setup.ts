/** Synthesizes the stack once, before the tests. */
import type { TestProject } from "vitest/node";
import { synthesizedAssembly } from "./assembly.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The folder of the cloud assembly: the template and the bundles. */
    assembly: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await synthesizedAssembly();
  project.provide("assembly", folder.path);
  return async () => folder[Symbol.asyncDispose]();
}
