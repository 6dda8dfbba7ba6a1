/** Connects the API to the state machine of exports and to what it has made. */
import { randomUUID } from "node:crypto";
import {
  DescribeExecutionCommand,
  type DescribeExecutionCommandOutput,
  ExecutionDoesNotExist,
  SFNClient,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import * as z from "zod";
import { StoreError } from "../../shared/errors.ts";
import { jsonOf } from "../../shared/json.ts";
import { ENV } from "../../shared/names.ts";
import { s3Client } from "../../shared/store/s3-client.ts";
import { s3Output } from "../../shared/store/s3-output.ts";
import { s3LinkSigner } from "../../shared/store/s3-presign.ts";
import { text } from "../common/environment.ts";
import { SMALL_CALLS, settings } from "../common/wiring.ts";
import type { ExportRun, ExportRuns, OpenExports } from "./dependencies.ts";

const outputSchema = z.object({ id: z.string() });

const shape = { [ENV.exportsBucket]: text, [ENV.exportStateMachine]: text };

/** @throws UsageError in a stack without exports */
export function openExports(): OpenExports {
  const given = settings(shape);
  const client = s3Client();
  const place = { bucket: given[ENV.exportsBucket], prefix: "exports" };
  return {
    runs: stateMachineRuns(new SFNClient(SMALL_CALLS), given[ENV.exportStateMachine]),
    output: s3Output(client, place),
    link: s3LinkSigner({ client, ...place }),
  };
}

/** @param arn of the state machine, from which those of its executions follow */
export function stateMachineRuns(client: SFNClient, arn: string): ExportRuns {
  return {
    async start(request) {
      const name = randomUUID();
      const input = JSON.stringify({ request });
      await reached(() => client.send(new StartExecutionCommand({ stateMachineArn: arn, name, input })));
      return name;
    },
    find: (run) => {
      const executionArn = `${arn.replace(":stateMachine:", ":execution:")}:${run}`;
      return reached(async () => {
        try {
          return runOf(await client.send(new DescribeExecutionCommand({ executionArn })));
        } catch (error) {
          if (error instanceof ExecutionDoesNotExist) return undefined;
          throw error;
        }
      });
    },
  };
}

function runOf(found: DescribeExecutionCommandOutput): ExportRun {
  const { status, output = "", cause } = found;
  if (status === "RUNNING" || status === "PENDING_REDRIVE") {
    return { status: "running", exportId: undefined, failure: undefined };
  }
  if (status === "SUCCEEDED") {
    return { status: "succeeded", exportId: jsonOf(outputSchema, output).id, failure: undefined };
  }
  return { status: "failed", exportId: undefined, failure: messageIn(cause) };
}

/** A function's error comes as JSON with the message that `StepError` let through. */
function messageIn(cause: string | undefined): string {
  try {
    return jsonOf(z.object({ errorMessage: z.string() }), cause ?? "").errorMessage;
  } catch {
    return "The export did not end well; the state machine's history says where.";
  }
}

async function reached<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (cause) {
    throw new StoreError("unreachable", "Step Functions did not take the call.", { cause, retryable: true });
  }
}
