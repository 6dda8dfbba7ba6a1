/** A stand-in for Step Functions: it takes runs of state machines, and tells of them what the test makes of them. */
import * as z from "zod";
import { AwsError, type JsonService, serveJson } from "./json-service.ts";

interface Run {
  readonly executionArn: string;
  readonly stateMachineArn: string;
  /** Seconds since 1970. */
  readonly startDate: number;
  /** As JSON. */
  readonly input: string;
  /** As JSON; the run goes on until it is set. */
  output: string | undefined;
}

export interface StepFunctionsStandIn extends JsonService {
  /** In the order in which they were started. */
  readonly runs: Run[];
}

const startExecution = z.object({ stateMachineArn: z.string(), name: z.string(), input: z.string() });
const describeExecution = z.object({ executionArn: z.string() });

export async function startStepFunctions(): Promise<StepFunctionsStandIn> {
  const runs: Run[] = [];
  const find = (arn: string): Run | undefined => runs.find(({ executionArn }) => executionArn === arn);
  const service = await serveJson({
    StartExecution(given) {
      const { stateMachineArn, name, input } = startExecution.parse(given);
      const executionArn = `${stateMachineArn.replace(":stateMachine:", ":execution:")}:${name}`;
      if (find(executionArn)) throw new AwsError("ExecutionAlreadyExists", `there is a run ${name} already`);
      const startDate = Date.now() / 1000;
      runs.push({ executionArn, stateMachineArn, startDate, input, output: undefined });
      return { executionArn, startDate };
    },
    DescribeExecution(given) {
      const { executionArn } = describeExecution.parse(given);
      const run = find(executionArn);
      if (run === undefined) throw new AwsError("ExecutionDoesNotExist", `there is no run ${executionArn}`);
      return { ...run, status: run.output === undefined ? "RUNNING" : "SUCCEEDED" };
    },
  });
  return Object.assign(service, { runs });
}
