/** The functions of the template: their bundles, with the environment that the template gives them. */
import { join } from "node:path";
import * as z from "zod";
import { ENV } from "../../shared/names.ts";
import type { startEnvironment } from "../stand-ins/lambda/environment.ts";
import { type RunningFunction, startFunction } from "../stand-ins/lambda/function.ts";
import { STAND_IN_URL } from "./settings.ts";
import type { StandIns } from "./stand-ins.ts";
import type { Template } from "./template.ts";

export interface DeployedFunction {
  /** The logical id, which is its name here. */
  readonly id: string;
  readonly running: RunningFunction;
  /** As the template has it, resolved. */
  readonly env: Readonly<Record<string, string>>;
}

export interface FunctionChanges {
  /** In place of the template's time limits. */
  readonly timeoutMs?: number;
  /** Starts execution environments, in place of the test runtime. */
  readonly startOne?: typeof startEnvironment;
}

/** Functions of CDK's own have no `ORG_ID` and are left out. */
const functionSchema = z.object({
  /** The key is `{hash}.zip`, and the cloud assembly has the same in a folder `asset.{hash}`. */
  Code: z.object({ S3Key: z.string() }),
  Timeout: z.number(),
  MemorySize: z.number(),
  Environment: z.object({
    Variables: z.intersection(z.record(z.string(), z.string()), z.object({ [ENV.orgId]: z.string() })),
  }),
});

export function deployFunctions(
  template: Template,
  assembly: string,
  { sandbox, environment }: StandIns,
  { timeoutMs, startOne }: FunctionChanges,
): DeployedFunction[] {
  return template.all("AWS::Lambda::Function", z.unknown()).flatMap(({ id, properties }) => {
    const { data } = functionSchema.safeParse(properties);
    if (data === undefined) return [];
    const env = Object.fromEntries(
      Object.entries(data.Environment.Variables).map(([name, value]) => [
        name,
        value.replaceAll(STAND_IN_URL, sandbox.origin),
      ]),
    );
    const options = {
      name: id,
      folder: join(assembly, `asset.${data.Code.S3Key.replace(".zip", "")}`),
      env: { ...environment, ...env },
      timeoutMs: timeoutMs ?? data.Timeout * 1000,
      memoryMb: data.MemorySize,
    };
    const running = startFunction(options, startOne);
    return [{ id, running, env }];
  });
}
