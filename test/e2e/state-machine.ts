/** Plays the state machine of exports: its plan, its parts side by side, its last steps. */
import * as z from "zod";
import type { DeployedFunction } from "./functions.ts";
import { at } from "./rules.ts";
import type { Template } from "./template.ts";
import { functionOf } from "./triggers.ts";

const values = z.record(z.string(), z.string());
const step = z.object({
  Arguments: z.object({ FunctionName: z.string(), Payload: values }),
  Output: z.union([z.string(), values]),
});

const definition = z.object({
  States: z.object({
    Plan: step,
    Pack: z.object({
      Items: z.string(),
      ItemSelector: values,
      ItemProcessor: z.object({ States: z.object({ Part: step.omit({ Output: true }) }) }),
      Output: z.object({ id: z.string() }),
    }),
    Finish: step,
    Seal: step,
    "Hand out": step,
  }),
});

const machine = z.object({ DefinitionString: z.string() });

/** Runs the template's state machine on an input, both as JSON. A step that fails is not tried again: this throws. */
export async function runMachine(
  template: Template,
  functions: readonly DeployedFunction[],
  input: string,
): Promise<string> {
  const [found] = template.all("AWS::StepFunctions::StateMachine", machine);
  const { Plan, Pack, ...last } = definition.parse(
    JSON.parse(found?.properties.DefinitionString ?? "{}"),
  ).States;
  const run = async (
    { Arguments }: Pick<z.infer<typeof step>, "Arguments">,
    given: unknown,
  ): Promise<unknown> => {
    const payload = filled(Arguments.Payload, { input: given });
    const outcome = await functionOf(functions, Arguments.FunctionName).running.invoke(payload);
    if ("error" in outcome) throw new Error(`A step of an export failed: ${outcome.error.errorMessage}`);
    return outcome.result;
  };
  /** What the state hands to the next one. */
  const through = async (state: z.infer<typeof step>, input: unknown): Promise<unknown> => {
    const Payload = await run(state, input);
    const states = { input, result: { Payload } };
    return typeof state.Output === "string" ? meaningOf(state.Output, states) : filled(state.Output, states);
  };

  const planned = await run(Plan, JSON.parse(input));
  const items = z.array(z.unknown()).parse(meaningOf(Pack.Items, { input: planned }));
  await Promise.all(
    items.map((Value) => {
      const context = { Map: { Item: { Value } } };
      return run(Pack.ItemProcessor.States.Part, filled(Pack.ItemSelector, { input: planned, context }));
    }),
  );
  let handed: unknown = filled({ id: Pack.Output.id }, { input: planned });
  for (const state of [last.Finish, last.Seal, last["Hand out"]]) handed = await through(state, handed);
  return JSON.stringify(handed);
}

function filled(given: z.infer<typeof values>, states: object): object {
  return Object.fromEntries(Object.entries(given).map(([name, text]) => [name, meaningOf(text, states)]));
}

/** A text as it stands, or what an expression of JSONata such as `{% $states.input.id %}` points to. */
function meaningOf(text: string, states: object): unknown {
  if (!text.startsWith("{%")) return text;
  const [, path] = /^\{% (\$states(?:\.\w+)+) %\}$/.exec(text) ?? [];
  if (path === undefined) throw new Error(`The harness does not know the expression ${text}.`);
  return at(states, path);
}
