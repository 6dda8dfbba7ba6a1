/** The state machine of exports: that Step Functions will take it, and that it fits the function that it calls. */
import validate from "asl-validator";
import { describe, expect, test } from "vitest";
import { StepError } from "../../functions/common/step-error.ts";
import { StoreError } from "../../shared/errors.ts";
import { resource, synthesized } from "./synthesized.ts";

const { properties, dependsOn } = resource(
  synthesized(),
  "AWS::StepFunctions::StateMachine",
  "ExportMachine",
);

interface State {
  readonly Type: string;
  readonly [field: string]: unknown;
}

const read = () => JSON.parse(String(properties["DefinitionString"]).replaceAll("AWS::Partition", "aws"));
const states: Readonly<Record<string, State>> = read().States;
const ofPart: Readonly<Record<string, State>> = read().States.Pack.ItemProcessor.States;

/** A field of a state that lists what to do about errors. */
const onErrors = (state: State | undefined, field: "Retry" | "Catch") =>
  (state?.[field] ?? []) as readonly { readonly ErrorEquals: readonly string[]; readonly Next?: string }[];

describe("the state machine", () => {
  test("is one that Step Functions takes", () => {
    expect(validate(read(), { checkArn: true, checkPaths: true })).toMatchObject({
      errors: [],
      isValid: true,
    });
  });

  test("plans, packs some parts side by side in runs of their own, and sums up", () => {
    expect(read().StartAt).toBe("Plan");
    expect(states["Plan"]).toMatchObject({ Type: "Task", Next: "Pack" });
    expect(states["Pack"]).toMatchObject({
      Type: "Map",
      Items: "{% $states.input.parts %}",
      MaxConcurrency: 2,
      ItemProcessor: { ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" } },
      Next: "All packed?",
    });
    expect(states["All packed?"]).toMatchObject({ Type: "Choice", Default: "Finish" });
    expect(states["Finish"]).toMatchObject({ Type: "Task", Next: "Seal" });
  });

  // E10
  test("has the whole sealed before it ends well, and so before anything is handed out", () => {
    expect(states["Seal"]).toMatchObject({
      Type: "Task",
      Arguments: {
        FunctionName: "SealFunction.Arn",
        Payload: { production: "{% $states.input.record.key %}" },
      },
      Next: "Hand out",
    });
    expect(states["Hand out"]).toMatchObject({ Type: "Task", End: true });
    const ends = Object.entries(states).filter(([, { Type, End }]) => End === true || Type === "Succeed");
    expect(ends.map(([name]) => name)).toEqual(["Hand out"]);
  });

  test.each([
    ["plan", states["Plan"], { request: "{% $states.input.request %}" }],
    ["part", ofPart["Part"], { id: "{% $states.input.id %}", part: "{% $states.input.part %}" }],
    ["finish", states["Finish"], { id: "{% $states.input.id %}" }],
    [
      "hand-out",
      states["Hand out"],
      {
        id: "{% $states.input.id %}",
        record: "{% $states.input.record %}",
        sequence: "{% $states.input.sequence %}",
      },
    ],
  ])("calls the function for the step %s with what it asks for", (step, state, rest) => {
    expect(state?.["Arguments"]).toEqual({
      FunctionName: "ExportFunction.Arn",
      Payload: { step, ...rest },
    });
    // As long as the function may take, and a minute.
    expect(state?.["TimeoutSeconds"]).toBe(960);
  });

  test("tries a step again when the function says by its error that this may help, and never otherwise", () => {
    const retried = new StepError(new StoreError("unreachable", "", { retryable: true })).name;
    const final = new StepError(new StoreError("no-such-part", "")).name;
    for (const state of [
      states["Plan"],
      ofPart["Part"],
      states["Finish"],
      states["Seal"],
      states["Hand out"],
    ]) {
      const [retry, throttled, ...others] = onErrors(state, "Retry");
      expect(others).toEqual([]);
      expect(throttled?.ErrorEquals).toEqual(["Lambda.TooManyRequestsException"]);
      expect(retry).toMatchObject({ MaxAttempts: 5, BackoffRate: 2, JitterStrategy: "FULL" });
      expect(retry?.ErrorEquals).toContain(retried);
      expect(retry?.ErrorEquals).not.toContain(final);
      expect(retry?.ErrorEquals).not.toContain("States.ALL");
    }
  });

  test("lets the other parts be packed when one fails, and then fails with what it said", () => {
    const [told, anything] = onErrors(ofPart["Part"], "Catch");
    expect(told?.ErrorEquals).toEqual([
      new StepError(undefined).name,
      new StepError(new StoreError("unreachable", "", { retryable: true })).name,
    ]);
    expect(anything?.ErrorEquals).toEqual(["States.ALL"]);
    expect([told?.Next, anything?.Next]).toEqual(["Part failed", "Part failed"]);
    expect(states["All packed?"]?.["Choices"]).toEqual([
      { Condition: "{% $count($states.input.failures) > 0 %}", Next: "Failed" },
    ]);
    expect(states["Failed"]).toMatchObject({ Type: "Fail", Error: "ExportFailed" });
  });

  test("logs each event without what was asked for, and traces", () => {
    expect(properties).toMatchObject({
      StateMachineName: "Ticketvault-exports",
      RoleArn: "ExportMachineRole.Arn",
      LoggingConfiguration: {
        Level: "ALL",
        IncludeExecutionData: false,
        Destinations: [{ CloudWatchLogsLogGroup: { LogGroupArn: "ExportLog.Arn" } }],
      },
      TracingConfiguration: { Enabled: true },
    });
    // Step Functions tries the log when the machine is made.
    expect(dependsOn).toContain("ExportMachineRolePolicy");
  });
});
